/** One benchmark: measures and prints. `args` is what follows its name on the command line. */
export type Bench = (run: {
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}) => Promise<void>;

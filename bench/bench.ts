/** A benchmark: measures and prints. `args` are the arguments after its name. */
export type Bench = (run: {
  readonly args: readonly string[];
  readonly signal: AbortSignal;
}) => Promise<void>;

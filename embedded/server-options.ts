/** The options of an embedded server. */
export type ServerOptions = {
  readonly dataDir: string;
  /** Its port on the loopback. */
  readonly port: number;
  /** Prints a line for the person at the terminal. */
  readonly say: (line: string) => void;
  /** Trades safety against power failures for speed. Meant for tests only. */
  readonly unsafe?: boolean;
};

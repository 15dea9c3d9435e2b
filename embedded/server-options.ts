/** What each embedded server is told. */
export type ServerOptions = {
  readonly dataDir: string;
  /** The port of the loopback that it listens on. */
  readonly port: number;
  /** Says a line to the person at the terminal. */
  readonly say: (line: string) => void;
  /** Gives up safety against power failures for speed. For tests only. */
  readonly unsafe?: boolean;
};

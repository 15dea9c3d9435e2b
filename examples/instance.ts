/** A running instance: of `npm start`, or of docker-compose.yml. */
export type Instance = {
  /** The address of the router. */
  readonly url: string;
  /** What it consists of. Who can work is `ready`, or `elsewhere` if it is configured by URL. */
  members(): Promise<readonly { readonly name: string; readonly state: string }[]>;
  /** Stops members, or starts them and waits until they are ready. Resolves to why it failed, if it did. */
  order(command: 'start' | 'stop', names: readonly string[]): Promise<string | undefined>;
};

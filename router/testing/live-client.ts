import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export type LiveResult = {
  readonly data?: Record<string, unknown> | null;
  readonly extensions?: Record<string, unknown>;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
};

/** One subscription from a client's view: its results and its end. */
export type LiveSubscription = {
  readonly results: LiveResult[];
  /** Undefined while the subscription runs. */
  end(): 'complete' | { readonly errors: unknown } | undefined;
  stop(): void;
};

export type LiveClient = {
  readonly client: Client;
  follow(query: string, variables?: Record<string, unknown>): LiveSubscription;
};

/** A graphql-ws client on a real socket. */
export function createLiveClient(
  url: string,
  connectionParams: Record<string, unknown> = {},
): LiveClient & Disposable {
  const client = createClient({
    url,
    webSocketImpl: WebSocket,
    connectionParams,
    retryAttempts: 0,
    lazy: true,
  });
  return {
    client,
    follow(query, variables) {
      const results: LiveResult[] = [];
      let end: ReturnType<LiveSubscription['end']>;
      const stop = client.subscribe<Record<string, unknown>>(
        { query, ...(variables ? { variables } : {}) },
        {
          next: (result) => results.push(result as LiveResult),
          error(errors) {
            end = { errors };
          },
          complete() {
            end ??= 'complete';
          },
        },
      );
      return { results, end: () => end, stop };
    },
    [Symbol.dispose]: () => void client.dispose(),
  };
}

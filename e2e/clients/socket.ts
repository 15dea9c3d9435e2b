import { type Client, createClient } from 'graphql-ws';

/** Where the API is, and how to sign in. */
export type Access = {
  /** The router's address, without /graphql. */
  readonly url: string;
  /** Returns the current token. Called for each request and connection, so that a renewed token is used. */
  readonly token: () => string;
};

/**
 * The WebSocket of all subscriptions. After a lost connection (the router restarted, the token expired) it
 * connects and subscribes again, which begins with the current state. A refused token (4401) ends them.
 */
export function createSocket({ url, token }: Access): Client {
  return createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    connectionParams: () => ({ authorization: `Bearer ${token()}` }),
    // By default, five attempts, and none after an error event, as when the connection is refused.
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
  });
}

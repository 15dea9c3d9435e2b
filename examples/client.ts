import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export type ApiError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** The response of a GraphQL server. */
export type Answer<Data> = { readonly data?: Data | null; readonly errors?: readonly ApiError[] };
export type HttpAnswer<Data> = Answer<Data> & { readonly status: number };

/** Typed documents are in documents.generated.ts; a plain string has no types. */
type Document<Data, Variables> = TypedDocumentNode<Data, Variables> | string;

export type Client = {
  /** Runs a query or mutation over HTTP. */
  run<Data, Variables extends object>(
    document: Document<Data, Variables>,
    variables?: Variables,
  ): Promise<HttpAnswer<Data>>;
  /** Subscribes over a WebSocket, until the loop over it is left. Throws the server's refusal. */
  subscribe<Data, Variables extends object>(
    document: Document<Data, Variables>,
    variables?: Variables,
  ): AsyncIterableIterator<Answer<Data>>;
  close(): Promise<void>;
};

/**
 * A client of the API.
 *
 * @param url of the server, without /graphql
 * @param token bearer token, as printed by `npm run token`
 * @param headers further headers of requests over HTTP
 */
export function createClient({
  url,
  token,
  headers = {},
}: {
  readonly url: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}): Client {
  const endpoint = new URL('/graphql', url);
  const authorization = token ? { authorization: `Bearer ${token}` } : {};
  const socket = createSocketClient({
    url: endpoint.href.replace(/^http/, 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: authorization,
  });
  const text = (document: Document<never, never>) =>
    typeof document === 'string' ? document : print(document);

  return {
    async run<Data, Variables extends object>(document: Document<Data, Variables>, variables?: Variables) {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization, ...headers },
        body: JSON.stringify({ query: text(document as Document<never, never>), variables }),
      });
      // GraphQL guarantees that the response matches the document.
      const answer = (await response.json()) as Answer<Data>;
      return { status: response.status, ...answer };
    },

    subscribe<Data, Variables extends object>(document: Document<Data, Variables>, variables?: Variables) {
      const query = text(document as Document<never, never>);
      return socket.iterate<Data>({ query, variables: { ...variables } }) as AsyncIterableIterator<
        Answer<Data>
      >;
    },

    close: async () => socket.dispose(),
  };
}

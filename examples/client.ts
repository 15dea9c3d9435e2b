import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';

export type ApiError = {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/** What a GraphQL server answers. */
export type Answer<Data> = { readonly data?: Data | null; readonly errors?: readonly ApiError[] };
export type HttpAnswer<Data> = Answer<Data> & { readonly status: number };

/** Typed documents are in documents.generated.ts; of a plain text nothing is known. */
type Document<Data, Variables> = TypedDocumentNode<Data, Variables> | string;

export type Client = {
  /** Runs a query or mutation over HTTP. */
  run<Data, Variables extends object>(
    document: Document<Data, Variables>,
    variables?: Variables,
  ): Promise<HttpAnswer<Data>>;
  /** Subscribes over a WebSocket; ends when the loop over it is left. Throws what the server refuses. */
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
 * @param token bearer token, as `npm run token` prints it
 */
export function createClient({
  url,
  token,
}: {
  readonly url: string;
  readonly token?: string | undefined;
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
        headers: { 'content-type': 'application/json', ...authorization },
        body: JSON.stringify({ query: text(document as Document<never, never>), variables }),
      });
      // The server answers what the document asks for: that is GraphQL's promise.
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

import type { Client } from 'graphql-ws';

export type Params = {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>>;
};
type Operation = {
  readonly kind: string;
  readonly operation?: string;
  readonly name?: { readonly value: string };
};
export type FetcherOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly documentAST?: { readonly definitions: readonly Operation[] };
};

/** A connection has the headers with which it was opened, so each set of headers has a client. */
const clients = new Map<string, Client>();

function clientWith(headers: Readonly<Record<string, string>>): Client {
  const key = JSON.stringify(headers);
  const known = clients.get(key);
  if (known) return known;
  const url = new URL('/graphql', location.href.replace(/^http/, 'ws')).href;
  const client = graphqlWs.createClient({ url, connectionParams: headers });
  clients.set(key, client);
  return client;
}

function isSubscription(params: Params, document: FetcherOptions['documentAST']): boolean {
  const operations = document?.definitions.filter(({ kind }) => kind === 'OperationDefinition') ?? [];
  const named = operations.find(({ name }) => name?.value === params.operationName);
  return (named ?? operations[0])?.operation === 'subscription';
}

/** Runs an operation: subscriptions over WebSocket, all others by POST. */
export function execute(
  params: Params,
  documentAST: FetcherOptions['documentAST'],
  headers: Readonly<Record<string, string>>,
) {
  const payload = { ...params, operationName: params.operationName ?? undefined };
  return isSubscription(params, documentAST) ? clientWith(headers).iterate(payload) : post(payload, headers);
}

async function post(payload: object, headers: Readonly<Record<string, string>>): Promise<unknown> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(payload),
  });
  return response.json();
}

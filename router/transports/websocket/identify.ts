import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Authenticate, Authentication } from '../../auth/authenticate.ts';
import { correlationIdFrom, TRACE_HEADERS } from '../../context.ts';
import type { Operations } from '../../operations/operations.ts';
import { type CallerContext, callerContextOf } from '../../subscriptions/caller-context.ts';

/** Identifies the client by its `connection_init` payload. Rejects when the token cannot be checked. */
export type Identify = (params: Readonly<Record<string, unknown>>) => Promise<Identified>;

export type Identified =
  | Extract<Authentication, { kind: 'refused' }>
  | { readonly kind: 'caller'; readonly caller: CallerContext };

export type IdentifyDeps = {
  readonly operations: Pick<Operations, 'createContext'>;
  readonly authenticate: Authenticate;
  /** The client's address behind trusted proxies. */
  readonly addressOf: (request: IncomingMessage) => string;
};

/** Identifies a connection's client by the request that opened it and its `connection_init` payload. */
export function createIdentify({ operations, authenticate, addressOf }: IdentifyDeps) {
  return (request: IncomingMessage): Identify => {
    // Keeps the headers instead of the request.
    const headers = lastingHeaders(request.headers);
    const address = addressOf(request);
    return async (params) => {
      const authorization = authorizationOf(params);
      const authenticated = await authenticate(authorization);
      if (authenticated.kind === 'refused') return authenticated;
      const correlationId = correlationIdFrom(undefined);
      const origin = { headers, authorization, correlationId, caller: authenticated, address };
      return { kind: 'caller', caller: callerContextOf(operations.createContext(origin)) };
    };
  };
}

/** The headers of a handshake that apply to the whole connection. */
function lastingHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const lasting: IncomingHttpHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (name.startsWith('sec-websocket-') || TRACE_HEADERS.has(name)) continue;
    if (name !== 'connection' && name !== 'upgrade') lasting[name] = value;
  }
  return lasting;
}

/** The Authorization in a `connection_init` payload, at the places where clients put it. */
function authorizationOf(params: Readonly<Record<string, unknown>>): string | undefined {
  for (const place of [params, params.headers]) {
    if (typeof place !== 'object' || place === null) continue;
    for (const [name, value] of Object.entries(place)) {
      if (name.toLowerCase() === 'authorization' && typeof value === 'string') return value;
    }
  }
  return undefined;
}

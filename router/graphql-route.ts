import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { Authenticate, Authentication } from './auth/authenticate.ts';
import type { OperationContext } from './context.ts';
import { json, plain, type Reply, type Route, type RouteRequest, single } from './http.ts';

export type GraphqlRouteDeps = {
  readonly apollo: ApolloServer<OperationContext>;
  readonly authenticate: Authenticate;
  readonly log: Logger;
};

/** GraphQL over HTTP: GET and POST, through Apollo Server, with the caller's identity checked first. */
export function createGraphqlRoute({ apollo, authenticate, log }: GraphqlRouteDeps): Route {
  return async (request) => {
    const { correlationId } = request;
    const ofRequest = log.child({ correlationId });
    const authorization = single(request.headers.authorization);
    let caller: Authentication;
    try {
      caller = await authenticate(authorization);
    } catch (error) {
      ofRequest.error({ err: error }, 'the token could not be checked');
      return failure(500, 'INTERNAL_SERVER_ERROR', 'Internal server error', { correlationId });
    }
    if (caller.kind === 'refused') return failure(401, 'UNAUTHENTICATED', caller.message);
    const body = await readBody(request);
    if (body.kind === 'malformed') return plain(400, 'The body is not JSON.');

    const context: OperationContext = {
      correlationId,
      identity: caller.kind === 'identified' ? caller.identity : undefined,
      authorization,
      traceparent: single(request.headers.traceparent),
      signal: request.gone,
      log: ofRequest,
    };
    const response = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: {
        method: request.method,
        headers: headerMap(request.headers),
        search: request.search,
        body: body.value,
      },
      context: async () => context,
    });
    return {
      status: response.status ?? 200,
      headers: response.headers,
      body: response.body.kind === 'complete' ? response.body.string : response.body.asyncIterator,
    };
  };
}

type Body = { readonly kind: 'read'; readonly value: unknown } | { readonly kind: 'malformed' };

/** The body of a POST as JSON. Another content type is left unread, for Apollo Server to refuse. */
async function readBody({ method, headers, readText }: RouteRequest): Promise<Body> {
  if (method !== 'POST') return { kind: 'read', value: undefined };
  const text = await readText();
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return { kind: 'read', value: {} };
  try {
    return { kind: 'read', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

function headerMap(headers: RouteRequest['headers']): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}

/** A GraphQL answer for a request that does not come so far as to be executed. */
function failure(
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
): Reply {
  const reply = json(status, { errors: [{ message, extensions: { code, ...more } }] });
  return status === 401
    ? { ...reply, headers: [...(reply.headers ?? []), ['www-authenticate', 'Bearer']] }
    : reply;
}

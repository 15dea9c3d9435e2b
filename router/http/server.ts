import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { correlationIdFrom } from '../context.ts';
import { CallerGone } from './body.ts';
import { type CorsConfig, corsHeaders, single } from './cors.ts';

/** One request and how it is answered. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** Without its question mark; empty without a query. */
  readonly search: string;
  readonly correlationId: string;
  /** What every answer carries: correlation id and CORS. */
  readonly common: Readonly<Record<string, string>>;
};

/** Answers a request. Rejects on faults. */
export type Handler = (exchange: Exchange) => Promise<void>;

export type HttpOptions = {
  /** By path; a path that ends in a slash and an asterisk takes all below it. */
  readonly routes: Readonly<Record<string, Handler>>;
  readonly cors: CorsConfig;
  readonly onFault: (error: unknown, correlationId: string) => void;
};

/** A plain HTTP server over routes: correlation id, CORS, faults. The caller listens and closes. */
export function createHttpServer({ routes, cors, onFault }: HttpOptions): Server {
  const exact = new Map(Object.entries(routes).filter(([path]) => !path.endsWith('/*')));
  const below = Object.entries(routes)
    .filter(([path]) => path.endsWith('/*'))
    .map(([path, route]) => [path.slice(0, -1), route] as const);

  return createServer({ shouldUpgradeCallback: asksForWebSocket }, (request, response) => {
    const correlationId = correlationIdFrom(single(request.headers['x-correlation-id']));
    const url = targetOf(request);
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const exchange: Exchange = {
      request,
      response,
      path,
      search: query < 0 ? '' : url.slice(query + 1),
      correlationId,
      common: { 'x-correlation-id': correlationId, ...corsHeaders(request, cors) },
    };
    const handler = exact.get(path) ?? below.find(([start]) => path.startsWith(start))?.[1];
    if (!handler) return send(exchange, 404, TEXT, 'There is nothing here. The graph is at /graphql.\n');
    if (request.method === 'OPTIONS') return send(exchange, 204, undefined, '');
    handler(exchange).catch((error: unknown) => {
      if (error instanceof CallerGone || response.destroyed) {
        response.destroy();
        return;
      }
      onFault(error, correlationId);
      if (response.headersSent) response.destroy();
      else send(exchange, 500, TEXT, 'Internal server error\n');
    });
  });
}

/** Any other protocol that a client offers to change to, such as HTTP/2, is left alone: its request is one like others. */
function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Path and query; of a whole address, which a client may send as if to a proxy, as well. */
function targetOf({ url = '/' }: IncomingMessage): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*\/?/i, '/');
}

const TEXT = 'text/plain; charset=utf-8';

/** Sends a whole answer. */
export function send(
  { response, common }: Exchange,
  status: number,
  contentType: string | undefined,
  body: string | Buffer,
  headers?: readonly (readonly [string, string])[],
): void {
  const all: Record<string, string | number> = { ...common };
  if (contentType !== undefined) all['content-type'] = contentType;
  if (headers) for (const [name, value] of headers) all[name] = value;
  if (status !== 204)
    all['content-length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, all);
  response.end(body);
}

/** Where a server listens, such as `http://127.0.0.1:4000`. */
export function urlOf(server: Server): string {
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The server does not listen on a port');
  return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`;
}

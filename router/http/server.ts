import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ClientDisconnected } from '../../platform/http/body.ts';
import { correlationIdFrom } from '../context.ts';
import { type CorsConfig, corsHeaders, single } from './cors.ts';

/** An HTTP request with its response. */
export type HttpRequest = {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** The query string without its question mark. */
  readonly search: string;
  readonly correlationId: string;
  /** Headers of every response: correlation id and CORS. */
  readonly commonHeaders: Readonly<Record<string, string>>;
};

/** Responds to a request. Rejects on faults. */
export type Handler = (request: HttpRequest) => Promise<void>;

export type HttpOptions = {
  /** Handlers by path. A path that ends in `/*` matches all paths below it. */
  readonly routes: Readonly<Record<string, Handler>>;
  readonly cors: CorsConfig;
  readonly onFault: (error: unknown, correlationId: string) => void;
};

/** An HTTP server with routes, correlation ids, CORS and error handling. The caller starts and closes it. */
export function createHttpServer({ routes, cors, onFault }: HttpOptions): Server {
  const exactRoutes = new Map(Object.entries(routes).filter(([path]) => !path.endsWith('/*')));
  const prefixRoutes = Object.entries(routes)
    .filter(([path]) => path.endsWith('/*'))
    .map(([path, route]) => [path.slice(0, -1), route] as const);

  return createServer({ shouldUpgradeCallback: isWebSocketUpgrade }, (message, response) => {
    const correlationId = correlationIdFrom(single(message.headers['x-correlation-id']));
    const url = targetOf(message);
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const request: HttpRequest = {
      message,
      response,
      path,
      search: query < 0 ? '' : url.slice(query + 1),
      correlationId,
      commonHeaders: { 'x-correlation-id': correlationId, ...corsHeaders(message, cors) },
    };
    const handler = exactRoutes.get(path) ?? prefixRoutes.find(([start]) => path.startsWith(start))?.[1];
    if (!handler) return send(request, 404, TEXT, 'Not found. The graph is at /graphql.\n');
    if (message.method === 'OPTIONS') return send(request, 204, undefined, '');
    handler(request).catch((error: unknown) => {
      if (error instanceof ClientDisconnected || response.destroyed) {
        response.destroy();
        return;
      }
      onFault(error, correlationId);
      if (response.headersSent) response.destroy();
      else send(request, 500, TEXT, 'Internal server error\n');
    });
  });
}

/** Offers to upgrade to other protocols, such as HTTP/2, are ignored: the request is served over HTTP/1.1. */
function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Path and query of a request, also when the client sent an absolute URL, as to a proxy. */
function targetOf({ url = '/' }: IncomingMessage): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*\/?/i, '/');
}

const TEXT = 'text/plain; charset=utf-8';

/** Sends a complete response. */
export function send(
  { response, commonHeaders }: HttpRequest,
  status: number,
  contentType: string | undefined,
  body: string | Buffer,
  headers?: readonly (readonly [string, string])[],
): void {
  const all: Record<string, string | number> = { ...commonHeaders };
  if (contentType !== undefined) all['content-type'] = contentType;
  if (headers) for (const [name, value] of headers) all[name] = value;
  if (status !== 204)
    all['content-length'] = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  response.writeHead(status, all);
  response.end(body);
}

/** The URL of a listening server, such as `http://127.0.0.1:4000`. */
export function urlOf(server: Server): string {
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The server is not listening on a port');
  return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`;
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ClientDisconnected } from '../../platform/http/body.ts';
import { correlationIdFrom } from '../context.ts';
import type { UnreadWatch } from '../transports/unread.ts';
import { type CorsConfig, corsHeaders, single } from './cross-origin.ts';
import { type HostsConfig, isServedHost } from './hosts.ts';
import { inTurn, MOST_PIPELINED } from './turns.ts';

/** An HTTP request with its response. */
export type HttpRequest = {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  /** The query string without its question mark. */
  readonly search: string;
  readonly correlationId: string;
  /** Headers of every response: the correlation id and those of the endpoint. */
  readonly commonHeaders: Readonly<Record<string, string>>;
  readonly unread: Pick<UnreadWatch, 'wrote'>;
};

/** Responds to a request. Rejects on faults. */
export type Handler = (request: HttpRequest) => Promise<void>;

/** What is served at a path. */
export type Endpoint = {
  readonly handle: Handler;
  /** The origins whose pages may read the responses; none without it. */
  readonly cors?: CorsConfig;
  /** The host names under which it is served; any without it. */
  readonly hosts?: HostsConfig;
  /** Headers of every response, responses to errors included. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** For responses that no browser needs to show: nothing in them is run, framed or guessed. */
const INERT: Readonly<Record<string, string>> = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export type HttpOptions = {
  /** Endpoints by path. A path that ends in `/*` matches all paths below it. */
  readonly routes: Readonly<Record<string, Endpoint>>;
  readonly onFault: (error: unknown, correlationId: string | undefined) => void;
  /** Holds the memory for clients that do not read their responses. */
  readonly unread: UnreadWatch;
};

/** An HTTP server with routes, correlation ids, CORS and error handling. The caller starts and closes it. */
export function createHttpServer({ routes, onFault, unread }: HttpOptions): Server {
  const exactRoutes = new Map(Object.entries(routes).filter(([path]) => !path.endsWith('/*')));
  const prefixRoutes = Object.entries(routes)
    .filter(([path]) => path.endsWith('/*'))
    .map(([path, route]) => [path.slice(0, -1), route] as const);

  const turns = inTurn((message, response) => {
    try {
      serve(message, response);
    } catch (error) {
      // Thrown here, it would end the process, and with it all other requests.
      onFault(error, undefined);
      response.destroy();
    }
  }, refusePipelined);
  const server = createServer(
    {
      // An answer to an earlier request would be written into the WebSocket.
      shouldUpgradeCallback: (message) => isWebSocketUpgrade(message) && turns.isIdle(message.socket),
    },
    turns.take,
  );
  unread.watch(server);
  return server;

  function serve(message: IncomingMessage, response: ServerResponse): void {
    const correlationId = correlationIdFrom(single(message.headers['x-correlation-id']));
    const url = targetOf(message);
    const query = url.indexOf('?');
    const path = query < 0 ? url : url.slice(0, query);
    const endpoint = exactRoutes.get(path) ?? prefixRoutes.find(([start]) => path.startsWith(start))?.[1];
    const request: HttpRequest = {
      message,
      response,
      path,
      search: query < 0 ? '' : url.slice(query + 1),
      correlationId,
      unread,
      commonHeaders: {
        'x-correlation-id': correlationId,
        ...(endpoint?.headers ?? (endpoint?.cors === undefined ? INERT : undefined)),
        ...(endpoint?.cors === undefined ? undefined : corsHeaders(message, endpoint.cors)),
      },
    };
    if (!endpoint) {
      send(request, 404, TEXT, 'Not found. The graph is at /graphql.\n');
      return;
    }
    if (endpoint.hosts !== undefined && !isServedHost(message, endpoint.hosts)) {
      send(request, 421, TEXT, MISDIRECTED, [['connection', 'close']]);
      return;
    }
    if (message.method === 'OPTIONS') {
      send(request, 204, undefined, '');
      return;
    }
    endpoint.handle(request).catch((error: unknown) => {
      if (error instanceof ClientDisconnected || response.destroyed) {
        response.destroy();
        return;
      }
      onFault(error, correlationId);
      if (response.headersSent) response.destroy();
      else send(request, 500, TEXT, 'Internal server error\n');
    });
  }
}

/** Offers to upgrade to other protocols, such as HTTP/2, are ignored: the request is served over HTTP/1.1. */
function isWebSocketUpgrade({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/** Path and query of a request, also when the client sent an absolute URL, as to a proxy. */
export function targetOf({ url = '/' }: IncomingMessage): string {
  return url.startsWith('/') ? url : url.replace(/^https?:\/\/[^/?]*\/?/i, '/');
}

const TEXT = 'text/plain; charset=utf-8';
const MISDIRECTED =
  'This router does not serve this host name. Add it to http.hosts (HTTP_HOSTS) in the configuration.\n';

/** Answers a request before which too many others wait on its connection. */
function refusePipelined(_message: IncomingMessage, response: ServerResponse): void {
  const text = `At most ${MOST_PIPELINED} requests may wait on one connection. Read the responses, or use more.\n`;
  const headers = { 'content-type': TEXT, 'content-length': Buffer.byteLength(text), connection: 'close' };
  response.writeHead(429, headers).end(text);
}

/** Sends a complete response. */
export function send(
  { response, commonHeaders, unread }: HttpRequest,
  status: number,
  contentType: string | undefined,
  body: string | Buffer,
  headers?: readonly (readonly [string, string])[],
): void {
  const all: Record<string, string | number> = { ...commonHeaders };
  if (contentType !== undefined) all['content-type'] = contentType;
  if (headers) for (const [name, value] of headers) all[name] = value;
  const length = typeof body === 'string' ? Buffer.byteLength(body) : body.length;
  if (status !== 204) all['content-length'] = length;
  response.writeHead(status, all);
  response.end(body);
  unread.wrote(length);
}

/** The URL of a listening server, such as `http://127.0.0.1:4000`. */
export function urlOf(server: Server): string {
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('The server is not listening on a port');
  return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`;
}

/** The response of a route other than `/graphql`. */
type HttpResponse = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: readonly (readonly [string, string])[];
};

/** A GET route that depends only on the path. */
export type Route = (request: Pick<HttpRequest, 'path'>) => Promise<HttpResponse>;

/** A handler for a route. It responds to methods other than GET and HEAD with 405. */
export function routeHandler(route: Route): Handler {
  return async (request) => {
    const { method } = request.message;
    if (method !== 'GET' && method !== 'HEAD') {
      return send(request, 405, 'text/plain; charset=utf-8', 'Use GET.\n', [['allow', 'GET, HEAD']]);
    }
    const { status, contentType, body, headers } = await route(request);
    send(request, status, contentType, body, headers);
  };
}

export function textResponse(status: number, text: string): HttpResponse {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

export function jsonResponse(status: number, value: unknown): HttpResponse {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

export function htmlResponse(text: string): HttpResponse {
  return { status: 200, contentType: 'text/html; charset=utf-8', body: text };
}

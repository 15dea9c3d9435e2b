import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { CorsConfig } from './config.ts';
import { correlationIdFrom } from './context.ts';

/** What a route answers. */
export type Reply = {
  readonly status: number;
  readonly headers?: Iterable<readonly [string, string]>;
  readonly body?: string | Buffer | AsyncIterable<string>;
};

/** One request as a route sees it. */
export type RouteRequest = {
  readonly method: string;
  readonly path: string;
  /** With its question mark; empty without a query. */
  readonly search: string;
  readonly headers: IncomingMessage['headers'];
  readonly correlationId: string;
  /** Aborted when the caller goes away before the answer. */
  readonly gone: AbortSignal;
  /** The whole body as text. Throws `BodyTooLarge`. */
  readText(): Promise<string>;
};

export type Route = (request: RouteRequest) => Promise<Reply>;

/** More was sent than the limit allows. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

export type HttpOptions = {
  /** By path; a path that ends in a slash and an asterisk takes all below it. */
  readonly routes: Readonly<Record<string, Route>>;
  readonly cors: CorsConfig;
  /** Bytes. */
  readonly bodyLimit: number;
  readonly onFault: (error: unknown, correlationId: string) => void;
};

const CORS_MAX_AGE_S = '600';

/** A plain HTTP server over routes: correlation id, CORS, body limit. The caller listens and closes. */
export function createHttpServer({ routes, cors, bodyLimit, onFault }: HttpOptions): Server {
  const exact = new Map(Object.entries(routes).filter(([path]) => !path.endsWith('/*')));
  const below = Object.entries(routes)
    .filter(([path]) => path.endsWith('/*'))
    .map(([path, route]) => [path.slice(0, -1), route] as const);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const correlationId = correlationIdFrom(single(request.headers['x-correlation-id']));
    response.setHeader('x-correlation-id', correlationId);
    allowOrigin(request, response, cors);
    const [path = '/', search] = splitUrl(request.url ?? '/');
    const route = exact.get(path) ?? below.find(([start]) => path.startsWith(start))?.[1];
    if (!route) return send(response, plain(404, 'There is nothing here. The graph is at /graphql.'));
    if (request.method === 'OPTIONS') return send(response, { status: 204 });
    const gone = new AbortController();
    response.once('close', () => {
      if (!response.writableFinished) gone.abort();
    });
    try {
      const reply = await route({
        method: request.method ?? 'GET',
        path,
        search,
        headers: request.headers,
        correlationId,
        gone: gone.signal,
        readText: () => readText(request, bodyLimit),
      });
      await send(response, reply);
    } catch (error) {
      if (error instanceof BodyTooLarge) {
        // The rest of the body is not read: the connection cannot be used again.
        response.setHeader('connection', 'close');
        return send(response, plain(413, `The body is larger than ${bodyLimit} bytes.`));
      }
      // A caller that left before its body was whole gets no answer and is no fault.
      if (gone.signal.aborted || !request.complete) {
        response.destroy();
        return;
      }
      onFault(error, correlationId);
      if (!response.headersSent) return send(response, plain(500, 'Internal server error'));
      response.destroy();
    }
  }

  return createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      onFault(error, '');
      response.destroy();
    });
  });
}

/** A reply of plain text. */
export function plain(status: number, text: string): Reply {
  return { status, headers: [['content-type', 'text/plain; charset=utf-8']], body: `${text}\n` };
}

/** A reply of JSON. */
export function json(status: number, value: unknown): Reply {
  return {
    status,
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: JSON.stringify(value),
  };
}

/** A page. */
export function html(text: string): Reply {
  return { status: 200, headers: [['content-type', 'text/html; charset=utf-8']], body: text };
}

/** The value of a header that may only come once. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

async function send(response: ServerResponse, { status, headers = [], body = '' }: Reply): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of headers) response.setHeader(name, value);
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    response.end(body);
    return;
  }
  for await (const chunk of body) response.write(chunk);
  response.end();
}

function splitUrl(url: string): readonly [string, string] {
  const query = url.indexOf('?');
  return query < 0 ? [url, ''] : [url.slice(0, query), url.slice(query)];
}

async function readText(request: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Says which pages of other origins may read the answer, and what they may send. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, cors: CorsConfig): void {
  const { origin } = request.headers;
  if (cors !== 'any') response.setHeader('vary', 'Origin');
  if (!origin || (cors !== 'any' && !cors.includes(origin))) return;
  response.setHeader('access-control-allow-origin', cors === 'any' ? '*' : origin);
  response.setHeader('access-control-expose-headers', 'x-correlation-id');
  if (request.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, POST, OPTIONS');
  const asked = single(request.headers['access-control-request-headers']);
  response.setHeader(
    'access-control-allow-headers',
    asked ?? 'content-type, authorization, x-correlation-id',
  );
  response.setHeader('access-control-max-age', CORS_MAX_AGE_S);
}

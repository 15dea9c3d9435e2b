import { type Handler, type HttpRequest, send } from './server.ts';

/** The response of a route other than `/graphql`. */
export type HttpResponse = {
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

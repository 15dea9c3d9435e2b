import { type Exchange, type Handler, send } from './server.ts';

/** What a simple route answers. */
export type Reply = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: readonly (readonly [string, string])[];
};

/** A route that only looks at the request's line and answers at once. */
export type Route = (request: Pick<Exchange, 'path'>) => Promise<Reply>;

/** A handler for GET that sends what the route replies. */
export function replyWith(route: Route): Handler {
  return async (exchange) => {
    const { method } = exchange.request;
    if (method !== 'GET' && method !== 'HEAD') {
      return send(exchange, 405, 'text/plain; charset=utf-8', 'Only GET here.\n', [['allow', 'GET, HEAD']]);
    }
    const { status, contentType, body, headers } = await route(exchange);
    send(exchange, status, contentType, body, headers);
  };
}

/** A reply of plain text. */
export function plain(status: number, text: string): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n` };
}

/** A reply of JSON. */
export function json(status: number, value: unknown): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

/** A page. */
export function html(text: string): Reply {
  return { status: 200, contentType: 'text/html; charset=utf-8', body: text };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { ClientDisconnected, readBody } from '../../../platform/http/body.ts';

/** Reads a body of at most `maxBytes` as text; undefined when it is larger or the client has disconnected. */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  try {
    const body = await readBody(request, { maxBytes, excess: 'discard' });
    return body?.toString('utf8');
  } catch (error) {
    if (error instanceof ClientDisconnected) return undefined;
    throw error;
  }
}

/** Sends a page that loads nothing. A disconnected client is no error. */
export function sendHtml(response: ServerResponse, status: number, body: string): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

/** Sends JSON text. A disconnected client is no error. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

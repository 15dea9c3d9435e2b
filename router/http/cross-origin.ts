import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isLoopbackOrigin } from '../../platform/http/loopback.ts';
import type { HostsConfig } from './hosts.ts';

/** The allowed origins of web pages; `development` allows those of this machine and of Apollo Studio. */
export type CorsConfig = 'any' | 'development' | readonly string[];

const STUDIO = 'https://studio.apollographql.com';

const MAX_AGE_S = '600';
const NOTHING: Readonly<Record<string, string>> = {};

/** The CORS headers of a response. */
export function corsHeaders(request: IncomingMessage, cors: CorsConfig): Readonly<Record<string, string>> {
  const { origin } = request.headers;
  // Most requests are not cross-origin.
  if (origin === undefined && request.method !== 'OPTIONS')
    return cors === 'any' ? NOTHING : { vary: 'Origin' };
  const vary: Record<string, string> = cors === 'any' ? {} : { vary: 'Origin' };
  if (!origin || !isAllowed(origin, cors)) return vary;
  const allowed = {
    ...vary,
    'access-control-allow-origin': cors === 'any' ? '*' : origin,
    'access-control-expose-headers': 'x-correlation-id, retry-after',
  };
  if (request.method !== 'OPTIONS') return allowed;
  return {
    ...allowed,
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers':
      single(request.headers['access-control-request-headers']) ??
      'content-type, authorization, x-correlation-id',
    'access-control-max-age': MAX_AGE_S,
  };
}

/**
 * Whether a client may open a WebSocket. Browsers send no preflight for WebSockets, so the origin is checked
 * here: it must be allowed by CORS or be the router's own. Clients other than browsers send no origin.
 *
 * @param hosts what the Host header was checked against; when that may be any, it does not tell the router's
 *   own origin
 */
export function mayConnect(
  { headers }: Pick<IncomingMessage, 'headers'>,
  cors: CorsConfig,
  hosts: HostsConfig,
): boolean {
  const { origin, host } = headers;
  if (origin === undefined || isAllowed(origin, cors)) return true;
  return hosts !== 'any' && URL.canParse(origin) && new URL(origin).host === host;
}

function isAllowed(origin: string, cors: CorsConfig): boolean {
  if (cors === 'any') return true;
  return cors === 'development' ? origin === STUDIO || isLoopbackOrigin(origin) : cors.includes(origin);
}

/** The value of a header that occurs once. */
export function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Content types that a page of any origin may send without a preflight ("simple" in the Fetch standard). */
const SIMPLE = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** A browser adds credentials of other schemes (Basic, Digest, Negotiate) by itself, without a preflight. */
const BEARER = /^bearer /i;

/**
 * Whether a browser sends this request to another site only after a preflight, which CORS answers. It needs a
 * content type that is not simple, a bearer token, which only a page's own code adds, or one of the headers
 * that prove a preflight.
 *
 * @param proofs header names in lower case
 */
export function isPreflighted(headers: IncomingHttpHeaders, proofs: readonly string[]): boolean {
  const contentType = headers['content-type'];
  if (contentType !== undefined && contentType !== '') {
    const [type = ''] = contentType.split(';', 1);
    if (!SIMPLE.has(type.trim().toLowerCase())) return true;
  }
  if (headers.authorization !== undefined && BEARER.test(headers.authorization)) return true;
  return proofs.some((name) => Boolean(headers[name]));
}

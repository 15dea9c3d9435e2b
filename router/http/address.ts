import type { IncomingHttpHeaders } from 'node:http';
import { single } from './cors.ts';

/** What of a request tells where it comes from. */
type Connected = {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/**
 * The address that a request comes from.
 *
 * @param proxies how many proxies stand in front, each of which adds the address that it saw to `X-Forwarded-For`; with 0 the
 *   header is not believed
 */
export function addressOf(request: Connected, proxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (proxies === 0) return direct;
  const seen = (single(request.headers['x-forwarded-for']) ?? '').split(',').map((each) => each.trim());
  return seen.at(-proxies) || direct;
}

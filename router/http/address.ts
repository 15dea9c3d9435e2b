import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { single } from './cors.ts';

/** What of a request tells where it comes from. */
type Connected = {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/**
 * The address that a request comes from; of IPv6 the network, since one client has all the addresses of its own.
 *
 * @param proxies how many proxies stand in front, each of which adds the address that it saw to `X-Forwarded-For`; with 0 the
 *   header is not believed
 */
export function addressOf(request: Connected, proxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (proxies === 0) return networkOf(direct);
  const seen = (single(request.headers['x-forwarded-for']) ?? '').split(',').map((each) => each.trim());
  return networkOf(seen.at(-proxies) || direct);
}

/** Groups of 16 bits that name the network of one client. */
const NETWORK_GROUPS = 4;

/** Some proxies add the port: it would make each connection a client. */
function networkOf(text: string): string {
  if (!text.includes(':')) return text;
  const address = /^\[(.*)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const version = isIP(address);
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (version !== 6 || mapped) return mapped ?? address;
  const [start = '', end] = address.split('::');
  const groups = start === '' ? [] : start.split(':');
  const missing = end === undefined ? 0 : 8 - groups.length - (end === '' ? 0 : end.split(':').length);
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(end ? end.split(':') : [])];
  const network = all.slice(0, NETWORK_GROUPS).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}

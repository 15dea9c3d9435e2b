import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { single } from './cross-origin.ts';

/** The parts of a request that tell its address. */
type Connected = {
  readonly headers: IncomingHttpHeaders;
  readonly socket: { readonly remoteAddress?: string | undefined };
};

/**
 * The client's address. IPv6 addresses are reduced to their /64 network, since one client has all of its
 * addresses.
 *
 * @param proxies the number of reverse proxies in front, each of which appends the address that it saw to
 *   `X-Forwarded-For`; 0 ignores the header
 */
export function addressOf(request: Connected, proxies: number): string {
  const direct = request.socket.remoteAddress ?? '';
  if (proxies === 0) return networkOf(direct);
  const seen = (single(request.headers['x-forwarded-for']) ?? '').split(',').map((each) => each.trim());
  return networkOf(seen.at(-proxies) || direct);
}

/** The number of 16-bit groups in the network part of an IPv6 address. */
const NETWORK_GROUPS = 4;

/** Removes the port, which some proxies add, and reduces IPv6 addresses to their network. */
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

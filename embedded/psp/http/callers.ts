import type { IncomingMessage } from 'node:http';
import { isLoopbackAddress, isLoopbackName, nameInAuthority } from '../../../platform/http/loopback.ts';

/**
 * Whether a request from this machine names another one, as that of a page whose DNS name was rebound to this
 * address.
 */
export function isRebound({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  if (!isLoopbackAddress(socket.remoteAddress)) return false;
  const name = nameInAuthority(headers.host);
  return name === undefined || !isLoopbackName(name);
}

/** Whether the script or form of a web page has sent a request. Programs send none of these headers. */
export function isFromPage({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  const site = headers['sec-fetch-site'];
  return headers.origin !== undefined || (site !== undefined && site !== 'none');
}

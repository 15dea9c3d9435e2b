import type { IncomingMessage } from 'node:http';
import { isLoopbackName, nameInAuthority } from '../../platform/http/loopback.ts';

/** The host names under which the router serves: any, or these and those of loopback. */
export type HostsConfig = 'any' | readonly string[];

/**
 * Whether a request names a host under which the router serves. A page whose DNS name was rebound to the
 * router's address still sends its own name, so it is refused.
 */
export function isServedHost(request: Pick<IncomingMessage, 'headers' | 'url'>, hosts: HostsConfig): boolean {
  if (hosts === 'any') return true;
  const name = nameInAuthority(authorityOf(request));
  return name !== undefined && (isLoopbackName(name) || hosts.includes(name));
}

/** An absolute URL overrides the Host header (RFC 9112, section 3.2.2). */
function authorityOf({ headers, url = '' }: Pick<IncomingMessage, 'headers' | 'url'>): string | undefined {
  return /^https?:\/\/([^/?#]*)/i.exec(url)?.[1] ?? headers.host;
}

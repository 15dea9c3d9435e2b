import type { IncomingMessage } from 'node:http';

/** Whether a host name, as `URL` normalises it, always means this machine. */
export function isLoopbackName(name: string): boolean {
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}

/** Whether an origin is a page served by this machine, on any port. */
export function isLoopbackOrigin(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname } = new URL(origin);
  return (protocol === 'http:' || protocol === 'https:') && isLoopbackName(hostname);
}

/** The normalised host name of a Host header, without its port; undefined for anything else. */
export function nameInAuthority(authority: string | undefined): string | undefined {
  if (authority === undefined || /[/?#@\\\s]/.test(authority)) return undefined;
  const url = `http://${authority}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** Headers with which proxies say for whom they send a request. */
const FORWARDING = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
];

/** Whether a request comes from this machine, as far as can be told, and not through a proxy on it. */
export function isFromThisMachine({ headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>): boolean {
  const name = nameInAuthority(headers.host);
  return (
    isLoopbackAddress(socket.remoteAddress) &&
    name !== undefined &&
    isLoopbackName(name) &&
    FORWARDING.every((header) => headers[header] === undefined)
  );
}

/** Whether the address of a connection is this machine's own. */
export function isLoopbackAddress(address: string | undefined): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address ?? '');
}

import { expect, test } from 'vitest';
import { type CorsConfig, mayConnect } from './cross-origin.ts';
import type { HostsConfig } from './hosts.ts';

type Given = [
  what: string,
  origin: string | undefined,
  cors: CorsConfig,
  mayConnect: boolean,
  hosts?: HostsConfig,
];

test.each<Given>([
  ['a client without an origin', undefined, ['https://app.example'], true],
  ['a page of an allowed origin', 'https://app.example', ['https://app.example'], true],
  ['a page of another origin', 'https://evil.example', ['https://app.example'], false],
  ['a page of another origin with all allowed', 'https://evil.example', 'any', true],
  ['the router’s own page', 'http://router.example:4000', [], true, ['router.example']],
  ['a page whose host may be forged', 'http://router.example:4000', [], false],
  ['a page of this machine', 'http://localhost:3000', 'development', true],
  ['a page that only looks like one', 'http://localhost.evil.example', 'development', false],
  ['Apollo Studio', 'https://studio.apollographql.com', 'development', true],
  ['a page of another site', 'https://evil.example', 'development', false],
  ['a page with an opaque origin', 'null', [], false],
])('%s may open a WebSocket: %s with %j is %s', (_, origin, cors, expected, hosts = 'any') => {
  const headers = { host: 'router.example:4000', ...(origin ? { origin } : {}) };
  expect(mayConnect({ headers }, cors, hosts)).toBe(expected);
});

import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

test.each([
  [0, '9.9.9.9'],
  [1, '3.3.3.3'],
  [2, '2.2.2.2'],
  // Fewer proxies than configured: the request came directly from the client.
  [4, '9.9.9.9'],
])('with %i trusted proxies the client address is %s', (proxies, address) => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' };
  expect(addressOf({ headers, socket: { remoteAddress: '9.9.9.9' } }, proxies)).toBe(address);
});

test.each([
  ['9.9.9.9:4711', '9.9.9.9'],
  ['::ffff:9.9.9.9', '9.9.9.9'],
  ['2001:db8:0:a::1', '2001:db8:0:a::/64'],
  ['2001:db8:0:a:1:2:3:4', '2001:db8:0:a::/64'],
  ['[2001:DB8::a:0:0:0:9]:4711', '2001:db8:0:a::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
  ['a:b', 'a:b'],
])('%s is counted as %s', (address, counted) => {
  const direct = { headers: {}, socket: { remoteAddress: address } };
  expect(addressOf(direct, 0)).toBe(counted);
  const behind = { headers: { 'x-forwarded-for': address }, socket: { remoteAddress: '9.9.9.9' } };
  expect(addressOf(behind, 1)).toBe(counted);
});

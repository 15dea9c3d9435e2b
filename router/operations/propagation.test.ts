import { expect, test } from 'vitest';
import { addressOf } from '../http/address.ts';
import { createPropagation } from './propagation.ts';

const origin = {
  headers: { 'x-tenant': 'acme', cookie: 'secret', forwarded: 'x' },
  authorization: 'Bearer t',
  correlationId: 'c-1',
};

test('only headers with a rule go to the subgraphs, renamed and filled in as it says', () => {
  const propagate = createPropagation({
    all: [
      { name: 'authorization' },
      { name: 'x-correlation-id', as: 'x-request-id' },
      { name: 'x-tenant', as: 'tenant', default: 'none' },
      { name: 'x-region', default: 'eu' },
      { name: 'x-missing' },
    ],
    subgraphs: {},
  });
  expect(propagate(origin)).toEqual({
    forwarded: { authorization: 'Bearer t', 'x-request-id': 'c-1', tenant: 'acme', 'x-region': 'eu' },
    forwardedTo: undefined,
  });
});

test('a subgraph with rules of its own gets by them alone', () => {
  const propagate = createPropagation({
    all: [{ name: 'authorization' }],
    subgraphs: { legacy: [{ name: 'x-tenant' }], open: [] },
  });
  expect(propagate(origin)).toEqual({
    forwarded: { authorization: 'Bearer t' },
    forwardedTo: { legacy: { 'x-tenant': 'acme' }, open: {} },
  });
});

test.each([
  [0, '9.9.9.9'],
  [1, '3.3.3.3'],
  [2, '2.2.2.2'],
  // Fewer proxies than trusted: what is left can only be the client itself.
  [4, '9.9.9.9'],
])('with %i trusted proxies a client has the address %s', (proxies, address) => {
  const headers = { 'x-forwarded-for': '1.1.1.1, 2.2.2.2, 3.3.3.3' };
  expect(addressOf({ headers, socket: { remoteAddress: '9.9.9.9' } }, proxies)).toBe(address);
});

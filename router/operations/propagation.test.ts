import { expect, test } from 'vitest';
import { correlationHeadersOf, createPropagation } from './contexts.ts';

const origin = {
  headers: { 'x-tenant': 'acme', cookie: 'secret', forwarded: 'x' },
  authorization: 'Bearer t',
  correlationId: 'c-1',
};

test("only headers with a rule are forwarded, with the rule's name and default", () => {
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

test('the rules of a subgraph replace those for all', () => {
  const propagate = createPropagation({
    all: [{ name: 'authorization' }],
    subgraphs: { legacy: [{ name: 'x-tenant' }], open: [] },
  });
  expect(propagate(origin)).toEqual({
    forwarded: { authorization: 'Bearer t' },
    forwardedTo: { legacy: { 'x-tenant': 'acme' }, open: {} },
  });
});

test('an invalid trace header is not forwarded: it would affect all requests that share the execution', () => {
  const propagate = createPropagation({
    all: [
      { name: 'traceparent' },
      { name: 'tracestate' },
      { name: 'x-tenant', as: 'traceparent', default: 'none' },
    ],
    subgraphs: {},
  });
  const forwarded = (headers: Readonly<Record<string, string>>) =>
    propagate({ ...origin, headers }).forwarded;
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  expect(forwarded({ 'x-tenant': traceparent, tracestate: 'a=b' })).toEqual({
    traceparent,
    tracestate: 'a=b',
  });
  expect(forwarded({ traceparent: 'x', 'x-tenant': 'y', tracestate: 'x'.repeat(600) })).toEqual({
    traceparent: 'none',
  });
});

test('a token that is no valid header is not forwarded', () => {
  const propagate = createPropagation({ all: [{ name: 'authorization' }], subgraphs: {} });
  for (const authorization of ['Bearer t\n', 'Bearer t\r\nx-evil: 1', 'Bearer \u{1f511}']) {
    expect(propagate({ ...origin, authorization }).forwarded).toEqual({});
  }
});

test('the correlation id has the names that rules give it, unless another header has the same name', () => {
  const correlation = { name: 'x-correlation-id' };
  expect(
    correlationHeadersOf({
      all: [correlation, { ...correlation, as: 'x-request-id' }, { ...correlation, as: 'tenant' }],
      subgraphs: {
        legacy: [{ name: 'x-tenant', as: 'tenant' }],
        stock: [{ ...correlation, as: 'x-stock-id' }],
      },
    }),
  ).toEqual(new Set(['x-correlation-id', 'x-request-id', 'x-stock-id']));
});

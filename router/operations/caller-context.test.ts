import { expect, test } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { callerNamed } from '../subscriptions/testing.ts';
import { accessScope, operationContextOf } from './contexts.ts';

const log = createLogger('caller', 'silent');
const caller = {
  ...callerNamed('alice'),
  correlationId: 'of-connection',
  forwarded: { authorization: 'Bearer a', 'x-request': 'of-connection', traceparent: 't1' },
  forwardedTo: { stock: { 'x-correlation-id': 'of-connection' } },
  correlationHeaders: new Set(['x-correlation-id', 'x-request']),
};

test('a context for an event carries the event’s correlation id in its headers', () => {
  const { correlationId, forwarded, forwardedTo } = operationContextOf(caller, log, {
    correlationId: 'of-event',
  });
  expect(correlationId).toBe('of-event');
  expect(forwarded).toEqual({ authorization: 'Bearer a', 'x-request': 'of-event', traceparent: 't1' });
  expect(forwardedTo).toEqual({ stock: { 'x-correlation-id': 'of-event' } });
});

test('the access scope is what subgraphs receive, without per-request headers', () => {
  const again = {
    ...caller,
    correlationId: 'other',
    forwarded: { authorization: 'Bearer a', 'x-request': 'other', traceparent: 't2' },
    forwardedTo: { stock: { 'x-correlation-id': 'other' } },
  };
  expect(accessScope(again)).toBe(accessScope(caller));
  for (const different of [
    { ...caller, forwarded: { authorization: 'Bearer b' } },
    { ...caller, forwarded: { ...caller.forwarded, 'accept-language': 'de' } },
    { ...caller, forwardedTo: { stock: { tenant: '1' } } },
  ]) {
    expect(accessScope(different)).not.toBe(accessScope(caller));
  }
});

test('a header that happens to equal the correlation id counts for the access scope', () => {
  const tenant = { ...caller, forwarded: { ...caller.forwarded, 'x-tenant': caller.correlationId } };
  expect(accessScope(tenant)).not.toBe(accessScope(caller));
  expect(operationContextOf(tenant, log).forwarded['x-tenant']).toBe(caller.correlationId);
});

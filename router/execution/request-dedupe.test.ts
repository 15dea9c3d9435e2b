import { expect, test } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';
import { createRequestDedupe } from './request-dedupe.ts';
import type { ExecutionResult } from './state.ts';

const contextWith = (forwarded: Record<string, string>, signal?: AbortSignal): OperationContext => ({
  correlationId: '',
  identity: undefined,
  policies: [],
  client: '',
  forwarded,
  forwardedTo: undefined,
  correlationHeaders: new Set(['x-correlation-id']),
  signal,
  log: createLogger('test', 'silent'),
});

function createFixture() {
  const started: { readonly signal: AbortSignal | undefined; end(): void }[] = [];
  const dedupe = createRequestDedupe((_, { signal }) => {
    const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
    started.push({ signal, end: () => resolve({ data: String(started.length), errors: [] }) });
    return promise;
  });
  return { dedupe, started };
}

test('equal queries in flight dedupe one execution, whatever their trace headers', async () => {
  const { dedupe, started } = createFixture();
  const first = dedupe({ a: 1 }, contextWith({ authorization: 'x', traceparent: '1' }));
  const second = dedupe({ a: 1 }, contextWith({ authorization: 'x', traceparent: '2' }));
  expect(started).toHaveLength(1);
  started[0]?.end();
  expect(await first).toBe(await second);
  void dedupe({ a: 1 }, contextWith({ authorization: 'x' }));
  expect(started).toHaveLength(2);
});

test('a header that happens to equal the correlation id is compared', () => {
  const { dedupe, started } = createFixture();
  const id = '0190b6a0-0000-7000-8000-000000000001';
  void dedupe({}, { ...contextWith({ 'x-tenant': id, 'x-correlation-id': id }), correlationId: id });
  void dedupe({}, { ...contextWith({ 'x-correlation-id': id }), correlationId: id });
  expect(started).toHaveLength(2);
});

test('queries with other headers or variables do not', () => {
  const { dedupe, started } = createFixture();
  void dedupe({ a: 1 }, contextWith({ authorization: 'x' }));
  void dedupe({ a: 1 }, contextWith({ authorization: 'y' }));
  void dedupe({ a: 2 }, contextWith({ authorization: 'x' }));
  expect(started).toHaveLength(3);
});

test('the execution is aborted when no client waits for it, and a later query starts its own', () => {
  const { dedupe, started } = createFixture();
  const [one, other] = [new AbortController(), new AbortController()];
  void dedupe({}, contextWith({}, one.signal));
  void dedupe({}, contextWith({}, other.signal));
  one.abort();
  expect(started[0]?.signal?.aborted).toBe(false);
  other.abort();
  expect(started[0]?.signal?.aborted).toBe(true);
  void dedupe({}, contextWith({}));
  expect(started).toHaveLength(2);
});

import { expect, test } from 'vitest';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from './operation.ts';
import { createRequestDedupe } from './request-dedupe.ts';

const contextArgumentsOf = (forwarded: Record<string, string>, signal?: AbortSignal): OperationContext => ({
  correlationId: '',
  identity: undefined,
  policies: [],
  client: '',
  forwarded,
  forwardedTo: undefined,
  signal,
  log: createLogger('test', 'silent'),
});

function sharing() {
  const begun: { readonly signal: AbortSignal | undefined; end(): void }[] = [];
  const share = createRequestDedupe((_, { signal }) => {
    const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
    begun.push({ signal, end: () => resolve({ data: String(begun.length), errors: [] }) });
    return promise;
  });
  return { share, begun };
}

test('equal queries at the same time are one, whatever their trace', async () => {
  const { share, begun } = sharing();
  const first = share({ a: 1 }, contextArgumentsOf({ authorization: 'x', traceparent: '1' }));
  const second = share({ a: 1 }, contextArgumentsOf({ authorization: 'x', traceparent: '2' }));
  expect(begun).toHaveLength(1);
  begun[0]?.end();
  expect(await first).toBe(await second);
  void share({ a: 1 }, contextArgumentsOf({ authorization: 'x' }));
  expect(begun).toHaveLength(2);
});

test('queries of others or with other variables are not', () => {
  const { share, begun } = sharing();
  void share({ a: 1 }, contextArgumentsOf({ authorization: 'x' }));
  void share({ a: 1 }, contextArgumentsOf({ authorization: 'y' }));
  void share({ a: 2 }, contextArgumentsOf({ authorization: 'x' }));
  expect(begun).toHaveLength(3);
});

test('the work is tracking off when the last who waited has gone, and whoever comes then begins anew', () => {
  const { share, begun } = sharing();
  const [one, other] = [new AbortController(), new AbortController()];
  void share({}, contextArgumentsOf({}, one.signal));
  void share({}, contextArgumentsOf({}, other.signal));
  one.abort();
  expect(begun[0]?.signal?.aborted).toBe(false);
  other.abort();
  expect(begun[0]?.signal?.aborted).toBe(true);
  void share({}, contextArgumentsOf({}));
  expect(begun).toHaveLength(2);
});

import { describe, expect, test } from 'vitest';
import type { OperationContext } from '../context.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import { createRequestDedupe, type Execute } from './request-dedupe.ts';
import type { ExecutionResult } from './state.ts';

const contextWith = (forwarded: Record<string, string>, signal?: AbortSignal): OperationContext => ({
  ...OPERATION_CONTEXT,
  forwarded,
  signal,
});

function createFixture() {
  const started: { readonly signal: AbortSignal | undefined; end(): void }[] = [];
  const execute: Execute = (_, { signal }) => {
    const { promise, resolve } = Promise.withResolvers<ExecutionResult>();
    started.push({ signal, end: () => resolve({ data: String(started.length), errors: [] }) });
    return promise;
  };
  const { query, mutation } = createRequestDedupe();
  return { dedupe: query(execute), write: mutation(execute), started };
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

describe('after a write of the caller, no execution from before is shared', () => {
  const alice = (forwarded = {}, signal?: AbortSignal): OperationContext => ({
    ...contextWith(forwarded, signal),
    identity: {
      subject: 'alice',
      scopes: [],
      expiresAt: 1,
      key: { isWithdrawn: false },
    },
    client: 'subject alice',
  });

  /** The number of executions when a caller reads, another one writes, and the third reads again. */
  async function readsAround(first: OperationContext, writer: OperationContext, second: OperationContext) {
    const { dedupe, write, started } = createFixture();
    void dedupe({}, first);
    const written = write({}, writer);
    started[1]?.end();
    await written;
    void dedupe({}, second);
    void dedupe({}, second);
    return started.length - 1;
  }

  test.each<[string, number, OperationContext, OperationContext, OperationContext]>([
    ['a subject', 2, alice(), alice(), alice()],
    ['a subject with another token', 2, alice({ a: '1' }), alice({ a: '2' }), alice({ a: '1' })],
    ['a subject, whoever has begun it', 2, contextWith({}), alice(), alice()],
    ['another subject', 1, contextWith({}), alice(), contextWith({})],
    ['an anonymous caller with the same headers', 2, ...same(contextWith({ a: '1' }))],
    [
      'an anonymous caller with the same address',
      2,
      { ...contextWith({ a: '1' }), client: 'address 1' },
      { ...contextWith({ a: '2' }), client: 'address 1' },
      { ...contextWith({ a: '1' }), client: 'address 1' },
    ],
    [
      'another anonymous caller',
      1,
      { ...contextWith({ a: '1' }), client: 'address 1' },
      { ...contextWith({ a: '2' }), client: 'address 2' },
      { ...contextWith({ a: '1' }), client: 'address 1' },
    ],
  ])('%s: %i executions', async (_who, executions, first, writer, second) => {
    expect(await readsAround(first, writer, second)).toBe(executions);
  });

  test('a write that is answered before it ends, at its time limit', () => {
    const { dedupe, write, started } = createFixture();
    const limit = new AbortController();
    void dedupe({}, alice());
    void write({}, alice({}, limit.signal));
    limit.abort();
    void dedupe({}, alice());
    expect(started).toHaveLength(3);
  });

  test('one from after the write is shared, also after the older one has ended', async () => {
    const { dedupe, write, started } = createFixture();
    const old = dedupe({}, alice());
    const written = write({}, alice());
    started[1]?.end();
    await written;
    void dedupe({}, alice());
    started[0]?.end();
    await old;
    void dedupe({}, alice());
    expect(started).toHaveLength(3);
  });
});

function same<T>(value: T): [T, T, T] {
  return [value, value, value];
}

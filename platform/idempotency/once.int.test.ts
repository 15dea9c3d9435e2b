import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { createPool, createPostgresIdempotencyStore, migrate, type Pool } from '../postgres/index.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { type Attempt, type IdempotencyStore, type Once, once } from './once.ts';

type Outcome = { readonly kind: 'Done'; readonly by: string } | { readonly kind: 'Unavailable' };
type Input = { readonly idempotencyKey?: string | null | undefined; readonly [field: string]: unknown };

let pool: Pool;
let key: string;
let attempts: Attempt[];

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = createPool({ url: database.url, schema: 'once', log: createLogger('test', 'silent') });
  await migrate(pool, 'once', { series: 'none', folder: join(import.meta.dirname) });
  return async () => {
    await pool.end();
    await database[Symbol.asyncDispose]();
  };
});
beforeEach(() => {
  key = newId();
  attempts = [];
});

const done = async ({ commandId }: Attempt): Promise<Outcome> => ({ kind: 'Done', by: commandId });
const unavailable = async (): Promise<Outcome> => ({ kind: 'Unavailable' });

/** Books once. The outcome names the command. Each store stands for a process of its own. */
function book(
  run: Once<Outcome>['run'] = done,
  input: Input = {},
  caller = 'alice',
  store = createPostgresIdempotencyStore(pool),
) {
  return once<Outcome>({
    store,
    caller,
    mutation: 'book',
    input: { idempotencyKey: key, ...input },
    isFinal: ({ kind }) => kind === 'Done',
    run(attempt) {
      attempts.push(attempt);
      return run(attempt);
    },
  });
}

const conflict = { kind: 'IdempotencyConflict' };

describe('given a completed command', () => {
  test('when it is repeated, then the first outcome is returned and nothing runs', async () => {
    const first = await book(done, { a: 1, b: { c: 2, d: undefined } });
    expect(await book(done, { b: { c: 2 }, a: 1 })).toEqual(first);
    expect(attempts).toHaveLength(1);
  });

  test.each<[string, Input]>([
    ['a changed field', { a: 2 }],
    ['one field more', { a: 1, b: 1 }],
    ['one field less', {}],
    ['null for absent', { a: 1, b: null }],
    ['another order of a list', { a: [2, 1] }],
  ])('when its key is used with %s, then that is a conflict', async (_what, input) => {
    await book(done, { a: 1 });
    expect(await book(done, input)).toEqual(conflict);
    expect(attempts).toHaveLength(1);
  });

  test('when the key is used by another caller or for another mutation, then it is another key', async () => {
    const first = await book();
    expect(await book(done, { other: true }, 'bob')).toMatchObject({ kind: 'Done' });
    // No caller can construct another one's key.
    expect(await book(done, { idempotencyKey: `book","${key}` })).not.toEqual(first);
    expect(attempts).toHaveLength(3);
  });
});

test.each([undefined, null])('given no key (%s), then the command runs each time', async (idempotencyKey) => {
  const [first, second] = [await book(done, { idempotencyKey }), await book(done, { idempotencyKey })];
  expect(first).not.toEqual(second);
  expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
});

test('given an outcome that decides nothing, then the key is free, even for another input', async () => {
  expect(await book(unavailable, { a: 1 })).toEqual({ kind: 'Unavailable' });
  expect(await book(done, { a: 2 })).toMatchObject({ kind: 'Done' });
  expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
  expect(attempts[0]?.commandId).not.toBe(attempts[1]?.commandId);
});

test('given an attempt that was cut off, when it is retried, then the retry has the same command id', async () => {
  const crash = book(() => Promise.reject(new Error('crash')));
  await expect(crash).rejects.toThrow('crash');
  await book();
  expect(attempts[1]).toEqual({ commandId: attempts[0]?.commandId, isRetry: true });
  expect(await book(done, { other: true })).toEqual(conflict);
});

describe('given concurrent attempts in one process', () => {
  let store: IdempotencyStore;
  beforeEach(() => {
    store = createPostgresIdempotencyStore(pool);
  });
  const bookHere = (run: Once<Outcome>['run'], input: Input = {}) => book(run, input, 'alice', store);

  /** An attempt that runs until the test resolves it. */
  async function slowly() {
    const gate = Promise.withResolvers<Outcome>();
    const before = attempts.length;
    const outcome = bookHere(() => gate.promise);
    await expect.poll(() => attempts.length).toBe(before + 1);
    return { gate, outcome };
  }

  test('then one runs and all return its outcome', async () => {
    const { gate, outcome } = await slowly();
    const others = [bookHere(done), bookHere(unavailable)];
    gate.resolve({ kind: 'Done', by: 'the first' });
    expect(await Promise.all([outcome, ...others])).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'Done', by: 'the first' })),
    );
    expect(attempts).toHaveLength(1);
  });

  test('then an outcome that decides nothing is returned to all, and the next attempt is a new command', async () => {
    const { gate, outcome } = await slowly();
    const other = bookHere(done);
    gate.resolve({ kind: 'Unavailable' });
    expect(await Promise.all([outcome, other])).toEqual([{ kind: 'Unavailable' }, { kind: 'Unavailable' }]);
    expect(await bookHere(done)).toMatchObject({ kind: 'Done' });
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
  });

  test('then one with another input is a conflict', async () => {
    const { gate, outcome } = await slowly();
    expect(await bookHere(done, { other: true })).toEqual(conflict);
    gate.resolve({ kind: 'Unavailable' });
    await outcome;
    expect(await bookHere(done, { other: true })).toMatchObject({ kind: 'Done' });
  });

  test('then a fault is thrown to all, and is not kept', async () => {
    const { gate, outcome } = await slowly();
    const tries = [outcome, bookHere(done)].map((each) => expect(each).rejects.toThrow('fault'));
    gate.reject(new Error('fault'));
    await Promise.all(tries);
    expect(await bookHere(done)).toMatchObject({ kind: 'Done' });
  });
});

describe('given concurrent attempts in several processes', () => {
  test('then all are one command, and one of them is no retry', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => book()));
    expect(new Set(attempts.map(({ commandId }) => commandId)).size).toBe(1);
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'Done', by: attempts[0]?.commandId })));
    expect(attempts.filter(({ isRetry }) => !isRetry)).toHaveLength(1);
  });

  test('then the first outcome is kept, whatever a slower attempt returns', async () => {
    const gate = Promise.withResolvers<void>();
    const slow = book(async () => {
      await gate.promise;
      return { kind: 'Done', by: 'the slow one' };
    });
    await expect.poll(() => attempts.length).toBe(1);
    const quick = await book();
    gate.resolve();
    await slow;
    expect(await book()).toEqual(quick);
  });
});

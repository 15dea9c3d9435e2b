import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { createPostgresIdempotencyStore } from '../postgres/idempotency.ts';
import { migrate } from '../postgres/migrate.ts';
import { createPool, type Pool } from '../postgres/pool.ts';
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

/** Books once. The outcome has the id of its command. Each store represents a separate process. */
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

describe('a command with an outcome', () => {
  test('returns its outcome when it is sent again, and does not run', async () => {
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
  ])('when its key comes with %s, then that is a conflict', async (_what, input) => {
    await book(done, { a: 1 });
    expect(await book(done, input)).toEqual(conflict);
    expect(attempts).toHaveLength(1);
  });

  test('does not concern the same key of another caller or another mutation', async () => {
    const first = await book();
    expect(await book(done, { other: true }, 'bob')).toMatchObject({ kind: 'Done' });
    // No caller can write another one's key by choosing what lies around it.
    expect(await book(done, { idempotencyKey: `book","${key}` })).not.toEqual(first);
    expect(attempts).toHaveLength(3);
  });
});

test.each([undefined, null])(
  'given no key (%s), then the command is done each time',
  async (idempotencyKey) => {
    const [first, second] = [await book(done, { idempotencyKey }), await book(done, { idempotencyKey })];
    expect(first).not.toEqual(second);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
  },
);

test('after an outcome that is not final the key is free, even for another input', async () => {
  expect(await book(unavailable, { a: 1 })).toEqual({ kind: 'Unavailable' });
  expect(await book(done, { a: 2 })).toMatchObject({ kind: 'Done' });
  expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
  expect(attempts[0]?.commandId).not.toBe(attempts[1]?.commandId);
});

test('an attempt after one that was cut off has the same command id and is marked as a retry', async () => {
  const crash = book(() => Promise.reject(new Error('crash')));
  await expect(crash).rejects.toThrow('crash');
  await book();
  expect(attempts[1]).toEqual({ commandId: attempts[0]?.commandId, isRetry: true });
  expect(await book(done, { other: true })).toEqual(conflict);
});

describe('concurrent attempts in one process', () => {
  let store: IdempotencyStore;
  beforeEach(() => {
    store = createPostgresIdempotencyStore(pool);
  });
  const bookHere = (run: Once<Outcome>['run'], input: Input = {}) => book(run, input, 'alice', store);

  /** Starts an attempt whose outcome the test sets. */
  async function slowly() {
    const gate = Promise.withResolvers<Outcome>();
    const before = attempts.length;
    const outcome = bookHere(() => gate.promise);
    await expect.poll(() => attempts.length).toBe(before + 1);
    return { gate, outcome };
  }

  test('share the outcome of one run', async () => {
    const { gate, outcome } = await slowly();
    const others = [bookHere(done), bookHere(unavailable)];
    gate.resolve({ kind: 'Done', by: 'the first' });
    expect(await Promise.all([outcome, ...others])).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'Done', by: 'the first' })),
    );
    expect(attempts).toHaveLength(1);
  });

  test('share an outcome that is not final, and the next attempt is a new command', async () => {
    const { gate, outcome } = await slowly();
    const other = bookHere(done);
    gate.resolve({ kind: 'Unavailable' });
    expect(await Promise.all([outcome, other])).toEqual([{ kind: 'Unavailable' }, { kind: 'Unavailable' }]);
    expect(await bookHere(done)).toMatchObject({ kind: 'Done' });
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, false]);
  });

  test('conflict when their inputs differ', async () => {
    const { gate, outcome } = await slowly();
    expect(await bookHere(done, { other: true })).toEqual(conflict);
    gate.resolve({ kind: 'Unavailable' });
    await outcome;
    expect(await bookHere(done, { other: true })).toMatchObject({ kind: 'Done' });
  });

  test('share an exception, which is not stored', async () => {
    const { gate, outcome } = await slowly();
    const rejections = [outcome, bookHere(done)].map((each) => expect(each).rejects.toThrow('fault'));
    gate.reject(new Error('fault'));
    await Promise.all(rejections);
    expect(await bookHere(done)).toMatchObject({ kind: 'Done' });
  });
});

describe('concurrent attempts in several processes', () => {
  test('have one command id, and exactly one is not a retry', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => book()));
    expect(new Set(attempts.map(({ commandId }) => commandId)).size).toBe(1);
    expect(outcomes).toEqual(outcomes.map(() => ({ kind: 'Done', by: attempts[0]?.commandId })));
    expect(attempts.filter(({ isRetry }) => !isRetry)).toHaveLength(1);
  });

  test('store the first outcome, whatever the outcome of a slower one', async () => {
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

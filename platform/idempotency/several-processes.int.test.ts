import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { connectMongo } from '../mongo/connection.ts';
import { createMongoIdempotencyStore } from '../mongo/idempotency.ts';
import { createPostgresIdempotencyStore } from '../postgres/idempotency.ts';
import { migrate } from '../postgres/migrate.ts';
import { createPool } from '../postgres/pool.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { type Attempt, type IdempotencyStore, once } from './once.ts';

type Outcome = { readonly kind: 'Done' | 'Unavailable' | 'Abandoned' };
type Step = 'join' | 'leave' | 'remove';

/** Called with the text of each database command, before it is sent. */
type Before = (command: string) => Promise<void>;

type Database = {
  /** Creates a store as another process would. */
  process(before?: Before): IdempotencyStore;
  /** A part of the text of each step's command. */
  readonly marks: Record<Step, string>;
  close(): Promise<void>;
};

const log = createLogger('test', 'silent');
const DONE = { kind: 'Done' } as const;
const UNAVAILABLE = { kind: 'Unavailable' } as const;
const ABANDONED = { kind: 'Abandoned' } as const;
const CONFLICT = { kind: 'IdempotencyConflict' };

async function openPostgres(): Promise<Database> {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'once', log });
  await migrate(pool, 'once', { series: 'none', folder: import.meta.dirname });
  return {
    process: (before) => createPostgresIdempotencyStore(interrupted(pool, before)),
    marks: { join: 'tries + 1', leave: 'tries - 1', remove: 'tries <= 0' },
    async close() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function openMongo(): Promise<Database> {
  const mongo = await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${newId()}`, log });
  const interruptedLink = (before?: Before): typeof mongo => ({
    ...mongo,
    model: (schema) => interrupted(mongo.model(schema), before),
  });
  return {
    process: (before) => createMongoIdempotencyStore(interruptedLink(before)),
    marks: { join: '"$inc":{"tries":1}', leave: '"$inc":{"tries":-1}', remove: '"$lte":0' },
    close: () => mongo.close(),
  };
}

/** Wraps an object, so that each method awaits `before` first. */
function interrupted<Target extends object>(target: Target, before: Before = async () => {}): Target {
  return new Proxy(target, {
    get(_target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) =>
        before(JSON.stringify(args)).then(() => Reflect.apply(value, target, args));
    },
  });
}

describe.each([
  ['PostgreSQL', openPostgres],
  ['MongoDB', openMongo],
])('attempts with one key in several processes, on %s', (_name, open) => {
  let database: Database;
  let key: string;
  let attempts: Attempt[];

  beforeEach(async () => {
    database = await open();
    key = newId();
    attempts = [];
  });
  afterEach(() => database.close());

  /** Makes an attempt in a process of its own. */
  function attempt(
    run: () => Promise<Outcome>,
    { store = database.process(), input = {} }: { store?: IdempotencyStore; input?: object } = {},
  ) {
    return once<Outcome>({
      store,
      caller: 'alice',
      mutation: 'book',
      input: { idempotencyKey: key, ...input },
      isFinal: ({ kind }) => kind === 'Done',
      endsCommand: ({ kind }) => kind === 'Abandoned',
      run(each) {
        attempts.push(each);
        return run();
      },
    });
  }

  const at = (outcome: Outcome, input: object = {}) => attempt(async () => outcome, { input });

  /** Starts an attempt that runs until `end` is called. */
  async function startAttempt() {
    const gate = Promise.withResolvers<Outcome>();
    const before = attempts.length;
    const ended = attempt(() => gate.promise);
    await expect.poll(() => attempts.length).toBe(before + 1);
    return {
      end(outcome: Outcome) {
        gate.resolve(outcome);
        return ended;
      },
    };
  }

  async function cutOff() {
    await expect(attempt(() => Promise.reject(new Error('crash')))).rejects.toThrow('crash');
  }

  /** A store that runs a callback once, right before the given step. */
  function storeInterruptedBy(events: Partial<Record<Step, () => Promise<unknown>>>): IdempotencyStore {
    const pending = new Map(Object.entries(events));
    return database.process(async (command) => {
      const step = (['join', 'leave', 'remove'] as const).find((each) =>
        command.includes(database.marks[each]),
      );
      const event = step && pending.get(step);
      if (!event) return;
      pending.delete(step);
      await event();
    });
  }

  const commands = () => new Set(attempts.map(({ commandId }) => commandId)).size;

  test('when the first outcome is not final while the second attempt is running, the key stores the second', async () => {
    const first = await startAttempt();
    const second = await startAttempt();
    expect(await first.end(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await second.end(DONE)).toEqual(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(attempts).toHaveLength(2);
    expect(commands()).toBe(1);
  });

  test('a third attempt joins the command when the first was not final and the second is running', async () => {
    const first = await startAttempt();
    const second = await startAttempt();
    await first.end(UNAVAILABLE);
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await at(DONE)).toEqual(DONE);
    expect(await second.end(DONE)).toEqual(DONE);
    expect(commands()).toBe(1);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, true]);
  });

  test('when the second outcome is not final, the key stays with the first', async () => {
    const first = await startAttempt();
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    await first.end(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(attempts).toHaveLength(2);
  });

  test('when no outcome is final, the last attempt frees the key, even for another input', async () => {
    const running = [await startAttempt(), await startAttempt(), await startAttempt()];
    for (const each of running) {
      expect(await at(DONE, { other: true })).toEqual(CONFLICT);
      await each.end(UNAVAILABLE);
    }
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false]);
    expect(commands()).toBe(2);
  });

  test('after an attempt was cut off, the key stays with its command until that has an outcome', async () => {
    await cutOff();
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await at(DONE)).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true]);
    expect(commands()).toBe(1);
  });

  test('after an outcome that ends the command, the next attempt is a new command while others are running', async () => {
    await cutOff();
    const slow = await startAttempt();
    expect(await at(ABANDONED)).toEqual(ABANDONED);
    const next = await startAttempt();
    expect(await slow.end(DONE)).toEqual(DONE);
    await next.end(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false, false]);
    expect(commands()).toBe(3);
  });

  test('an outcome that ends the command does not replace a stored outcome', async () => {
    const slow = await startAttempt();
    await at(DONE);
    await slow.end(ABANDONED);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
  });

  test.each([
    ['released', UNAVAILABLE, [false, false]],
    ['revoked', ABANDONED, [false, false]],
  ])(
    'a claim that is %s right before it is joined is replaced by a new one',
    async (_what, outcome, isRetry) => {
      const first = await startAttempt();
      const store = storeInterruptedBy({ join: () => first.end(outcome) });
      expect(await attempt(async () => DONE, { store })).toEqual(DONE);
      expect(attempts.map((each) => each.isRetry)).toEqual(isRetry);
      expect(commands()).toBe(2);
      expect(await at(UNAVAILABLE)).toEqual(DONE);
    },
  );

  test('a claim that is settled right before it is joined returns its outcome', async () => {
    const first = await startAttempt();
    const store = storeInterruptedBy({ join: () => first.end(DONE) });
    expect(await attempt(async () => UNAVAILABLE, { store })).toEqual(DONE);
    expect(attempts).toHaveLength(1);
  });

  /**
   * Makes an attempt that is not final, while the only other one leaves too: no attempt is left between two
   * of its steps.
   */
  async function lastToLeave(beforeRemoval: () => Promise<unknown>) {
    const other = await startAttempt();
    const store = storeInterruptedBy({ leave: () => other.end(UNAVAILABLE), remove: beforeRemoval });
    return attempt(async () => UNAVAILABLE, { store });
  }

  test('a claim that is joined while the last attempt leaves it stays', async () => {
    const joining: ReturnType<typeof startAttempt>[] = [];
    await lastToLeave(() => {
      joining.push(startAttempt());
      return Promise.all(joining);
    });
    const joined = await joining[0];
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await joined?.end(DONE)).toEqual(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(commands()).toBe(1);
  });

  test('an abandoned claim that a crash left behind is removed by the next attempt', async () => {
    const crash = lastToLeave(() => Promise.reject(new Error('crash')));
    await expect(crash).rejects.toThrow('crash');
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(commands()).toBe(1);
    expect(await at(DONE, { other: true })).toEqual(DONE);
  });
});

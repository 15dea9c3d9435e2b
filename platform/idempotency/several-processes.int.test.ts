import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { connectMongo, createMongoIdempotencyStore } from '../mongo/index.ts';
import { createPool, createPostgresIdempotencyStore, migrate } from '../postgres/index.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { type Attempt, type IdempotencyStore, once } from './once.ts';

type Outcome = { readonly kind: 'Done' | 'Unavailable' | 'Abandoned' };
type Step = 'join' | 'leave' | 'remove';

/** Awaited with the text of each database command, before it is executed. */
type Before = (command: string) => Promise<void>;

type Database = {
  /** The store of one more process. */
  process(before?: Before): IdempotencyStore;
  /** A part of the text of each step's database command. */
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
    collection: (name) => interrupted(mongo.collection(name), before),
  });
  return {
    process: (before) => createMongoIdempotencyStore(interruptedLink(before)),
    marks: { join: '"$inc":{"tries":1}', leave: '"$inc":{"tries":-1}', remove: '"$lte":0' },
    close: () => mongo.close(),
  };
}

/** Wraps an object so that each of its methods first waits for `before`. */
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
])('given attempts with one key in several processes, on %s', (_name, open) => {
  let database: Database;
  let key: string;
  let attempts: Attempt[];

  beforeEach(async () => {
    database = await open();
    key = newId();
    attempts = [];
  });
  afterEach(() => database.close());

  /** An attempt at the command in a process of its own. */
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

  /** An attempt that runs until the test ends it. */
  async function atWork() {
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

  /** A store that runs an event once, right before a step of its own. */
  function storeThatMeets(events: Partial<Record<Step, () => Promise<unknown>>>): IdempotencyStore {
    const coming = new Map(Object.entries(events));
    return database.process(async (command) => {
      const step = (['join', 'leave', 'remove'] as const).find((each) =>
        command.includes(database.marks[each]),
      );
      const event = step && coming.get(step);
      if (!event) return;
      coming.delete(step);
      await event();
    });
  }

  const commands = () => new Set(attempts.map(({ commandId }) => commandId)).size;

  test('when the first decides nothing while the second is running, then the key keeps the outcome of the second', async () => {
    const first = await atWork();
    const second = await atWork();
    expect(await first.end(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await second.end(DONE)).toEqual(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(attempts).toHaveLength(2);
    expect(commands()).toBe(1);
  });

  test('when the first decides nothing and a third starts while the second is running, then it is the same command', async () => {
    const first = await atWork();
    const second = await atWork();
    await first.end(UNAVAILABLE);
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await at(DONE)).toEqual(DONE);
    expect(await second.end(DONE)).toEqual(DONE);
    expect(commands()).toBe(1);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, true]);
  });

  test('when the second decides nothing, then the key stays with the first', async () => {
    const first = await atWork();
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    await first.end(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(attempts).toHaveLength(2);
  });

  test('when none decides, then the last one frees the key, even for another input', async () => {
    const tries = [await atWork(), await atWork(), await atWork()];
    for (const each of tries) {
      expect(await at(DONE, { other: true })).toEqual(CONFLICT);
      await each.end(UNAVAILABLE);
    }
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false]);
    expect(commands()).toBe(2);
  });

  test('when one was cut off, then the key stays with its command until an attempt decides', async () => {
    await cutOff();
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await at(DONE)).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true]);
    expect(commands()).toBe(1);
  });

  test('when one ends the command, then the next attempt is a new command, although others are running', async () => {
    await cutOff();
    const slow = await atWork();
    expect(await at(ABANDONED)).toEqual(ABANDONED);
    const next = await atWork();
    expect(await slow.end(DONE)).toEqual(DONE);
    await next.end(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false, false]);
    expect(commands()).toBe(3);
  });

  test('when a key has an outcome, then an attempt that ends the command changes nothing', async () => {
    const slow = await atWork();
    await at(DONE);
    await slow.end(ABANDONED);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
  });

  test.each([
    ['let go of', UNAVAILABLE, [false, false]],
    ['brought to its end', ABANDONED, [false, false]],
  ])(
    'when a claim is %s right before it is joined, then the key is claimed anew',
    async (_what, outcome, isRetry) => {
      const first = await atWork();
      const store = storeThatMeets({ join: () => first.end(outcome) });
      expect(await attempt(async () => DONE, { store })).toEqual(DONE);
      expect(attempts.map((each) => each.isRetry)).toEqual(isRetry);
      expect(commands()).toBe(2);
      expect(await at(UNAVAILABLE)).toEqual(DONE);
    },
  );

  test('when a claim is settled right before an attempt joins it, then its outcome is returned', async () => {
    const first = await atWork();
    const store = storeThatMeets({ join: () => first.end(DONE) });
    expect(await attempt(async () => UNAVAILABLE, { store })).toEqual(DONE);
    expect(attempts).toHaveLength(1);
  });

  /**
   * A try that decides nothing, while the only other one leaves, too: between two of its steps nobody is at
   * work.
   */
  async function lastToLeave(beforeRemoval: () => Promise<unknown>) {
    const other = await atWork();
    const store = storeThatMeets({ leave: () => other.end(UNAVAILABLE), remove: beforeRemoval });
    return attempt(async () => UNAVAILABLE, { store });
  }

  test('when an attempt joins a claim that all others have just left, then the claim stays', async () => {
    const joining: ReturnType<typeof atWork>[] = [];
    await lastToLeave(() => {
      joining.push(atWork());
      return Promise.all(joining);
    });
    const joined = await joining[0];
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await joined?.end(DONE)).toEqual(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(commands()).toBe(1);
  });

  test('when a process ends before it deletes a claim that all have left, then the next attempt deletes it', async () => {
    const crash = lastToLeave(() => Promise.reject(new Error('crash')));
    await expect(crash).rejects.toThrow('crash');
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(commands()).toBe(1);
    expect(await at(DONE, { other: true })).toEqual(DONE);
  });
});

import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { connectMongo, createMongoIdempotencyStore } from '../mongo/index.ts';
import { createPool, createPostgresIdempotencyStore, migrate } from '../postgres/index.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createTestDatabase } from '../testing/index.ts';
import { type Attempt, type IdempotencyStore, once } from './once.ts';

type Outcome = { readonly kind: 'Done' | 'Unavailable' | 'GivenUp' };
type Step = 'join' | 'leave' | 'remove';

/** What stands between a store and its database: `before` is called with the text of each command. */
type Before = (command: string) => Promise<void>;

type Database = {
  /** The store of one more process. */
  process(before?: Before): IdempotencyStore;
  /** What the command of each step has in its text. */
  readonly marks: Record<Step, string>;
  close(): Promise<void>;
};

const log = createLogger('test', 'silent');
const DONE = { kind: 'Done' } as const;
const UNAVAILABLE = { kind: 'Unavailable' } as const;
const GIVEN_UP = { kind: 'GivenUp' } as const;
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

/** The same, except that its methods wait for something before they begin. */
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
])('given tries of one key in several processes, on %s', (_name, open) => {
  let database: Database;
  let key: string;
  let attempts: Attempt[];

  beforeEach(async () => {
    database = await open();
    key = newId();
    attempts = [];
  });
  afterEach(() => database.close());

  /** A try of the command in a process of its own. */
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
      isEnd: ({ kind }) => kind === 'GivenUp',
      run(each) {
        attempts.push(each);
        return run();
      },
    });
  }

  const at = (outcome: Outcome, input: object = {}) => attempt(async () => outcome, { input });

  /** A try that is at work until it is told how it ends. */
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

  /** A store that lets something else happen once, right before steps of its own. */
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

  test('when the first decides nothing while the second is at work, then the second is what the key remembers', async () => {
    const first = await atWork();
    const second = await atWork();
    expect(await first.end(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await second.end(DONE)).toEqual(DONE);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
    expect(attempts).toHaveLength(2);
    expect(commands()).toBe(1);
  });

  test('when the first decides nothing and a third comes while the second is at work, then it is the same command', async () => {
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

  test('when none decides anything, then the last one frees the key, even for another input', async () => {
    const tries = [await atWork(), await atWork(), await atWork()];
    for (const each of tries) {
      expect(await at(DONE, { other: true })).toEqual(CONFLICT);
      await each.end(UNAVAILABLE);
    }
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false]);
    expect(commands()).toBe(2);
  });

  test('when one was cut off, then the key stays with its command until that is decided', async () => {
    await cutOff();
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(CONFLICT);
    expect(await at(DONE)).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true]);
    expect(commands()).toBe(1);
  });

  test('when one brings the command to its end, then the next try is a new one, whoever is still at work', async () => {
    await cutOff();
    const slow = await atWork();
    expect(await at(GIVEN_UP)).toEqual(GIVEN_UP);
    const next = await atWork();
    expect(await slow.end(DONE)).toEqual(DONE);
    await next.end(UNAVAILABLE);
    expect(await at(DONE, { other: true })).toEqual(DONE);
    expect(attempts.map(({ isRetry }) => isRetry)).toEqual([false, true, true, false, false]);
    expect(commands()).toBe(3);
  });

  test('when a key has an outcome, then a try that brought the command to its end changes nothing', async () => {
    const slow = await atWork();
    await at(DONE);
    await slow.end(GIVEN_UP);
    expect(await at(UNAVAILABLE)).toEqual(DONE);
  });

  test.each([
    ['let go of', UNAVAILABLE, [false, false]],
    ['brought to its end', GIVEN_UP, [false, false]],
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

  test('when a claim is settled right before it is joined, then its outcome is given', async () => {
    const first = await atWork();
    const store = storeThatMeets({ join: () => first.end(DONE) });
    expect(await attempt(async () => UNAVAILABLE, { store })).toEqual(DONE);
    expect(attempts).toHaveLength(1);
  });

  /** A try that decides nothing, while the only other one leaves, too: between two of its steps nobody is at work. */
  async function lastToLeave(beforeRemoval: () => Promise<unknown>) {
    const other = await atWork();
    const store = storeThatMeets({ leave: () => other.end(UNAVAILABLE), remove: beforeRemoval });
    return attempt(async () => UNAVAILABLE, { store });
  }

  test('when a claim is joined at the moment that all others have left it, then it stays', async () => {
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

  test('when a process ends before it removes what all have left, then the next try does', async () => {
    const crash = lastToLeave(() => Promise.reject(new Error('crash')));
    await expect(crash).rejects.toThrow('crash');
    expect(await at(UNAVAILABLE)).toEqual(UNAVAILABLE);
    expect(commands()).toBe(1);
    expect(await at(DONE, { other: true })).toEqual(DONE);
  });
});

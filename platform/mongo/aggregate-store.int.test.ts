import { describe, expect, test, vi } from 'vitest';
import { newId } from '../identifiers.ts';
import { disposable } from '../testing/index.ts';
import { connectMongo, createOutageCheck } from './connection.ts';
import { publishWaiting, readHistory } from './outbox.ts';
import type { AggregateDocument } from './schemas.ts';
import {
  appendOf,
  breakingAt,
  type Counter,
  count,
  counted,
  counterSchema,
  createStore,
  first,
  log,
  NOON,
  one,
  opened,
  openForEachTest,
  silently,
} from './testing.ts';

openForEachTest();
const models = () => opened().models;

describe('the store of aggregates in MongoDB', () => {
  test('loads an unknown aggregate in its initial state at version 0', async () => {
    expect(await createStore().load(newId())).toEqual({ state: { total: 0 }, version: 0 });
  });

  test('loads what was appended, and its events wait to be published', async () => {
    const id = newId();
    const onStored = vi.fn();
    const append = appendOf(id, { expectedVersion: 0, before: 0, by: [one, one] });
    expect(await createStore(onStored).append(append)).toBe('appended');
    expect(await createStore().load(id)).toEqual({ state: { total: 2 }, version: 1 });
    expect(onStored).toHaveBeenCalledTimes(1);
    expect(await readHistory(models(), [id])).toMatchObject([
      {
        aggregateId: id,
        version: 1,
        type: counted.type,
        data: { total: 1 },
        cause: append.cause,
        time: NOON,
      },
      { aggregateId: id, version: 2, data: { total: 2 } },
    ]);
  });

  test('of two appends on the same version, one is a conflict', async () => {
    const id = newId();
    expect(await Promise.all([count(id, first), count(id, first)])).toEqual(
      expect.arrayContaining(['appended', 'conflict']),
    );
    const { version } = await createStore().load(id);
    const second = { expectedVersion: version, before: 1, by: [one] };
    const racers = await Promise.all(Array.from({ length: 8 }, () => count(id, second)));
    expect(racers.filter((each) => each === 'appended')).toHaveLength(1);
    expect(racers.filter((each) => each === 'conflict')).toHaveLength(7);
  });

  test('appends of the same moment are sent in one command, and each returns its own result', async () => {
    const store = createStore();
    const [late, next, fresh] = [newId(), newId(), newId()];
    for (const id of [late, next]) {
      await count(id, first);
      await store.load(id);
    }
    await count(late, { expectedVersion: 1, before: 1, by: [one] });
    const commands = vi.spyOn(models().aggregates.collection, 'bulkWrite');
    const written = await Promise.all([
      store.append(appendOf(late, { expectedVersion: 1, before: 1, by: [one] })),
      store.append(appendOf(next, { expectedVersion: 1, before: 1, by: [one, one] })),
      store.append(appendOf(fresh, first)),
    ]);
    expect(written).toEqual(['conflict', 'appended', 'appended']);
    expect(commands).toHaveBeenCalledTimes(1);
    const states = await Promise.all([late, next, fresh].map((id) => createStore().load(id)));
    expect(states.map(({ state }) => state.total)).toEqual([2, 3, 1]);
    expect((await readHistory(models(), [next])).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('a new aggregate is stored without a read; that it exists, the store learns from the write', async () => {
    const id = newId();
    const reads = vi.spyOn(models().envelopes, 'find');
    expect(await createStore().append(appendOf(id, first))).toBe('appended');
    expect(await createStore().append(appendOf(id, first))).toBe('conflict');
    expect(reads).not.toHaveBeenCalled();
  });

  test('a document that is too large fails alone, and the other writes of its batch are stored', async () => {
    const store = createStore();
    const ids = Array.from({ length: 4 }, () => newId());
    const [full] = ids;
    const tooLarge = Object.assign({ total: 1 }, { a: 'x'.repeat(16 * 1024 * 1024) });
    const written = await Promise.allSettled(
      ids.map((id) =>
        store.append(
          id === full
            ? { ...appendOf(id, first), transitions: [{ event: one, after: tooLarge }] }
            : appendOf(id, first),
        ),
      ),
    );
    expect(written.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    const stored = await Promise.all(ids.map((id) => createStore().load(id)));
    expect(stored.map(({ version }) => version)).toEqual([0, 1, 1, 1]);
  });

  test('a document that has become too large fails alone, too', async () => {
    const store = createStore();
    const [full, fine] = [newId(), newId()];
    const large = Object.assign({ total: 1 }, { a: 'x'.repeat(15 * 1024 * 1024) });
    const append = { ...appendOf(full, first), transitions: [{ event: one, after: large }] };
    expect(await store.append(append)).toBe('appended');
    const grown = {
      ...append,
      expectedVersion: 1,
      transitions: [{ event: one, after: { ...large, b: 'x'.repeat(2 * 1024 * 1024) } }],
    };
    const written = await Promise.allSettled([store.append(grown), store.append(appendOf(fine, first))]);
    expect(written).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'appended' }]);
    expect((await createStore().load(fine)).version).toBe(1);
  });

  test('a write that the server refuses does not fail the other writes of its batch', async () => {
    const store = createStore();
    const [refused, fine] = [newId(), newId()];
    // No document may have a list in both fields of an index.
    await models().aggregates.collection.createIndex({ 'state.a': 1, 'state.b': 1 });
    const written = await Promise.allSettled([
      store.append({
        ...appendOf(refused, first),
        transitions: [{ event: one, after: Object.assign({ total: 1 }, { a: [1, 2], b: [1, 2] }) }],
      }),
      store.append(appendOf(fine, first)),
    ]);
    expect(written).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'appended' }]);
  });

  test('a document that is not as declared is refused, and the other writes of its batch are stored', async () => {
    const store = createStore();
    const [refused, fine] = [newId(), newId()];
    const commands = vi.spyOn(models().aggregates.collection, 'bulkWrite');
    const written = await Promise.allSettled([
      store.append(appendOf(refused, { ...first, by: [{ by: 1_001, isPublic: true }] })),
      store.append(appendOf(fine, first)),
    ]);
    expect(written).toMatchObject([
      { status: 'rejected', reason: { name: 'ValidationError' } },
      { status: 'fulfilled', value: 'appended' },
    ]);
    expect(written).toMatchObject([
      { reason: { message: expect.stringContaining('`state.total` (1001)') } },
      {},
    ]);
    expect(commands).toHaveBeenCalledTimes(1);
    expect(await models().aggregates.exists({ _id: refused })).toBeNull();
    expect(await createStore().load(fine)).toEqual({ state: { total: 1 }, version: 1 });
    expect(store.recall?.(refused)).toBeUndefined();
  });

  test('a store recalls what it has stored, until its copy of the outbox is long', async () => {
    const store = createStore();
    const id = newId();
    expect(store.recall?.(id)).toBeUndefined();
    await store.append(appendOf(id, first));
    expect(store.recall?.(id)).toEqual({ state: { total: 1 }, version: 1 });
    const event = newId();
    const many = Array.from({ length: 50 }, () => one);
    await store.append(appendOf(id, { expectedVersion: 1, before: 1, by: many }, event));
    expect(store.recall?.(id)).toBeUndefined();
    await publishWaiting([models()], async () => {});
    expect(await store.load(id)).toEqual({ state: { total: 51 }, version: 2 });
    expect(store.recall?.(id)).toEqual({ state: { total: 51 }, version: 2 });
    const again = appendOf(id, { expectedVersion: 2, before: 51, by: [one] }, event);
    expect(await store.append(again)).toBe('handled-before');
  });

  test('a write on a broken connection counts as an outage, even when the server responds again', async () => {
    await using way = await breakingAt('update');
    await using cut = disposable(await connectMongo({ url: way.url, dbName: 'unused', log }));
    const apart = { ...models(), aggregates: cut.model<AggregateDocument<Counter>>(counterSchema) };
    const [outcome] = await Promise.allSettled([
      createStore(undefined, apart).append(appendOf(newId(), first)),
    ]);
    const isOutage = createOutageCheck({ ping: async () => {} });
    expect(outcome.status === 'rejected' && (await isOutage(outcome.reason))).toBe(true);
  });

  test('a store sees the changes that another store has made since its last read', async () => {
    const [mine, others] = [createStore(), createStore()];
    const id = newId();
    expect(await mine.append(appendOf(id, first))).toBe('appended');
    expect(await others.load(id)).toEqual({ state: { total: 1 }, version: 1 });
    expect(await others.append(appendOf(id, { expectedVersion: 1, before: 1, by: [one] }))).toBe('appended');
    expect(await mine.append(appendOf(id, { expectedVersion: 1, before: 1, by: [one] }))).toBe('conflict');
    expect(await mine.load(id)).toEqual({ state: { total: 2 }, version: 2 });
    expect(await mine.append(appendOf(id, { expectedVersion: 2, before: 2, by: [one] }))).toBe('appended');
    expect((await readHistory(models(), [id])).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('a private event takes no published version, but a concurrent append on the same revision is a conflict', async () => {
    const id = newId();
    await count(id, first);
    expect(await count(id, { expectedVersion: 1, before: 1, by: [silently] })).toBe('appended');
    expect(await count(id, { expectedVersion: 1, before: 1, by: [one] })).toBe('conflict');
    expect(await count(id, { expectedVersion: 2, before: 2, by: [one] })).toBe('appended');
    expect((await readHistory(models(), [id])).map(({ version }) => version)).toEqual([1, 2]);
    expect(await createStore().load(id)).toEqual({ state: { total: 3 }, version: 3 });
  });

  test('a handled event is recognised before and after its effect is published', async () => {
    const id = newId();
    const event = newId();
    const again = { expectedVersion: 1, before: 1, by: [one] };
    expect(await count(id, first, event)).toBe('appended');
    expect(await count(id, again, event)).toBe('handled-before');
    await publishWaiting([models()], async () => {});
    expect(await count(id, again, event)).toBe('handled-before');
    expect(await count(newId(), first, event)).toBe('appended');
    expect(await count(id, again, newId())).toBe('appended');
  });
});

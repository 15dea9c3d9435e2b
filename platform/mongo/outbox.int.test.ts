import { Schema } from 'mongoose';
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../identifiers.ts';
import type { CloudEvent } from '../messaging/event.ts';
import { disposable } from '../testing/index.ts';
import { connectMongo } from './connection.ts';
import { publishWaiting, readHistory, readOutbox } from './outbox.ts';
import {
  aggregateSchema,
  EMBEDDED,
  HAS_WAITING,
  type HistoryDocument,
  historySchema,
  openAggregates,
  WAITING_INDEX,
} from './schemas.ts';
import {
  appendOf,
  breakingAt,
  type Counter,
  count,
  createStore,
  first,
  log,
  NOON,
  one,
  opened,
  openForEachTest,
} from './testing.ts';
import { createWaitingKinds } from './waiting-kinds.ts';

openForEachTest();
const models = () => opened().models;

describe('the outbox', () => {
  test('publishes waiting events once, in the order of each aggregate, and keeps them in the history', async () => {
    const [a, b] = [newId(), newId()];
    await count(a, { ...first, by: [one, one] });
    await count(b, first);
    await count(a, { expectedVersion: 1, before: 2, by: [one] });
    const sent: CloudEvent[] = [];
    const publish = async (events: readonly CloudEvent[]) => void sent.push(...events);
    expect(await publishWaiting([models()], publish)).toBe(4);
    expect(await publishWaiting([models()], publish)).toBe(0);
    const versions = (id: string) => sent.filter((event) => event.aggregateId === id).map((e) => e.version);
    expect(versions(a)).toEqual([1, 2, 3]);
    expect(versions(b)).toEqual([1]);
    const history = await readHistory(models(), [a, b]);
    expect(history).toHaveLength(4);
    expect(history).toEqual(expect.arrayContaining(sent));
  });

  test('tells how many events wait and when the oldest one happened', async () => {
    expect(await readOutbox([models()])).toEqual({ events: 0, oldest: null });
    await count(newId(), { ...first, by: [one, one] });
    await count(newId(), first);
    expect(await readOutbox([models()])).toEqual({ events: 3, oldest: NOON });
    await publishWaiting([models()], async () => {});
    expect(await readOutbox([models()])).toEqual({ events: 0, oldest: null });
  });

  test('keeps an event that could not be published, and sends it again under the same id', async () => {
    const id = newId();
    await count(id, first);
    const refused = publishWaiting([models()], () => Promise.reject(new Error('NATS is unavailable')));
    await expect(refused).rejects.toThrow('NATS is unavailable');
    const [event] = await readHistory(models(), [id]);
    const publish = vi.fn(async () => {});
    expect(await publishWaiting([models()], publish)).toBe(1);
    expect(publish).toHaveBeenCalledWith([event]);
  });

  test('two relays at once store each event in the history once, and leave none in the outbox', async () => {
    const ids = Array.from({ length: 30 }, () => newId());
    for (const id of ids) await count(id, { ...first, by: [one, one] });
    // Both relays read before one of them continues.
    const bothHaveRead = Promise.withResolvers<void>();
    let readers = 0;
    const sent: CloudEvent[] = [];
    const publish = async (events: readonly CloudEvent[]) => {
      readers += 1;
      if (readers === 2) bothHaveRead.resolve();
      await bothHaveRead.promise;
      sent.push(...events);
    };
    await Promise.all([publishWaiting([models()], publish), publishWaiting([models()], publish)]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(60);
    expect(await models().history.countDocuments()).toBe(60);
    expect(await models().aggregates.countDocuments({ 'outbox.id': { $gt: '' } })).toBe(0);
    expect(await readHistory(models(), ids)).toHaveLength(60);
  });

  test('an event that is appended during publishing is published in the next round', async () => {
    const id = newId();
    await count(id, first);
    await publishWaiting([models()], async () => {
      await count(id, { expectedVersion: 1, before: 1, by: [one] });
    });
    const publish = vi.fn(async (_events: readonly CloudEvent[]) => {});
    expect(await publishWaiting([models()], publish)).toBe(1);
    expect(publish.mock.calls[0]?.[0]).toMatchObject([{ version: 2 }]);
  });

  test('an event stays in the outbox when the connection breaks while it is copied into the history', async () => {
    const id = newId();
    await count(id, first);
    await using way = await breakingAt('insert');
    await using cut = disposable(await connectMongo({ url: way.url, dbName: 'unused', log }));
    const apart = { ...models(), history: cut.model<HistoryDocument>(historySchema) };
    await expect(publishWaiting([apart], async () => {})).rejects.toThrow();
    expect(await readHistory(models(), [id])).toHaveLength(1);
  });

  test('a round publishes the oldest, and reads no more than that, however much waits', async () => {
    const ids = Array.from({ length: 150 }, () => newId());
    for (const id of ids) await count(id, first);
    const plan = await opened()
      .mongo.collection('counters')
      .find(HAS_WAITING)
      .hint(WAITING_INDEX)
      .limit(100)
      .explain('executionStats');
    expect(plan).toMatchObject({ executionStats: { totalDocsExamined: 100 } });
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('"SORT"');
    const sent: CloudEvent[] = [];
    const publish = async (events: readonly CloudEvent[]) => void sent.push(...events);
    expect(await publishWaiting([models()], publish)).toBe(100);
    expect(sent.map(({ aggregateId }) => aggregateId)).toEqual(ids.slice(0, 100));
  });

  test('an event of another kind is not published before its cause, also when both are stored meanwhile', async () => {
    const schema = aggregateSchema(
      'causes',
      new Schema({ total: { type: Number, required: true } }, EMBEDDED),
    );
    const causes = await openAggregates<Counter>(opened().mongo, schema);
    const pairs = Array.from({ length: 200 }, () => ({ cause: newId(), effect: newId() }));
    let isWriting = true;
    const writing = (async () => {
      for (const { cause, effect } of pairs) {
        await createStore(undefined, causes).append(appendOf(cause, first));
        await count(effect, first);
      }
      isWriting = false;
    })();
    const order: string[] = [];
    const publish = async (events: readonly CloudEvent[]) =>
      void order.push(...events.map(({ aggregateId }) => aggregateId));
    while ((await publishWaiting([causes, models()], publish)) > 0 || isWriting);
    await writing;
    expect(order).toHaveLength(400);
    expect(pairs.filter(({ cause, effect }) => order.indexOf(cause) > order.indexOf(effect))).toEqual([]);
  });

  test('a round asks only for kinds of which something was stored, and a first one for all', async () => {
    const kinds = createWaitingKinds([models()], () => 0);
    const store = createStore(kinds.note);
    const publish = vi.fn(async () => {});
    // As a crash has left it.
    await count(newId(), first);
    expect(await kinds.publish(publish)).toBe(1);
    const reads = vi.spyOn(models().envelopes, 'find');
    expect(await kinds.publish(publish)).toBe(0);
    expect(reads).not.toHaveBeenCalled();
    await store.append(appendOf(newId(), first));
    const refused = kinds.publish(() => Promise.reject(new Error('NATS is unavailable')));
    await expect(refused).rejects.toThrow('NATS is unavailable');
    expect(await kinds.publish(publish)).toBe(1);
    expect(reads).toHaveBeenCalledTimes(2);
  });

  test('what another process has left is found by one of the next rounds', async () => {
    let now = 0;
    const kinds = createWaitingKinds([models()], () => now);
    expect(await kinds.publish(async () => {})).toBe(0);
    await count(newId(), first);
    expect(await kinds.publish(async () => {})).toBe(0);
    now = 1_000;
    expect(await kinds.publish(async () => {})).toBe(1);
  });

  test('a sweep reads only documents with waiting events', async () => {
    for (let index = 0; index < 20; index += 1) await count(newId(), first);
    await publishWaiting([models()], async () => {});
    await count(newId(), first);
    const plan = await models()
      .aggregates.find({ 'outbox.id': { $gt: '' } })
      .explain('executionStats');
    expect(plan).toMatchObject({ executionStats: { totalDocsExamined: 1, totalKeysExamined: 1 } });
  });
});

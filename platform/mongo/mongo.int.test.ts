import { connect, createServer } from 'node:net';
import { beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { z } from 'zod';
import { startServers } from '../../embedded/testing.ts';
import type { Cause } from '../decisions/cause.ts';
import { transitionsOf } from '../decisions/decider.ts';
import { newId } from '../identifiers.ts';
import { type CloudEvent, defineEvent, message } from '../messaging/event.ts';
import { createLogger } from '../telemetry/logger.ts';
import { disposable, eventually } from '../testing/index.ts';
import {
  type AggregateCollections,
  type AggregateDocument,
  connectMongo,
  createMongoAggregateStore,
  createMongoIdempotencyStore,
  createOutageCheck,
  deleteExpiredKeys,
  type HistoryDocument,
  type MongoLink,
  openAggregates,
  publishWaiting,
  readHistory,
} from './index.ts';

const counted = defineEvent('counter', 'counted', z.object({ total: z.int() }));
const log = createLogger('test', 'silent');
const NOON = '2030-05-01T12:00:00.000Z';

type Counter = { readonly total: number };
type Counted = { readonly by: number; readonly told: boolean };

let mongo: MongoLink;
let collections: AggregateCollections;

/** A database of its own for each test. */
beforeEach(async () => {
  mongo = await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${newId()}`, log });
  collections = await openAggregates(mongo, 'counters');
  return () => mongo.close();
});

function causeOf(causationId = newId()): Cause {
  return { correlationId: 'story', causationId };
}

function createStore(onStored: () => void = () => {}, from = collections) {
  const initial: Counter = { total: 0 };
  return createMongoAggregateStore<Counter, Counted, Counter>({
    collections: from,
    initial,
    toStored: (state) => state,
    toState: ({ total }) => ({ total }),
    toMessage: ({ told }, { total }) => (told ? message(counted, NOON, { total }) : undefined),
    onStored,
  });
}

function evolve({ total }: Counter, { by }: Counted): Counter {
  return { total: total + by };
}

type Count = { readonly expectedVersion: number; readonly before: number; readonly by: readonly Counted[] };

/** What the command handler appends to a counter. */
function appendOf(id: string, { expectedVersion, before, by }: Count, handles?: string) {
  return {
    id,
    expectedVersion,
    transitions: transitionsOf(evolve, { total: before }, by),
    cause: causeOf(handles),
    handles,
  };
}

/** Appends to a counter with a store that has not seen it before. */
function count(id: string, change: Count, handles?: string) {
  return createStore().append(appendOf(id, change, handles));
}

const one: Counted = { by: 1, told: true };
const silently: Counted = { by: 1, told: false };
const first: Count = { expectedVersion: 0, before: 0, by: [one] };

describe('an aggregate in MongoDB', () => {
  test('given nothing, it loads as its initial state at version 0', async () => {
    expect(await createStore().load(newId())).toEqual({ state: { total: 0 }, version: 0 });
  });

  test('what was appended is loaded, and its events wait to be published', async () => {
    const id = newId();
    const onStored = vi.fn();
    const append = appendOf(id, { expectedVersion: 0, before: 0, by: [one, one] });
    expect(await createStore(onStored).append(append)).toBe('appended');
    expect(await createStore().load(id)).toEqual({ state: { total: 2 }, version: 1 });
    expect(onStored).toHaveBeenCalledTimes(1);
    expect(await readHistory(collections, [id])).toMatchObject([
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

  test('of two who decide on the same version, one is refused', async () => {
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

  test('what is stored at one moment is stored by one command, and each write learns of its own fate', async () => {
    const store = createStore();
    const [late, next, fresh] = [newId(), newId(), newId()];
    for (const id of [late, next]) await count(id, first);
    await count(late, { expectedVersion: 1, before: 1, by: [one] });
    const commands = vi.spyOn(collections.aggregates, 'bulkWrite');
    const written = await Promise.all([
      store.append(appendOf(late, { expectedVersion: 1, before: 1, by: [one] })),
      store.append(appendOf(next, { expectedVersion: 1, before: 1, by: [one, one] })),
      store.append(appendOf(fresh, first)),
    ]);
    expect(written).toEqual(['conflict', 'appended', 'appended']);
    expect(commands).toHaveBeenCalledTimes(1);
    const states = await Promise.all([late, next, fresh].map((id) => createStore().load(id)));
    expect(states.map(({ state }) => state.total)).toEqual([2, 3, 1]);
    expect((await readHistory(collections, [next])).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('a write that the server refuses fails alone', async () => {
    const store = createStore();
    const [refused, fine] = [newId(), newId()];
    // No document may have a list in both fields of an index.
    await collections.aggregates.createIndex({ 'state.a': 1, 'state.b': 1 });
    const written = await Promise.allSettled([
      store.append({
        ...appendOf(refused, first),
        transitions: [{ event: one, after: Object.assign({ total: 1 }, { a: [1, 2], b: [1, 2] }) }],
      }),
      store.append(appendOf(fine, first)),
    ]);
    expect(written).toMatchObject([{ status: 'rejected' }, { status: 'fulfilled', value: 'appended' }]);
  });

  test('a store recalls what it has stored, until much may have been published since', async () => {
    const store = createStore();
    const id = newId();
    expect(store.recall?.(id)).toBeUndefined();
    await store.append(appendOf(id, first));
    expect(store.recall?.(id)).toEqual({ state: { total: 1 }, version: 1 });
    const event = newId();
    const many = Array.from({ length: 50 }, () => one);
    await store.append(appendOf(id, { expectedVersion: 1, before: 1, by: many }, event));
    expect(store.recall?.(id)).toBeUndefined();
    await publishWaiting([collections], async () => {});
    expect(await store.load(id)).toEqual({ state: { total: 51 }, version: 2 });
    expect(store.recall?.(id)).toEqual({ state: { total: 51 }, version: 2 });
    const again = appendOf(id, { expectedVersion: 2, before: 51, by: [one] }, event);
    expect(await store.append(again)).toBe('handled-before');
  });

  test('a write whose connection breaks fails as in an outage, also when the server is there', async () => {
    await using way = await breakingAt('update');
    await using cut = disposable(await connectMongo({ url: way.url, dbName: 'unused', log }));
    const apart = { ...collections, aggregates: cut.collection<AggregateDocument>('counters') };
    const [outcome] = await Promise.allSettled([
      createStore(undefined, apart).append(appendOf(newId(), first)),
    ]);
    const isOutage = createOutageCheck({ ping: async () => {} });
    expect(outcome.status === 'rejected' && (await isOutage(outcome.reason))).toBe(true);
  });

  test('a store sees what another one has changed since it looked', async () => {
    const [mine, others] = [createStore(), createStore()];
    const id = newId();
    expect(await mine.append(appendOf(id, first))).toBe('appended');
    expect(await others.load(id)).toEqual({ state: { total: 1 }, version: 1 });
    expect(await others.append(appendOf(id, { expectedVersion: 1, before: 1, by: [one] }))).toBe('appended');
    expect(await mine.append(appendOf(id, { expectedVersion: 1, before: 1, by: [one] }))).toBe('conflict');
    expect(await mine.load(id)).toEqual({ state: { total: 2 }, version: 2 });
    expect(await mine.append(appendOf(id, { expectedVersion: 2, before: 2, by: [one] }))).toBe('appended');
    expect((await readHistory(collections, [id])).map(({ version }) => version)).toEqual([1, 2, 3]);
  });

  test('an event that is not published takes no version, and is still not lost to a race', async () => {
    const id = newId();
    await count(id, first);
    expect(await count(id, { expectedVersion: 1, before: 1, by: [silently] })).toBe('appended');
    expect(await count(id, { expectedVersion: 1, before: 1, by: [one] })).toBe('conflict');
    expect(await count(id, { expectedVersion: 2, before: 2, by: [one] })).toBe('appended');
    expect((await readHistory(collections, [id])).map(({ version }) => version)).toEqual([1, 2]);
    expect(await createStore().load(id)).toEqual({ state: { total: 3 }, version: 3 });
  });

  test('an event that was handled is known before and after its effect was published', async () => {
    const id = newId();
    const event = newId();
    const again = { expectedVersion: 1, before: 1, by: [one] };
    expect(await count(id, first, event)).toBe('appended');
    expect(await count(id, again, event)).toBe('handled-before');
    await publishWaiting([collections], async () => {});
    expect(await count(id, again, event)).toBe('handled-before');
    expect(await count(newId(), first, event)).toBe('appended');
    expect(await count(id, again, newId())).toBe('appended');
  });
});

/** A way to the server that breaks as soon as something is sent that has the word in it. */
async function breakingAt(word: string) {
  const { hostname: host, port, search } = new URL(inject('mongodbUrl'));
  const server = createServer((near) => {
    const far = connect({ host, port: Number(port) });
    far.on('error', () => near.destroy());
    near.on('error', () => far.destroy());
    near.on('close', () => far.destroy());
    far.pipe(near);
    near.on('data', (data) => void (data.includes(word) ? near.destroy() : far.write(data)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('It has a port');
  return {
    url: `mongodb://127.0.0.1:${address.port}/${search}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

describe('the outbox', () => {
  test('publishes what waits in the order of each aggregate, once, and keeps it', async () => {
    const [a, b] = [newId(), newId()];
    await count(a, { ...first, by: [one, one] });
    await count(b, first);
    await count(a, { expectedVersion: 1, before: 2, by: [one] });
    const sent: CloudEvent[] = [];
    const publish = async (events: readonly CloudEvent[]) => void sent.push(...events);
    expect(await publishWaiting([collections], publish)).toBe(4);
    expect(await publishWaiting([collections], publish)).toBe(0);
    const versions = (id: string) => sent.filter((event) => event.aggregateId === id).map((e) => e.version);
    expect(versions(a)).toEqual([1, 2, 3]);
    expect(versions(b)).toEqual([1]);
    const history = await readHistory(collections, [a, b]);
    expect(history).toHaveLength(4);
    expect(history).toEqual(expect.arrayContaining(sent));
  });

  test('keeps what could not be published, and sends it again under the same id', async () => {
    const id = newId();
    await count(id, first);
    const refused = publishWaiting([collections], () => Promise.reject(new Error('NATS is away')));
    await expect(refused).rejects.toThrow('NATS is away');
    const [event] = await readHistory(collections, [id]);
    const publish = vi.fn(async () => {});
    expect(await publishWaiting([collections], publish)).toBe(1);
    expect(publish).toHaveBeenCalledWith([event]);
  });

  test('two relays at once leave each event in the history once, and none behind', async () => {
    const ids = Array.from({ length: 30 }, () => newId());
    for (const id of ids) await count(id, { ...first, by: [one, one] });
    // Both have read before either goes on.
    const bothHaveRead = Promise.withResolvers<void>();
    let readers = 0;
    const sent: CloudEvent[] = [];
    const publish = async (events: readonly CloudEvent[]) => {
      readers += 1;
      if (readers === 2) bothHaveRead.resolve();
      await bothHaveRead.promise;
      sent.push(...events);
    };
    await Promise.all([publishWaiting([collections], publish), publishWaiting([collections], publish)]);
    expect(new Set(sent.map(({ id }) => id)).size).toBe(60);
    expect(await collections.history.countDocuments()).toBe(60);
    expect(await collections.aggregates.countDocuments({ 'outbox.0': { $exists: true } })).toBe(0);
    expect(await readHistory(collections, ids)).toHaveLength(60);
  });

  test('an event appended while others are being published stays to be published', async () => {
    const id = newId();
    await count(id, first);
    await publishWaiting([collections], async () => {
      await count(id, { expectedVersion: 1, before: 1, by: [one] });
    });
    const publish = vi.fn(async (_events: readonly CloudEvent[]) => {});
    expect(await publishWaiting([collections], publish)).toBe(1);
    expect(publish.mock.calls[0]?.[0]).toMatchObject([{ version: 2 }]);
  });

  test('an event stays where it is when the connection breaks while it is brought into the history', async () => {
    const id = newId();
    await count(id, first);
    await using way = await breakingAt('insert');
    await using cut = disposable(await connectMongo({ url: way.url, dbName: 'unused', log }));
    const apart = { aggregates: collections.aggregates, history: cut.collection<HistoryDocument>('history') };
    await expect(publishWaiting([apart], async () => {})).rejects.toThrow();
    expect(await readHistory(collections, [id])).toHaveLength(1);
  });

  test('a sweep reads only documents with waiting events', async () => {
    for (let index = 0; index < 20; index += 1) await count(newId(), first);
    await publishWaiting([collections], async () => {});
    await count(newId(), first);
    const plan = await collections.aggregates.find({ 'outbox.id': { $gt: '' } }).explain('executionStats');
    expect(plan.executionStats).toMatchObject({ totalDocsExamined: 1, totalKeysExamined: 1 });
  });
});

describe('idempotency keys', () => {
  test('a key belongs to the first who claims it, until all have left it or for ever', async () => {
    const store = createMongoIdempotencyStore(mongo);
    const [mine, other] = [
      { fingerprint: 'a', commandId: newId() },
      { fingerprint: 'b', commandId: newId() },
    ];
    expect(await store.claim('key', mine)).toEqual(mine);
    expect(await store.claim('key', other)).toEqual(mine);
    await store.leave('key', other.commandId);
    expect(await store.claim('key', other)).toEqual(mine);
    await store.leave('key', mine.commandId);
    expect(await store.claim('key', other)).toEqual(other);
    // The first one's late answer is not the key's any more; of the second's, the first holds.
    const done = { kind: 'Done', id: null };
    await store.settle('key', { kind: 'Late' }, mine.commandId);
    await store.settle('key', done, other.commandId);
    await store.settle('key', { kind: 'Done', id: 'again' }, other.commandId);
    await store.leave('key', other.commandId);
    await store.revoke('key', other.commandId);
    expect(await store.claim('key', mine)).toEqual({ ...other, outcome: done });
  });

  test('a key is forgotten 48 hours after it was first used, unless its request was never finished', async () => {
    const store = createMongoIdempotencyStore(mongo);
    const claim = { fingerprint: 'a', commandId: newId() };
    const outcome = { kind: 'Done' };
    for (const key of ['done', 'open']) await store.claim(key, claim);
    await store.settle('done', outcome, claim.commandId);
    const hence = (hours: number) => new Date(Date.now() + hours * 3_600_000);
    expect(await deleteExpiredKeys(mongo, hence(47))).toBe(0);
    expect(await deleteExpiredKeys(mongo, hence(49))).toBe(1);
    const anew = { fingerprint: 'b', commandId: newId() };
    expect(await store.claim('done', anew)).toEqual(anew);
    expect(await store.claim('open', anew)).toEqual(claim);
  });

  test('of many who claim a key at once, all learn of the same one', async () => {
    const store = createMongoIdempotencyStore(mongo);
    const claims = await Promise.all(
      Array.from({ length: 16 }, () => store.claim('key', { fingerprint: 'a', commandId: newId() })),
    );
    expect(new Set(claims.map(({ commandId }) => commandId)).size).toBe(1);
  });
});

describe('the connection', () => {
  test('fails clearly while the server is away, and comes back with all that was acknowledged', async () => {
    await using servers = await startServers({ mongodb: true });
    const url = servers.url('mongodb').replace('/?', '/named?');
    await using link = disposable(await connectMongo({ url, dbName: 'unused', log }));
    expect(link.collection('counters').dbName).toBe('named');
    await link.collection('counters').insertOne({ total: 1 });
    const server = servers.server('mongodb');
    await server.stop();
    await expect(link.ping()).rejects.toThrow();
    await expect(link.collection('counters').countDocuments()).rejects.toThrow();
    await server.start();
    await eventually(() => link.ping());
    expect(await link.collection('counters').countDocuments()).toBe(1);
  });

  test('is not made when there is no server', async () => {
    const url = 'mongodb://127.0.0.1:1/?directConnection=true';
    await expect(connectMongo({ url, dbName: 'unused', log })).rejects.toThrow();
  });
});

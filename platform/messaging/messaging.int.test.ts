import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from '../testing/index.ts';
import { type CloudEvent, defineEvent, type ReceivedEvent } from './event.ts';
import {
  connectNats,
  createPublisher,
  type NatsLink,
  type RunningConsumer,
  startConsumer,
  streamOf,
} from './jetstream/index.ts';
import { on, startReactions } from './reactions.ts';

const log = createLogger('test', 'silent');

let servers: RunningServers;
let nats: NatsLink;
/** A context of its own for each test, so that each has its own stream. */
let context: string;
const open: RunningConsumer[] = [];

beforeAll(async () => {
  servers = await startServers({ nats: true });
  return () => servers[Symbol.asyncDispose]();
});
beforeEach(async () => {
  context = Array.from(newId().slice(-12), (digit) =>
    String.fromCharCode(97 + Number.parseInt(digit, 16)),
  ).join('');
  nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  await nats.client;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((consumer) => consumer.close()));
  await nats.close();
  await servers.server('nats').start();
});

function eventOf(version: number, { aggregateId = newId(), name = 'counted' } = {}): CloudEvent {
  return {
    id: newId(),
    type: `meetingroom.${context}.${name}.v1`,
    aggregateId,
    version,
    time: '2030-05-01T12:00:00.000Z',
    cause: { correlationId: 'story', causationId: 'request' },
    data: { total: version },
  };
}

const publish = (...events: readonly CloudEvent[]) => createPublisher(nats, context)(events);

type Handle = (event: ReceivedEvent) => Promise<void> | void;

/** A consumer that writes down what it has handled, each by its version. */
function consume(handle: Handle = () => {}, { events = ['counted'], link = nats } = {}) {
  const handled: number[] = [];
  const consumer = startConsumer({
    nats: link,
    context,
    durable: 'reader',
    events,
    log,
    async handle(event) {
      await handle(event);
      handled.push(event.version);
    },
  });
  open.push(consumer);
  return { handled, close: () => consumer.close() };
}

/** The only consumer of the test's stream. */
async function reader() {
  const { jsm } = await nats.client;
  const [found] = await jsm.consumers.list(streamOf(context)).next();
  return found;
}

/** The place up to which everything was acknowledged; undefined while something is in hand. */
async function acknowledged(): Promise<number | undefined> {
  const found = await reader();
  return found?.num_ack_pending === 0 ? found.ack_floor.stream_seq : undefined;
}

/** NATS dies as in a crash; its data stays. */
async function killNats(): Promise<void> {
  const pid = servers.server('nats').pid();
  if (pid === undefined) throw new Error('NATS does not run');
  const stopped = servers.server('nats').stop();
  process.kill(pid, 'SIGKILL');
  await stopped;
  await eventually(() => expect(nats.isConnected()).toBe(false));
}

const wipeNats = () => rm(join(servers.dataDir, 'nats', 'jetstream'), { recursive: true });

async function startNats(): Promise<void> {
  await servers.server('nats').start();
  await eventually(() => expect(nats.isConnected()).toBe(true));
}

describe('publishing', () => {
  test('stores events in their order, with their subjects and headers', async () => {
    const aggregateId = newId();
    const events = [eventOf(1, { aggregateId }), eventOf(2, { aggregateId, name: 'closed' })];
    await publish(...events);
    const { jsm } = await nats.client;
    for (const [index, event] of events.entries()) {
      const stored = await jsm.streams.getMessage(streamOf(context), { seq: index + 1 });
      expect(stored.subject).toBe(`${context}.${index === 0 ? 'counted' : 'closed'}.${aggregateId}`);
      expect(stored.header.get('Nats-Msg-Id')).toBe(event.id);
      expect(stored.header.get('ce-id')).toBe(event.id);
      expect(stored.header.get('ce-correlationid')).toBe('story');
      expect(stored.json()).toEqual(event.data);
    }
  });

  test('an event that is sent twice is stored once', async () => {
    const event = eventOf(1);
    await publish(event);
    await publish(event, eventOf(2));
    const { jsm } = await nats.client;
    expect((await jsm.streams.info(streamOf(context))).state.messages).toBe(2);
  });

  test('fails with the reason when the stream refuses an event, and stores the others', async () => {
    const { jsm } = await nats.client;
    await jsm.streams.add({ name: streamOf(context), subjects: [`${context}.>`], max_msg_size: 1_000 });
    const tooLong = { ...eventOf(2), data: 'x'.repeat(1_000) };
    await expect(publish(eventOf(1), tooLong, eventOf(3))).rejects.toThrow('size exceeds');
    expect((await jsm.streams.info(streamOf(context))).state.messages).toBe(2);
  });

  test('several publishers may make the stream at once', async () => {
    await Promise.all(Array.from({ length: 5 }, (_, index) => publish(eventOf(index + 1))));
    const { jsm } = await nats.client;
    expect((await jsm.streams.info(streamOf(context))).state.messages).toBe(5);
  });

  test('fails while NATS is away, and goes on when it is back without its data', async () => {
    const send = createPublisher(nats, context);
    await send([eventOf(1)]);
    await killNats();
    await expect(send([eventOf(2)])).rejects.toThrow('NATS is away');
    await wipeNats();
    await startNats();
    const event = eventOf(2);
    // The publisher learns from the first failure that the stream is gone.
    await eventually(() => send([event]));
    const { jsm } = await nats.client;
    expect((await jsm.streams.info(streamOf(context))).state.messages).toBe(1);
  });

  test('fails at once when NATS was never there', async () => {
    const nowhere = connectNats({ url: 'nats://127.0.0.1:1', name: 'test', log });
    await expect(createPublisher(nowhere, context)([eventOf(1)])).rejects.toThrow('NATS is away');
    await nowhere.close();
    await expect(nowhere.client).rejects.toThrow();
  });
});

describe('consuming', () => {
  test('gives the events of the wanted names, those from before its start, too', async () => {
    await publish(eventOf(1), eventOf(2, { name: 'closed' }));
    const { handled } = consume();
    await eventually(() => expect(handled).toEqual([1]));
    await publish(eventOf(3));
    await eventually(() => expect(handled).toEqual([1, 3]));
    await eventually(async () => expect(await acknowledged()).toBe(3));
  });

  test('starts before there is a stream', async () => {
    const { handled } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
  });

  test('gives an event again after its handler threw, and the others meanwhile', async () => {
    let failures = 2;
    const { handled } = consume(({ version }) => {
      if (version === 1 && failures-- > 0) throw new Error('not now');
    });
    await publish(eventOf(1), eventOf(2));
    await eventually(() => expect(handled).toEqual([2, 1]));
    await eventually(async () => expect(await acknowledged()).toBe(2));
  });

  test('an unreadable message does not stop those behind it', async () => {
    const { connection } = await nats.client;
    const { handled } = consume();
    await publish(eventOf(1));
    connection.publish(`${context}.counted.x`, 'no event');
    await publish(eventOf(2));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('events of one aggregate come one after the other, of several side by side', async () => {
    const [a, b] = [newId(), newId()];
    const running = new Map<string, number>();
    const gate = Promise.withResolvers<void>();
    let most = 0;
    const { handled } = consume(async ({ aggregateId }) => {
      const now = (running.get(aggregateId) ?? 0) + 1;
      running.set(aggregateId, now);
      most = Math.max(most, now);
      await gate.promise;
      running.set(aggregateId, now - 1);
    });
    await publish(
      ...[1, 2, 3].flatMap((v) => [eventOf(v, { aggregateId: a }), eventOf(v + 10, { aggregateId: b })]),
    );
    await eventually(() => expect([running.get(a), running.get(b)]).toEqual([1, 1]));
    gate.resolve();
    await eventually(() => expect(handled).toHaveLength(6));
    expect(most).toBe(1);
    expect(handled.filter((version) => version < 10)).toEqual([1, 2, 3]);
    expect(handled.filter((version) => version > 10)).toEqual([11, 12, 13]);
  });

  test('goes on where it was after it was closed', async () => {
    const first = consume();
    await publish(eventOf(1));
    await eventually(() => expect(first.handled).toEqual([1]));
    await first.close();
    await publish(eventOf(2));
    const second = consume();
    await eventually(() => expect(second.handled).toEqual([2]));
    expect(first.handled).toEqual([1]);
  });

  test('a version that wants more events gets those that the version before it did not want', async () => {
    const older = consume();
    await publish(eventOf(1, { name: 'closed' }), eventOf(2));
    await eventually(() => expect(older.handled).toEqual([2]));
    const newer = consume(undefined, { events: ['counted', 'closed'] });
    await eventually(() => expect(newer.handled).toEqual([1, 2]));
    // Both run while the one takes over from the other.
    await publish(eventOf(3, { name: 'closed' }), eventOf(4));
    await eventually(() =>
      expect([older.handled, newer.handled]).toEqual([
        [2, 4],
        [1, 2, 3, 4],
      ]),
    );
  });

  test('goes on after NATS was killed and came back', async () => {
    const { handled } = consume();
    await publish(eventOf(1));
    await eventually(async () => expect(await acknowledged()).toBe(1));
    await killNats();
    await startNats();
    await eventually(() => publish(eventOf(2)));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('goes on after NATS lost its data: the stream and the reader are made anew', async () => {
    const { handled } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await killNats();
    await wipeNats();
    await startNats();
    const event = eventOf(2);
    await eventually(() => publish(event));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('goes on after the stream was removed under it', async () => {
    const { handled } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    const { jsm } = await nats.client;
    await jsm.streams.delete(streamOf(context));
    const event = eventOf(2);
    await eventually(() => publish(event));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('starts while NATS is away', async () => {
    await publish(eventOf(1));
    await killNats();
    const late = connectNats({ url: servers.url('nats'), name: 'late', log });
    const { handled, close } = consume(undefined, { link: late });
    await startNats();
    await eventually(() => expect(handled).toEqual([1]));
    await close();
    await late.close();
  });
});

describe('closing', () => {
  test('waits for the event in hand, and takes no other', async () => {
    const aggregateId = newId();
    const gate = Promise.withResolvers<void>();
    const { handled, close } = consume(() => gate.promise);
    await publish(eventOf(1, { aggregateId }));
    await eventually(async () => expect((await reader())?.num_ack_pending).toBe(1));
    const closed = close().then(() => handled.push(100));
    await publish(eventOf(2));
    gate.resolve();
    await closed;
    expect(handled).toEqual([1, 100]);
    await eventually(async () => expect(await acknowledged()).toBe(1));
  });

  // Each of these hangs, and the test with it, when closing waits for a server that does not answer.
  test('ends while idle', async () => {
    const { handled, close } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await close();
  });

  test('ends right after starting', async () => {
    await consume().close();
  });

  test('ends with NATS away, and so does the connection', async () => {
    const { handled, close } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await killNats();
    await close();
    await nats.close();
  });

  test('ends with NATS never there', async () => {
    const nowhere = connectNats({ url: 'nats://127.0.0.1:1', name: 'test', log });
    await consume(undefined, { link: nowhere }).close();
    await nowhere.close();
  });

  test('ends with NATS silent', async () => {
    const pid = servers.server('nats').pid() ?? 0;
    const { handled, close } = consume();
    await publish(eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    process.kill(pid, 'SIGSTOP');
    try {
      await close();
      await nats.close();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

describe('reactions', () => {
  test('see data checked and without what they do not know; each of several for one event has its turn', async () => {
    const definition = defineEvent(context, 'counted', z.object({ total: z.int() }));
    const seen: unknown[] = [];
    const event = { ...eventOf(1), data: { total: 1, unknown: true } };
    const reactions = startReactions({
      nats,
      service: 'reader',
      log,
      reactions: ['first', 'second'].map((name) =>
        on(definition, async ({ id, data, cause }) => void seen.push([name, id, data, cause.causationId])),
      ),
    });
    open.push(reactions);
    await publish(event);
    await eventually(() =>
      expect(seen).toEqual([
        ['first', event.id, { total: 1 }, event.id],
        ['second', event.id, { total: 1 }, event.id],
      ]),
    );
  });
});

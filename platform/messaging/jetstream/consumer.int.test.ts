import { describe, expect, test } from 'vitest';
import { newId } from '../../identifiers.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import type { ReceivedEvent } from '../event.ts';
import { connectNats, type NatsLink } from './connection.ts';
import { type ConsumerOptions, startConsumer } from './consumer.ts';
import { streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();

type Handle = (event: ReceivedEvent) => Promise<void> | void;

type ConsumeOptions = Partial<Pick<ConsumerOptions, 'events' | 'ordering'>> & { readonly link?: NatsLink };

/** Starts a consumer that records the version of each handled event. */
function consume(
  handle: Handle = () => {},
  { events = ['counted'], link = nats.link, ordering }: ConsumeOptions = {},
) {
  const handled: number[] = [];
  const consumer = startConsumer({
    nats: link,
    context: nats.context,
    durable: 'reader',
    events,
    ordering,
    log,
    async handle(event) {
      await handle(event);
      handled.push(event.version);
    },
  });
  nats.closeAfterTest(consumer);
  return { handled, close: () => consumer.close() };
}

/** The only consumer of the test's stream. */
async function reader() {
  const { jsm } = await nats.link.client;
  const [found] = await jsm.consumers.list(streamOf(nats.context)).next();
  return found;
}

/** The stream sequence up to which all events are acknowledged; undefined while one is in flight. */
async function acknowledged(): Promise<number | undefined> {
  const found = await reader();
  return found?.num_ack_pending === 0 ? found.ack_floor.stream_seq : undefined;
}

describe('consuming', () => {
  test('delivers events of the subscribed names, including those from before its start', async () => {
    await nats.publish(nats.eventOf(1), nats.eventOf(2, { name: 'closed' }));
    const { handled } = consume();
    await eventually(() => expect(handled).toEqual([1]));
    await nats.publish(nats.eventOf(3));
    await eventually(() => expect(handled).toEqual([1, 3]));
    await eventually(async () => expect(await acknowledged()).toBe(3));
  });

  test('starts before the stream exists', async () => {
    const { handled } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
  });

  test('redelivers an event whose handler threw, and delivers others meanwhile', async () => {
    let failures = 2;
    const { handled } = consume(({ version }) => {
      if (version === 1 && failures-- > 0) throw new Error('not now');
    });
    await nats.publish(nats.eventOf(1), nats.eventOf(2));
    await eventually(() => expect(handled).toEqual([2, 1]));
    await eventually(async () => expect(await acknowledged()).toBe(2));
  });

  test('an unreadable message does not block later ones', async () => {
    const { connection } = await nats.link.client;
    const { handled } = consume();
    await nats.publish(nats.eventOf(1));
    connection.publish(`${nats.context}.counted.x`, 'no event');
    await nats.publish(nats.eventOf(2));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('handles events of one aggregate in turn, and of several aggregates concurrently', async () => {
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
    await nats.publish(
      ...[1, 2, 3].flatMap((v) => [
        nats.eventOf(v, { aggregateId: a }),
        nats.eventOf(v + 10, { aggregateId: b }),
      ]),
    );
    await eventually(() => expect([running.get(a), running.get(b)]).toEqual([1, 1]));
    gate.resolve();
    await eventually(() => expect(handled).toHaveLength(6));
    expect(most).toBe(1);
    expect(handled.filter((version) => version < 10)).toEqual([1, 2, 3]);
    expect(handled.filter((version) => version > 10)).toEqual([11, 12, 13]);
  });

  test('handles events of one aggregate at the same time where their order does not matter', async () => {
    const aggregateId = newId();
    const running: number[] = [];
    const gate = Promise.withResolvers<void>();
    const { handled } = consume(
      async ({ version }) => {
        running.push(version);
        await gate.promise;
      },
      { ordering: 'none' },
    );
    await nats.publish(...[1, 2, 3].map((version) => nats.eventOf(version, { aggregateId })));
    await eventually(() => expect(running).toHaveLength(3));
    gate.resolve();
    await eventually(() => expect(handled.toSorted()).toEqual([1, 2, 3]));
  });

  test('continues at its position after it was closed', async () => {
    const first = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(first.handled).toEqual([1]));
    await first.close();
    await nats.publish(nats.eventOf(2));
    const second = consume();
    await eventually(() => expect(second.handled).toEqual([2]));
    expect(first.handled).toEqual([1]);
  });

  test('a version that subscribes to more events receives earlier ones of the new names', async () => {
    const older = consume();
    await nats.publish(nats.eventOf(1, { name: 'closed' }), nats.eventOf(2));
    await eventually(() => expect(older.handled).toEqual([2]));
    const newer = consume(undefined, { events: ['counted', 'closed'] });
    await eventually(() => expect(newer.handled).toEqual([1, 2]));
    // Both versions run during a rolling restart.
    await nats.publish(nats.eventOf(3, { name: 'closed' }), nats.eventOf(4));
    await eventually(() =>
      expect([older.handled, newer.handled]).toEqual([
        [2, 4],
        [1, 2, 3, 4],
      ]),
    );
  });

  test('continues after NATS was killed and restarted', async () => {
    const { handled } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(async () => expect(await acknowledged()).toBe(1));
    await nats.kill();
    await nats.start();
    const event = nats.eventOf(2);
    await eventually(() => nats.publish(event));
    // NATS writes acknowledgements to disk later: after a kill it may deliver again.
    await eventually(() => expect(new Set(handled)).toEqual(new Set([1, 2])));
  });

  test('recreates the stream and the consumer after NATS lost its data', async () => {
    const { handled } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await nats.kill();
    await nats.wipe();
    await nats.start();
    const event = nats.eventOf(2);
    await eventually(() => nats.publish(event));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('continues after the stream was deleted', async () => {
    const { handled } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    const { jsm } = await nats.link.client;
    await jsm.streams.delete(streamOf(nats.context));
    const event = nats.eventOf(2);
    await eventually(() => nats.publish(event));
    await eventually(() => expect(handled).toEqual([1, 2]));
  });

  test('starts while NATS is down', async () => {
    await nats.publish(nats.eventOf(1));
    await nats.kill();
    const late = connectNats({ url: nats.url, name: 'late', log });
    const { handled, close } = consume(undefined, { link: late });
    await nats.start();
    await eventually(() => expect(handled).toEqual([1]));
    await close();
    await late.close();
  });
});

describe('closing', () => {
  test('waits for the event in flight, and handles no other', async () => {
    const aggregateId = newId();
    const gate = Promise.withResolvers<void>();
    const { handled, close } = consume(() => gate.promise);
    await nats.publish(nats.eventOf(1, { aggregateId }));
    await eventually(async () => expect((await reader())?.num_ack_pending).toBe(1));
    const closed = close().then(() => handled.push(100));
    await nats.publish(nats.eventOf(2));
    gate.resolve();
    await closed;
    expect(handled).toEqual([1, 100]);
    await eventually(async () => expect(await acknowledged()).toBe(1));
  });

  // Each of these would hang if closing waited for a server that does not answer.
  test('completes while idle', async () => {
    const { handled, close } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await close();
  });

  test('completes right after the start, and no event is handled', async () => {
    const { handled, close } = consume();
    await close();
    await nats.publish(nats.eventOf(1));
    const next = consume();
    await eventually(() => expect(next.handled).toEqual([1]));
    expect(handled).toEqual([]);
  });

  test('completes while NATS is down, and so does closing the connection', async () => {
    const { handled, close } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    await nats.kill();
    await close();
    await nats.link.close();
  });

  test('completes when NATS was never reachable', async () => {
    const unreachable = connectNats({ url: 'nats://127.0.0.1:1', name: 'test', log });
    const { handled, close } = consume(undefined, { link: unreachable });
    await close();
    await unreachable.close();
    await expect(unreachable.client).rejects.toThrow();
    expect(handled).toEqual([]);
  });

  test('completes while NATS does not answer', async () => {
    const pid = nats.pid();
    const { handled, close } = consume();
    await nats.publish(nats.eventOf(1));
    await eventually(() => expect(handled).toEqual([1]));
    process.kill(pid, 'SIGSTOP');
    try {
      await close();
      await nats.link.close();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });
});

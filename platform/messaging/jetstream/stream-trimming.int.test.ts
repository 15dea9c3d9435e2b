import { expect, test } from 'vitest';
import { z } from 'zod';
import { newId } from '../../identifiers.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import { type CloudEvent, defineEvent } from '../event.ts';
import { ensureCurrentStream } from './current-stream.ts';
import { createEventFollower } from './event-follower.ts';
import { createLatestReader } from './latest-events.ts';
import { createPublisher } from './publisher.ts';
import { createStreamTrimming } from './stream-trimming.ts';
import { contextStream, ensureStream, keptMsOf, streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();
const OLD = '2026-01-05T12:00:00.000Z';
const data = z.object({ until: z.string().optional() });

function retention() {
  return {
    latest: [defineEvent(nats.context, 'moved', data)],
    neededUntil: (event: CloudEvent) => data.safeParse(event.data).data?.until,
  };
}

/** Creates the stream with a retention of one second. */
async function keepForASecond(): Promise<void> {
  await ensureCurrentStream(await nats.link.client, contextStream(nats.context, { keptMs: 1_000 }));
}

const publish = (...events: readonly CloudEvent[]) =>
  createPublisher(nats.link, nats.context, { retention: retention() })(events);

const trim = () => createStreamTrimming(nats.link, nats.context, retention());

/** The sequences of the messages in the stream. */
async function sequences(): Promise<readonly number[]> {
  const { jsm } = await nats.link.client;
  const { state } = await jsm.streams.info(streamOf(nats.context), { deleted_details: true });
  const deleted = new Set(state.deleted ?? []);
  return Array.from({ length: state.last_seq }, (_, index) => index + 1).filter(
    (sequence) => sequence >= state.first_seq && !deleted.has(sequence),
  );
}

test('events leave the stream in time; those that are needed and the last of what lives on stay', async () => {
  await keepForASecond();
  const [room, other] = [newId(), newId()];
  await publish(
    nats.eventOf(1, { name: 'moved', aggregateId: room }),
    nats.eventOf(2),
    { ...nats.eventOf(3), data: { until: '2999-01-01T00:00:00.000Z' } },
    nats.eventOf(4, { name: 'moved', aggregateId: other }),
    nats.eventOf(5, { name: 'moved', aggregateId: room }),
  );
  await eventually(async () => expect(await sequences()).toEqual([1, 3, 4, 5]));
  const run = trim();
  await eventually(async () => {
    await run();
    expect(await sequences()).toEqual([3, 4, 5]);
  });
  expect(await run()).toBe(0);

  await publish(nats.eventOf(6, { name: 'moved', aggregateId: other }));
  await eventually(async () => {
    await run();
    expect(await sequences()).toEqual([3, 5, 6]);
  });
  const { events } = await createLatestReader({ nats: nats.link, log })({
    stream: streamOf(nats.context),
    subjects: [`${nats.context}.moved.${room}`, `${nats.context}.moved.${other}`],
    signal: AbortSignal.timeout(5_000),
  });
  expect(events.map(({ version }) => version)).toEqual([5, 6]);
});

test('what is within the retention stays, also when a later one has taken its place', async () => {
  const { aggregateId } = nats.eventOf(0);
  await publish(...[1, 2, 3].map((version) => nats.eventOf(version, { name: 'moved', aggregateId })));
  expect(await trim()()).toBe(0);
  expect(await sequences()).toEqual([1, 2, 3]);
});

test('the stream of an earlier version gets a retention, and the old events go', async () => {
  const { jsm } = await nats.link.client;
  const { allow_msg_ttl: _, metadata: __, ...earlier } = contextStream(nats.context);
  await jsm.streams.add(earlier);
  const { aggregateId } = nats.eventOf(0);
  await publish(
    { ...nats.eventOf(1), time: OLD },
    { ...nats.eventOf(2), time: OLD, data: { until: '2999-01-01T00:00:00.000Z' } },
    { ...nats.eventOf(3, { name: 'moved', aggregateId }), time: OLD },
    { ...nats.eventOf(4, { name: 'moved', aggregateId }), time: OLD },
  );
  const run = trim();
  expect(await run()).toBe(0);
  await keepForASecond();
  await eventually(async () => {
    await run();
    expect(await sequences()).toEqual([2, 4]);
  });
  await keepForASecond();
  expect(keptMsOf(await ensureStream(jsm, contextStream(nats.context)))).toBe(1_000);
});

test('a follower is told from where on the stream has all events, which is not its first one', async () => {
  await keepForASecond();
  const { aggregateId } = nats.eventOf(0);
  await publish(nats.eventOf(1, { name: 'moved', aggregateId }), nats.eventOf(2));
  await eventually(async () => expect(await sequences()).toEqual([1]));
  async function firstAfter(sequence: number): Promise<number> {
    const caughtUp = Promise.withResolvers<number>();
    const ending = new AbortController();
    createEventFollower({ nats: nats.link, log }).follow({
      stream: streamOf(nats.context),
      subjects: [`${nats.context}.*.*`],
      start: { kind: 'after', sequence },
      onEvent: () => {},
      onCaughtUp: (_last, first) => caughtUp.resolve(first),
      signal: ending.signal,
    });
    const first = await caughtUp.promise;
    ending.abort();
    return first;
  }
  expect(await firstAfter(1)).toBe(3);
  // On a busy machine one may expire before it is read: then another one is published.
  let last = 2;
  await eventually(async () => {
    last += 1;
    await publish(nats.eventOf(last));
    expect(await firstAfter(last - 1)).toBe(last);
  });
});

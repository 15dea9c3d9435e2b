import { expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import { startConsumer } from './consumer.ts';
import { ensureCurrentStream, type StreamChoices } from './current-stream.ts';
import { createPublisher } from './publisher.ts';
import { completeFrom } from './retention.ts';
import { contextStream, DEAD, keptMsOf, NANOS, RETENTION_READ_MS, streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();
const HOUR = 3_600_000;
const SHORT = 1_000;

async function ensure(choices?: StreamChoices): Promise<readonly string[]> {
  return ensureCurrentStream(await nats.link.client, contextStream(nats.context), choices);
}

async function kept(): Promise<number | undefined> {
  const { jsm } = await nats.link.client;
  return keptMsOf((await jsm.streams.info(streamOf(nats.context))).config);
}

function startReader() {
  return nats.closeAfterTest(
    startConsumer({
      nats: nats.link,
      context: nats.context,
      durable: 'reader',
      events: ['counted'],
      log,
      handle: async () => {},
    }),
  );
}

test('a stream gets the retention that is chosen, and keeps it where none is', async () => {
  await ensure();
  expect(await kept()).toBe(30 * 24 * HOUR);
  expect(await ensure({ eventsKeptMs: 48 * HOUR })).toEqual([]);
  expect(await kept()).toBe(48 * HOUR);
  // A publisher, a consumer and a launcher without the setting leave it, as those of an earlier version do.
  await nats.publish(nats.eventOf(1));
  const { jsm } = await nats.link.client;
  startReader();
  await eventually(async () =>
    expect(await jsm.consumers.list(streamOf(nats.context)).next()).toHaveLength(1),
  );
  expect(await ensure()).toEqual([]);
  expect(await kept()).toBe(48 * HOUR);
});

test('a running publisher reads a new retention within ten minutes', async () => {
  await ensure({ eventsKeptMs: HOUR });
  let now = 0;
  const publish = createPublisher(nats.link, nats.context, { retention: { latest: [] }, now: () => now });
  await publish([nats.eventOf(1)]);
  await ensure({ eventsKeptMs: 2 * HOUR });
  now = RETENTION_READ_MS - 1;
  await publish([nats.eventOf(2)]);
  now = RETENTION_READ_MS;
  await publish([nats.eventOf(3)]);
  const { jsm } = await nats.link.client;
  const ttlOf = async (seq: number) =>
    (await jsm.streams.getMessage(streamOf(nats.context), { seq })).header.get('Nats-TTL');
  expect([await ttlOf(1), await ttlOf(2), await ttlOf(3)]).toEqual(['3600', '3600', '7200']);
});

test('a retention is not shortened while a service has not handled what is older', async () => {
  const stream = streamOf(nats.context);
  await ensure();
  const first = startReader();
  const client = await nats.link.client;
  await eventually(async () => expect(await client.jsm.consumers.list(stream).next()).toHaveLength(1));
  await first.close();
  await nats.publish(nats.eventOf(1));
  await eventually(async () =>
    expect(await completeFrom(client, { stream, last: 1, since: Date.now() - SHORT })).toBe(2),
  );

  expect(await ensure({ eventsKeptMs: SHORT })).toEqual([
    `${stream} still keeps events for 30d, not for 1s: older ones are not handled by reader.`,
  ]);
  expect(await kept()).toBe(30 * 24 * HOUR);
  startReader();
  await eventually(async () => expect(await ensure({ eventsKeptMs: SHORT })).toEqual([]));
  expect(await kept()).toBe(SHORT);
});

test('dead letters get the age that is chosen, and keep it where none is', async () => {
  const client = await nats.link.client;
  const ageOf = async () => (await client.jsm.streams.info(DEAD.name)).config.max_age / NANOS;
  await ensureCurrentStream(client, DEAD);
  expect(await ageOf()).toBe(0);
  await ensureCurrentStream(client, DEAD, { deadKeptMs: 90 * 24 * HOUR });
  expect(await ageOf()).toBe(90 * 24 * HOUR);
  await ensureCurrentStream(client, DEAD, { eventsKeptMs: HOUR });
  expect(await ageOf()).toBe(90 * 24 * HOUR);
});

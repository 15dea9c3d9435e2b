import { expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger.ts';
import { useNats } from '../../testing/nats.ts';
import { createLatestReader, type LatestRequest } from './latest-events.ts';
import { streamOf } from './streams.ts';

const nats = useNats();

/** The subject of an aggregate's events, of any kind. */
const subjectOf = (id: string) => `${nats.context}.*.${id}`;
const none = (count: number) => Array.from({ length: count }, (_, index) => subjectOf(`none-${index}`));

async function latest(subjects: readonly string[], notBefore?: LatestRequest['notBefore']) {
  const read = createLatestReader({ nats: nats.link, log: createLogger('test', 'silent') });
  const stream = streamOf(nats.context);
  const { events, upTo } = await read({ stream, subjects, notBefore, signal: AbortSignal.timeout(20_000) });
  return { versions: events.map(({ version }) => version), upTo };
}

test('the last event of each subject is read, in the order of the stream', async () => {
  const [a, b] = [nats.eventOf(1), nats.eventOf(2)];
  await nats.publish(a, b, nats.eventOf(3, { aggregateId: a.aggregateId }), nats.eventOf(4));
  const subjects = [a, b].map(({ aggregateId }) => subjectOf(aggregateId));
  expect(await latest(subjects)).toEqual({ versions: [2, 3], upTo: 4 });
  expect((await latest(none(3))).versions).toEqual([]);
});

test('many subjects are read as of one position, however many of them have no events', async () => {
  const events = Array.from({ length: 30 }, (_, index) => nats.eventOf(index + 1));
  await nats.publish(...events);
  const found = events.map(({ aggregateId }) => subjectOf(aggregateId));
  expect(await latest([...none(250), ...found])).toEqual({
    versions: events.map(({ version }) => version),
    upTo: 30,
  });
  expect(await latest(none(250))).toEqual({ versions: [], upTo: 30 });
});

test('a stream that does not exist has no events', async () => {
  expect(await latest(none(1))).toEqual({ versions: [], upTo: 0 });
  expect(await latest(none(250))).toEqual({ versions: [], upTo: 0 });
});

test('an answer that does not know an event that was delivered is asked for again, but not for ever', async () => {
  const event = nats.eventOf(1);
  await nats.publish(event, nats.eventOf(2));
  const subjects = [subjectOf(event.aggregateId)];
  const delivered = { subject: `${nats.context}.counted.${event.aggregateId}`, sequence: 1 };
  expect(await latest(subjects, delivered)).toEqual({ versions: [1], upTo: 2 });
  expect(await latest(subjects, { ...delivered, sequence: 9 })).toEqual({ versions: [1], upTo: 2 });
});

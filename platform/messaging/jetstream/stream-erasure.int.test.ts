import { expect, test } from 'vitest';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/eventually.ts';
import { useNats } from '../../testing/nats.ts';
import { type ConsumerOptions, startConsumer } from './consumer.ts';
import { createStreamErasure } from './stream-erasure.ts';
import { readMessages } from './stream-reader.ts';
import { streamOf } from './streams.ts';

const nats = useNats();
const log = createLogger('test', 'silent');

const erasure = () => createStreamErasure(nats.link.client, [nats.context]);

/** The bodies of the messages of a stream. */
async function bodiesIn(stream: string): Promise<readonly string[]> {
  const bodies: string[] = [];
  for await (const { messages } of readMessages(await nats.link.client, stream, { after: 0 }))
    bodies.push(...messages.map((message) => message.string()));
  return bodies;
}

function consume(options: Partial<ConsumerOptions> = {}) {
  const { link, context } = nats;
  return nats.closeAfterTest(
    startConsumer({
      nats: link,
      log,
      context,
      durable: 'reader',
      events: ['counted'],
      handle: async () => {},
      ...options,
    }),
  );
}

test('selected messages between two positions are erased, and the others stay', async () => {
  const { context } = nats;
  const stream = streamOf(context);
  await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3), nats.eventOf(2));
  const isSelected = ({ body }: { readonly body: string }) => body.includes('"total":2');
  const upTo = new Map([[stream, 3]]);
  expect(await erasure().erase({ after: new Map([[stream, 2]]), upTo }, isSelected)).toBe(0);
  expect(await erasure().erase({ after: new Map(), upTo }, isSelected)).toBe(1);
  expect(await bodiesIn(stream)).toEqual(['{"total":1}', '{"total":3}', '{"total":2}']);
  expect(await erasure().erase({ after: new Map(), upTo: await erasure().ends() }, isSelected)).toBe(1);
  expect(await bodiesIn(stream)).toEqual(['{"total":1}', '{"total":3}']);
});

test('the messages of a subject are erased, with their dead letters', async () => {
  const { context } = nats;
  const [failing, other] = [nats.eventOf(1), nats.eventOf(2)];
  const fails = async () => Promise.reject(new Error('not today'));
  await nats.publish(failing, other);
  consume({ handle: fails, maxTries: 1 });
  const dead = async () => (await bodiesIn('DEAD')).toSorted();
  await eventually(async () => expect(await dead()).toEqual(['{"total":1}', '{"total":2}']));
  await erasure().eraseSubject(context, `${context}.counted.${failing.aggregateId}`);
  expect(await bodiesIn(streamOf(context))).toEqual(['{"total":2}']);
  expect(await dead()).toEqual(['{"total":2}']);
});

test('messages count as handled when every service has handled them, whatever version of it', async () => {
  await nats.publish(nats.eventOf(1));
  const ends = await erasure().ends();
  expect(ends.get(streamOf(nats.context))).toBe(1);
  // Nobody follows the stream yet.
  expect(await erasure().areHandled(ends)).toBe(true);

  const held = Promise.withResolvers<void>();
  consume({ durable: 'slow', handle: () => held.promise });
  consume({ durable: 'fast' });
  await eventually(async () => expect(await erasure().areHandled(ends)).toBe(false));
  held.resolve();
  await eventually(async () => expect(await erasure().areHandled(ends)).toBe(true));

  // A former version of a service has stopped reading.
  const former = consume({ durable: 'slow', events: ['counted', 'cleared'] });
  await eventually(async () =>
    expect(await former.lag()).toEqual({ waiting: 0, inFlight: 0, redelivered: 0 }),
  );
  await former.close();
  await nats.publish(nats.eventOf(2));
  const later = await erasure().ends();
  await eventually(async () => expect(await erasure().areHandled(later)).toBe(true));
});

test('a stream that does not exist has no end, and nothing to erase', async () => {
  expect((await erasure().ends()).has(streamOf(nats.context))).toBe(false);
  await erasure().eraseSubject(nats.context, `${nats.context}.counted.1`);
});

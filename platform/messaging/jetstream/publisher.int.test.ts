import { expect, test } from 'vitest';
import { newId } from '../../identifiers.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { eventually } from '../../testing/index.ts';
import { useNats } from '../../testing/nats.ts';
import { connectNats } from './connection.ts';
import { createPublisher } from './publisher.ts';
import { streamOf } from './streams.ts';

const log = createLogger('test', 'silent');
const nats = useNats();

test('stores events in order, with their subjects and headers', async () => {
  const aggregateId = newId();
  const events = [nats.eventOf(1, { aggregateId }), nats.eventOf(2, { aggregateId, name: 'closed' })];
  await nats.publish(...events);
  const { jsm } = await nats.link.client;
  for (const [index, event] of events.entries()) {
    const stored = await jsm.streams.getMessage(streamOf(nats.context), { seq: index + 1 });
    expect(stored.subject).toBe(`${nats.context}.${index === 0 ? 'counted' : 'closed'}.${aggregateId}`);
    expect(stored.header.get('Nats-Msg-Id')).toBe(event.id);
    expect(stored.header.get('ce-id')).toBe(event.id);
    expect(stored.header.get('ce-correlationid')).toBe('story');
    expect(stored.json()).toEqual(event.data);
  }
});

test('stores an event once that is published twice', async () => {
  const event = nats.eventOf(1);
  await nats.publish(event);
  await nats.publish(event, nats.eventOf(2));
  const { jsm } = await nats.link.client;
  expect((await jsm.streams.info(streamOf(nats.context))).state.messages).toBe(2);
});

test('rejects with the reason when the stream refuses an event, and stores the others', async () => {
  const { jsm } = await nats.link.client;
  await jsm.streams.add({
    name: streamOf(nats.context),
    subjects: [`${nats.context}.>`],
    max_msg_size: 1_000,
  });
  const tooLong = { ...nats.eventOf(2), data: 'x'.repeat(1_000) };
  await expect(nats.publish(nats.eventOf(1), tooLong, nats.eventOf(3))).rejects.toThrow('size exceeds');
  expect((await jsm.streams.info(streamOf(nats.context))).state.messages).toBe(2);
});

test('several publishers may create the stream at once', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, index) => nats.publish(nats.eventOf(index + 1))));
  const { jsm } = await nats.link.client;
  expect((await jsm.streams.info(streamOf(nats.context))).state.messages).toBe(5);
});

test('rejects while NATS is down, and recovers when NATS returns without its data', async () => {
  const send = createPublisher(nats.link, nats.context);
  await send([nats.eventOf(1)]);
  await nats.kill();
  await expect(send([nats.eventOf(2)])).rejects.toThrow('NATS is not connected');
  await nats.wipe();
  await nats.start();
  const event = nats.eventOf(2);
  // After the first failure the publisher checks for the stream again.
  await eventually(() => send([event]));
  const { jsm } = await nats.link.client;
  expect((await jsm.streams.info(streamOf(nats.context))).state.messages).toBe(1);
});

test('rejects at once when NATS was never reachable', async () => {
  const unreachable = connectNats({ url: 'nats://127.0.0.1:1', name: 'test', log });
  await expect(createPublisher(unreachable, nats.context)([nats.eventOf(1)])).rejects.toThrow(
    'NATS is not connected',
  );
  await unreachable.close();
  await expect(unreachable.client).rejects.toThrow();
});

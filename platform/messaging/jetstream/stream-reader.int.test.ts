import { describe, expect, test } from 'vitest';
import { newId } from '../../identifiers.ts';
import { useNats } from '../../testing/nats.ts';
import { type EventBatch, readEvents } from './stream-reader.ts';
import { streamOf } from './streams.ts';

const nats = useNats();

/** The batches of the events `counted` after a sequence. */
async function read(after = 0): Promise<readonly EventBatch[]> {
  const { context, link } = nats;
  const batches: EventBatch[] = [];
  for await (const batch of readEvents(await link.client, { context, events: ['counted'], after }))
    batches.push(batch);
  return batches;
}

const versionsIn = (batches: readonly EventBatch[]) =>
  batches.flatMap(({ events }) => events.map(({ version }) => version));

describe('the events of a stream', () => {
  test('are read in order, in batches, those of other names left out', async () => {
    const versions = Array.from({ length: 2_500 }, (_, index) => index + 1);
    await nats.publish(...versions.map((version) => nats.eventOf(version)));
    await nats.publish(nats.eventOf(1, { name: 'cleared' }));
    const batches = await read();
    expect(versionsIn(batches)).toEqual(versions);
    expect(batches.map(({ last, left }) => ({ last, left }))).toEqual([
      { last: 1_000, left: 1_500 },
      { last: 2_000, left: 500 },
      { last: 2_500, left: 0 },
    ]);
  });

  test('are read after a sequence, and end with those that there are', async () => {
    await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3));
    expect(versionsIn(await read(1))).toEqual([2, 3]);
    expect(await read(3)).toEqual([]);
    await nats.publish(nats.eventOf(4));
    expect(versionsIn(await read(3))).toEqual([4]);
  });

  test('are none in a stream that does not exist', async () => {
    expect(await read()).toEqual([]);
  });

  test('a message that is no event is counted and left out', async () => {
    await nats.publish(nats.eventOf(1));
    const { js } = await nats.link.client;
    await js.publish(`${nats.context}.counted.${newId()}`, 'no event');
    await nats.publish(nats.eventOf(2));
    const batches = await read();
    expect(versionsIn(batches)).toEqual([1, 2]);
    expect(batches).toMatchObject([{ unreadable: 1, last: 3, left: 0 }]);
  });

  test('that were deleted are left out', async () => {
    await nats.publish(nats.eventOf(1), nats.eventOf(2), nats.eventOf(3));
    const client = await nats.link.client;
    await client.jsm.streams.deleteMessage(streamOf(nats.context), 2);
    expect(versionsIn(await read())).toEqual([1, 3]);
  });

  test('the reader leaves no consumer behind, also when it is left early', async () => {
    await nats.publish(nats.eventOf(1), nats.eventOf(2));
    const client = await nats.link.client;
    await read();
    for await (const _batch of readEvents(client, { context: nats.context, events: ['counted'], after: 0 }))
      break;
    expect((await client.jsm.streams.info(streamOf(nats.context))).state.consumer_count).toBe(0);
  });
});

import { mongo } from 'mongoose';
import type { CloudEvent } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/index.ts';
import { FULL_BATCH } from '../messaging/relay.ts';
import { DUPLICATE_KEY } from './connection.ts';
import type { AggregateCollections, AggregateDocument, HistoryDocument } from './documents.ts';

/** Events per round of reading the whole history. */
const READ_BATCH = 500;

/** Documents whose outbox is not empty: any id sorts behind the empty text. Written so that the index serves it. */
const HAS_WAITING = { 'outbox.id': { $gt: '' } };

/**
 * Publishes events that wait, the oldest first, and returns their number; 0 when nothing waits. Each aggregate's
 * events go out in order. An event is in the history before it leaves its aggregate's document, so that at any time
 * it is in one of the two.
 *
 * A crash in between, or another relay at the same time, makes an event go out twice: the stream knows it by its id.
 *
 * @param all every collection of aggregates that the service has
 */
export async function publishWaiting(
  all: readonly AggregateCollections[],
  publish: Publish,
): Promise<number> {
  let published = 0;
  for (const collections of all) published += await publishFrom(collections, publish);
  return published;
}

async function publishFrom({ aggregates, history }: AggregateCollections, publish: Publish): Promise<number> {
  const waiting = await aggregates
    .find(HAS_WAITING, { projection: { outbox: 1 } })
    .sort({ 'outbox.id': 1 })
    // Each document has an event at least.
    .limit(FULL_BATCH)
    .toArray();
  const events = waiting.flatMap(waitingEvents);
  if (events.length === 0) return 0;
  await publish(events);
  await keep(history, events);
  await aggregates.bulkWrite(
    waiting.map(({ _id, outbox }) => ({
      updateOne: {
        filter: { _id },
        update: { $pull: { outbox: { id: { $in: outbox.map(({ id }) => id) } } } },
      },
    })),
    // Not waited for until it is on disk: a crash that undoes it has them published once more.
    { ordered: false, writeConcern: { w: 1 } },
  );
  return events.length;
}

/** Copies events into the history; those that are there already stay as they are. */
async function keep(
  history: mongo.Collection<HistoryDocument>,
  events: readonly CloudEvent[],
): Promise<void> {
  try {
    await history.insertMany(
      events.map(({ id, ...event }) => ({ _id: id, ...event })),
      { ordered: false },
    );
  } catch (error) {
    if (!isOnlyDuplicates(error)) throw error;
  }
}

/** Also a connection that broke comes as a bulk write error, with no errors of writes in it: that tells nothing. */
function isOnlyDuplicates(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) return false;
  const errors = error.result.getWriteErrors();
  return error.code === DUPLICATE_KEY && errors.every(({ code }) => code === DUPLICATE_KEY);
}

/** What happened to aggregates of one kind, published or not, oldest first for each. */
export async function readHistory(
  { aggregates, history }: AggregateCollections,
  aggregateIds: readonly string[],
): Promise<readonly CloudEvent[]> {
  const ids = { $in: [...aggregateIds] };
  // In this order: an event that leaves the outbox between the two reads is in the history by then.
  const waiting = await aggregates.find({ _id: ids }, { projection: { outbox: 1 } }).toArray();
  const published = await history.find({ aggregateId: ids }).toArray();
  const events = [...waiting.flatMap(waitingEvents), ...published.map(toEvent)];
  const byId = new Map(events.map((event) => [event.id, event]));
  return [...byId.values()].sort(byAggregateAndVersion);
}

/** All events that were published, in batches, those of each aggregate in order; what waits is left to the relay. */
export async function* readPublished(
  history: mongo.Collection<HistoryDocument>,
): AsyncGenerator<readonly CloudEvent[]> {
  let batch: CloudEvent[] = [];
  for await (const document of history.find().sort({ aggregateId: 1, version: 1 })) {
    batch.push(toEvent(document));
    if (batch.length < READ_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function waitingEvents({ _id, outbox }: Pick<AggregateDocument, '_id' | 'outbox'>): readonly CloudEvent[] {
  return outbox.map((event) => ({ ...event, aggregateId: _id }));
}

function toEvent({ _id, ...event }: HistoryDocument): CloudEvent {
  return { id: _id, ...event };
}

function byAggregateAndVersion(a: CloudEvent, b: CloudEvent): number {
  if (a.aggregateId === b.aggregateId) return a.version - b.version;
  return a.aggregateId < b.aggregateId ? -1 : 1;
}

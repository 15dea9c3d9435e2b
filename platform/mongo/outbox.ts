import type { Model } from 'mongoose';
import type { CloudEvent } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/publisher.ts';
import { FULL_BATCH, type OutboxState } from '../messaging/relay.ts';
import { isOnlyDuplicateKeys } from './connection.ts';
import {
  type Envelope,
  type EventModels,
  HAS_WAITING,
  type HistoryDocument,
  WAITING_INDEX,
} from './schemas.ts';

type Waiting = Pick<Envelope, '_id' | 'outbox'>;

/** Events per round of reading the whole history. */
const READ_BATCH = 500;

/**
 * Publishes a batch of waiting events, about the oldest first, and returns their number; 0 when no event
 * waits. The events of an aggregate are published in order. An event is copied into the history before it is
 * removed from its aggregate's document, so that at any time it is in at least one of the two.
 *
 * After a crash in between, or with several relays at once, an event is published twice. The stream drops the
 * second by its id.
 *
 * @param all the models of all aggregates of the service, those whose events cause events of others first.
 *   They are read in the opposite order, so that an event is not published before its cause, unless more than
 *   a batch waits
 */
export async function publishWaiting(all: readonly EventModels[], publish: Publish): Promise<number> {
  const batches: { readonly models: EventModels; readonly waiting: readonly Waiting[] }[] = [];
  for (const models of all.toReversed()) batches.unshift({ models, waiting: await readWaiting(models) });
  let published = 0;
  for (const { models, waiting } of batches) published += await publishFrom(models, waiting, publish);
  return published;
}

/** What waits in the outboxes of all aggregates of a service. */
export async function readOutbox(all: readonly EventModels[]): Promise<OutboxState> {
  const perModel = await Promise.all(
    all.map(({ envelopes }) =>
      envelopes.aggregate<{ events: number; oldest: string }>([
        { $match: HAS_WAITING },
        { $unwind: '$outbox' },
        { $group: { _id: null, events: { $sum: 1 }, oldest: { $min: '$outbox.time' } } },
      ]),
    ),
  );
  const found = perModel.flat();
  return {
    events: found.reduce((sum, { events }) => sum + events, 0),
    oldest: found.map(({ oldest }) => oldest).toSorted()[0] ?? null,
  };
}

/** In the order of the index, by the oldest event of each document: sorting would read them all. */
async function readWaiting({ envelopes }: EventModels): Promise<readonly Waiting[]> {
  return (
    envelopes
      .find(HAS_WAITING, { outbox: 1 })
      .hint(WAITING_INDEX)
      // Each document has at least one event.
      .limit(FULL_BATCH)
      .lean()
  );
}

async function publishFrom(
  { envelopes, history }: EventModels,
  waiting: readonly Waiting[],
  publish: Publish,
): Promise<number> {
  const events = waiting.flatMap(waitingEvents);
  if (events.length === 0) return 0;
  await publish(events);
  await keep(history, events);
  await envelopes.bulkWrite(
    waiting.map(({ _id, outbox }) => ({
      updateOne: {
        filter: { _id },
        update: { $pull: { outbox: { id: { $in: outbox.map(({ id }) => id) } } } },
      },
    })),
    // Acknowledged before it is on disk: a crash that undoes it only causes the events to be published again.
    { ordered: false, writeConcern: { w: 1 } },
  );
  return events.length;
}

/**
 * Copies events into the history, except those that it contains. They were validated when they were appended.
 */
async function keep(history: Model<HistoryDocument>, events: readonly CloudEvent[]): Promise<void> {
  try {
    await history.insertMany(
      events.map(({ id, ...event }) => ({ _id: id, ...event })),
      { ordered: false, lean: true },
    );
  } catch (error) {
    if (!isOnlyDuplicateKeys(error)) throw error;
  }
}

/** The events of aggregates of one kind, published or not, the oldest of each aggregate first. */
export async function readHistory(
  { envelopes, history }: EventModels,
  aggregateIds: readonly string[],
): Promise<readonly CloudEvent[]> {
  const ids = { $in: [...aggregateIds] };
  // In this order: an event that leaves the outbox between the two reads is in the history by then.
  const waiting = await envelopes.find({ _id: ids }, { outbox: 1 }, { lean: true });
  const published = await history.find({ aggregateId: ids }, null, { lean: true });
  const events = [...waiting.flatMap(waitingEvents), ...published.map(toEvent)];
  const byId = new Map(events.map((event) => [event.id, event]));
  return [...byId.values()].sort(byAggregateAndVersion);
}

/**
 * All published events in batches, those of each aggregate in order. Waiting events are left to the relay.
 */
export async function* readPublished(history: Model<HistoryDocument>): AsyncGenerator<readonly CloudEvent[]> {
  let batch: CloudEvent[] = [];
  for await (const document of history.find().sort({ aggregateId: 1, version: 1 }).lean().cursor()) {
    batch.push(toEvent(document));
    if (batch.length < READ_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function waitingEvents({ _id, outbox }: Waiting): readonly CloudEvent[] {
  return outbox.map((event) => ({ ...event, aggregateId: _id }));
}

function toEvent({ _id, ...event }: HistoryDocument): CloudEvent {
  return { id: _id, ...event };
}

function byAggregateAndVersion(a: CloudEvent, b: CloudEvent): number {
  if (a.aggregateId === b.aggregateId) return a.version - b.version;
  return a.aggregateId < b.aggregateId ? -1 : 1;
}

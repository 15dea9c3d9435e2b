import type { mongo } from 'mongoose';
import type { CloudEvent } from '../messaging/event.ts';
import type { MongoLink } from './connection.ts';

/** An event that waits in its aggregate's document to be published. */
export type WaitingEvent = Omit<CloudEvent, 'aggregateId'>;

/** An aggregate: what it is and what is still to be told of it, in one document and so in one atomic step. */
export type AggregateDocument<Stored = unknown> = {
  _id: string;
  /** Counts the writes: each one names the revision that it was decided on. */
  revision: number;
  /** Counts the published events, without gaps. */
  version: number;
  state: Stored;
  outbox: WaitingEvent[];
};

/** An event that was published, under its own id. */
export type HistoryDocument = Omit<CloudEvent, 'id'> & { _id: string };

/** Where the aggregates of one kind live, and the events of all kinds once they are published. */
export type AggregateCollections = {
  readonly aggregates: mongo.Collection<AggregateDocument>;
  readonly history: mongo.Collection<HistoryDocument>;
};

/**
 * Opens a collection of aggregates and the service's history, and makes the indexes that they need.
 *
 * @param name of the collection, such as `rooms`
 * @param indexes further ones for the service's own queries, by fields under `state`
 */
export async function openAggregates(
  mongoLink: MongoLink,
  name: string,
  indexes: readonly mongo.IndexDescription[] = [],
): Promise<AggregateCollections> {
  const aggregates = mongoLink.collection<AggregateDocument>(name);
  const history = mongoLink.collection<HistoryDocument>('history');
  await aggregates.createIndexes([
    // Sparse: it holds the documents with waiting events alone, so that a sweep costs nothing when there are none.
    { key: { 'outbox.id': 1 }, name: 'waiting', sparse: true },
    ...indexes,
  ]);
  await history.createIndexes([
    { key: { aggregateId: 1, version: 1 }, name: 'by_aggregate' },
    { key: { 'cause.causationId': 1, aggregateId: 1 }, name: 'by_causation' },
  ]);
  return { aggregates, history };
}

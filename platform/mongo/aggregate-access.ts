import DataLoader from 'dataloader';
import { mongo } from 'mongoose';
import { DUPLICATE_KEY } from './connection.ts';
import type { AggregateCollections, AggregateDocument, WaitingEvent } from './documents.ts';

/** What a write has to know of an aggregate besides its state. */
export type Head = Pick<AggregateDocument, 'revision' | 'version' | 'outbox'>;

/** An aggregate's next document, and the revision that it was decided on; 0 when there is none yet. */
export type AggregateWrite = {
  readonly id: string;
  readonly expectedRevision: number;
  readonly version: number;
  readonly state: unknown;
  readonly waiting: readonly WaitingEvent[];
};

/** An aggregate and an event of somebody else's. */
export type Handled = { readonly aggregateId: string; readonly eventId: string };

/**
 * Reads and writes of aggregates. What is asked for at one moment, such as by events that came together, goes to the
 * server in one command: a command costs more than what it does.
 */
export type AggregateAccess = {
  readHead(id: string): Promise<Head | undefined>;
  read(id: string): Promise<AggregateDocument | undefined>;
  /** Whether a published event of the aggregate was caused by the event. Events are kept for ever. */
  hasInHistory(handled: Handled): Promise<boolean>;
  /** Writes, unless the aggregate is at another revision than expected. */
  write(write: AggregateWrite): Promise<'appended' | 'conflict'>;
};

const HEAD = { revision: 1, version: 1, outbox: 1 };
/** Aggregates per command. */
const BATCH = 100;

export function createAggregateAccess({ aggregates, history }: AggregateCollections): AggregateAccess {
  const options = { cache: false, maxBatchSize: BATCH };

  async function find<Found extends { _id: string }>(cursor: mongo.FindCursor<Found>) {
    return new Map((await cursor.toArray()).map((document) => [document._id, document]));
  }

  const heads = new DataLoader(async (ids: readonly string[]) => {
    const wanted = { _id: { $in: [...ids] } };
    const found = await find(aggregates.find<Head & { _id: string }>(wanted, { projection: HEAD }));
    return ids.map((id) => found.get(id));
  }, options);

  const documents = new DataLoader(async (ids: readonly string[]) => {
    const found = await find(aggregates.find({ _id: { $in: [...ids] } }));
    return ids.map((id) => found.get(id));
  }, options);

  const handled = new DataLoader(async (all: readonly Handled[]) => {
    const found = await history
      .find(
        { 'cause.causationId': { $in: all.map(({ eventId }) => eventId) } },
        { projection: { _id: 0, aggregateId: 1, 'cause.causationId': 1 } },
      )
      .toArray();
    const known = new Set(found.map(({ aggregateId, cause }) => `${aggregateId} ${cause.causationId}`));
    return all.map(({ aggregateId, eventId }) => known.has(`${aggregateId} ${eventId}`));
  }, options);

  const writes = new DataLoader(async (all: readonly AggregateWrite[]) => {
    try {
      await aggregates.bulkWrite(all.map(toOperation), { ordered: false });
      return all.map(() => 'appended' as const);
    } catch (error) {
      const failures = failuresOf(error);
      return all.map((_, index) => {
        const failure = failures.get(index);
        if (!failure) return 'appended' as const;
        return failure.code === DUPLICATE_KEY ? 'conflict' : new Error(failure.errmsg, { cause: error });
      });
    }
  }, options);

  return {
    readHead: (id) => heads.load(id),
    read: (id) => documents.load(id),
    hasInHistory: (each) => handled.load(each),
    write: (write) => writes.load(write),
  };
}

/**
 * Where the revision is another one, nothing matches, and what is then to be inserted has a key that is there already:
 * so the server tells for each write whether it came too late.
 */
function toOperation({ id, expectedRevision, version, state, waiting }: AggregateWrite) {
  const next = { revision: expectedRevision + 1, version, state };
  return {
    updateOne: {
      filter: { _id: id, revision: expectedRevision },
      update: { $set: next, $push: { outbox: { $each: [...waiting] } } },
      upsert: true,
    },
  };
}

/** Which of the writes failed. Throws what says nothing about single writes, such as a connection that broke. */
function failuresOf(error: unknown): ReadonlyMap<number, mongo.WriteError> {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) throw error;
  const failures = error.result.getWriteErrors();
  // The error takes its code from the first of them; any other was met on the way.
  if (failures.length === 0 || error.code !== failures[0]?.code) throw error;
  return new Map(failures.map((failure) => [failure.index, failure]));
}

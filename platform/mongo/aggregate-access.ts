import DataLoader from 'dataloader';
import { mongo } from 'mongoose';
import { DUPLICATE_KEY, isConnectionFault } from './connection.ts';
import {
  type AggregateDocument,
  type AggregateModels,
  type Envelope,
  HAS_WAITING,
  type WaitingEvent,
} from './schemas.ts';
import { createValidator } from './validator.ts';

/** The part of an aggregate that a write needs besides the state. */
export type Head = Pick<Envelope, 'revision' | 'version' | 'outbox'>;

/** An aggregate's next document, and the revision that it was decided on; 0 for a new aggregate. */
export type AggregateWrite<State> = {
  readonly id: string;
  readonly expectedRevision: number;
  readonly version: number;
  readonly state: State;
  readonly waiting: readonly WaitingEvent[];
};

/** An aggregate, and an event that may have caused a change of it. */
export type Handled = { readonly aggregateId: string; readonly eventId: string };

/**
 * Reads and writes aggregates. Calls of the same moment, such as those for events that arrived together, are
 * sent to the server in one command, because the cost of a command is mostly independent of its size.
 */
export type AggregateAccess<State> = {
  readHead(id: string): Promise<Head | undefined>;
  read(id: string): Promise<AggregateDocument<State> | undefined>;
  /** Whether a published event of the aggregate was caused by the event. Events are never deleted. */
  hasInHistory(handled: Handled): Promise<boolean>;
  /** Whether a command or event has caused an event of any aggregate of this kind, published or not. */
  hasCausedAny(causationId: string): Promise<boolean>;
  /**
   * Writes, unless the aggregate is at another revision than expected. Rejects with mongoose's
   * `ValidationError` when the document is not as its schema declares it, and with the server's error when it
   * is too large; other writes of the same moment are not affected.
   */
  write(write: AggregateWrite<State>): Promise<'appended' | 'conflict'>;
};

type WriteOutcome = 'appended' | 'conflict' | Error;

const HEAD = { revision: 1, version: 1, outbox: 1 };
/** Aggregates per command. */
const BATCH = 100;

export function createAggregateAccess<State>({
  aggregates,
  envelopes,
  history,
}: AggregateModels<State>): AggregateAccess<State> {
  const options = { cache: false, maxBatchSize: BATCH };
  const collection = aggregates.db.collection<AggregateDocument<unknown>>(
    aggregates.collection.collectionName,
  );
  const validate = createValidator(aggregates.modelName, aggregates.schema);

  const heads = new DataLoader(async (ids: readonly string[]) => {
    return inOrder(ids, await envelopes.find({ _id: { $in: [...ids] } }, HEAD).lean());
  }, options);

  const documents = new DataLoader(async (ids: readonly string[]) => {
    return inOrder(
      ids,
      await aggregates
        .find()
        .where('_id')
        .in([...ids])
        .lean(),
    );
  }, options);

  const handled = new DataLoader(async (all: readonly Handled[]) => {
    const found = await history.find(
      { 'cause.causationId': { $in: all.map(({ eventId }) => eventId) } },
      '-_id aggregateId cause.causationId',
      { lean: true },
    );
    const known = new Set(found.map(({ aggregateId, cause }) => `${aggregateId} ${cause.causationId}`));
    return all.map(({ aggregateId, eventId }) => known.has(`${aggregateId} ${eventId}`));
  }, options);

  async function writeAll(all: readonly AggregateWrite<State>[]): Promise<readonly WriteOutcome[]> {
    try {
      // The documents are validated already. The model's own `bulkWrite` would hydrate all of the state
      // again.
      await collection.bulkWrite(all.map(toOperation), { ordered: false });
      return all.map(() => 'appended');
    } catch (error) {
      const failures = failuresOf(error);
      if (!failures) return writeApart(all, error);
      return all.map((_, index) => {
        const failure = failures.get(index);
        if (!failure) return 'appended';
        return failure.code === DUPLICATE_KEY ? 'conflict' : new Error(failure.errmsg, { cause: error });
      });
    }
  }

  /**
   * Writes one by one what failed as a whole: a document that is too large fails the command in which it is.
   * A write that was done all the same is a conflict.
   */
  async function writeApart(
    all: readonly AggregateWrite<State>[],
    error: unknown,
  ): Promise<readonly WriteOutcome[]> {
    if (isConnectionFault(error) || isOfDurability(error)) throw error;
    if (all.length === 1) return [error instanceof Error ? error : new Error(String(error))];
    const outcomes: WriteOutcome[] = [];
    for (const each of all) outcomes.push(...(await writeAll([each])));
    return outcomes;
  }

  const writes = new DataLoader(writeAll, options);

  return {
    readHead: (id) => heads.load(id),
    read: (id) => documents.load(id),
    hasInHistory: (each) => handled.load(each),
    async hasCausedAny(causationId) {
      // In this order: an event that leaves its document between the two reads is in the history by then.
      const waiting = { ...HAS_WAITING, 'outbox.cause.causationId': causationId };
      if (await envelopes.exists(waiting)) return true;
      return (await history.exists({ 'cause.causationId': causationId })) !== null;
    },
    async write(write) {
      const { id, expectedRevision, version, state, waiting } = write;
      validate({ _id: id, revision: expectedRevision + 1, version, state, outbox: waiting });
      return writes.load(write);
    },
  };
}

function inOrder<Found extends { readonly _id: string }>(ids: readonly string[], found: readonly Found[]) {
  const byId = new Map(found.map((document) => [document._id, document]));
  return ids.map((id) => byId.get(id));
}

/**
 * At another revision the filter matches nothing, and the insert that follows violates the key. So the server
 * reports for each write whether it came too late.
 */
function toOperation({ id, expectedRevision, version, state, waiting }: AggregateWrite<unknown>) {
  const next = { revision: expectedRevision + 1, version, state };
  return {
    updateOne: {
      filter: { _id: id, revision: expectedRevision },
      update: { $set: next, $push: { outbox: { $each: [...waiting] } } },
      upsert: true,
    },
  };
}

/** The server has the writes, but not as safely as asked for. */
function isOfDurability(error: unknown): boolean {
  return error instanceof mongo.MongoBulkWriteError && error.result.getWriteConcernError() !== undefined;
}

/**
 * The writes that failed, by index; undefined for an error that is not about single writes, such as a broken
 * connection.
 */
function failuresOf(error: unknown): ReadonlyMap<number, mongo.WriteError> | undefined {
  if (!(error instanceof mongo.MongoBulkWriteError) || isOfDurability(error)) return undefined;
  const failures = error.result.getWriteErrors();
  // The error has the code of the first failure. Another code means that something else went wrong.
  if (failures.length === 0 || error.code !== failures[0]?.code) return undefined;
  return new Map(failures.map((failure) => [failure.index, failure]));
}

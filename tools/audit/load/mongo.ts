import { connectMongo, type MongoLink } from '../../../platform/mongo/connection.ts';
import type { AggregateDocument, HistoryDocument } from '../../../platform/mongo/schemas.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { ClaimRecord, EventRecord, RoomRecord, Service, StockRecord } from '../snapshot.ts';

/** A room without its assignments. */
export type BareRoom = Omit<RoomRecord, 'assignments'>;

type Optional = 'hostId' | 'location' | 'occupiedBy';
type RoomState = Omit<BareRoom, 'version' | Optional> & Partial<Pick<BareRoom, Optional>>;
type StockState = Pick<StockRecord, 'roomId' | 'status'> & Partial<Pick<StockRecord, 'supplies'>>;

/** An aggregate, and its events that wait to be published. */
export type AggregateRead<Aggregate> = {
  readonly aggregate: Aggregate;
  readonly waiting: readonly EventRecord[];
};

export type MongoService = 'room' | 'supplies';

/** The database of a service in MongoDB. */
export type OpenMongo = {
  readonly link: MongoLink;
  readonly service: MongoService;
  /** Its name for people. */
  readonly name: string;
  close(): Promise<void>;
};

/** The driver's own batches have up to 16 MB. */
const CHUNK = 500;

/** Opens the database of a service. @throws CannotRead */
export async function openMongo(url: string, service: MongoService): Promise<OpenMongo> {
  const name = storeName(`${service}’s MongoDB`, url);
  const link = await readStoreOrThrow(name, () =>
    connectMongo({ url, dbName: service, log: createLogger('audit', 'silent') }),
  );
  return { link, service, name, close: () => link.close() };
}

/** Which aggregates are read: one, or those with waiting events. */
export type AggregateFilter = { readonly _id?: string; readonly 'outbox.id'?: { readonly $gt: '' } };

/** Reads rooms without their assignments, in chunks. @throws CannotRead */
export function readRooms(
  room: OpenMongo,
  filter: AggregateFilter = {},
): AsyncGenerator<readonly AggregateRead<BareRoom>[]> {
  return readAggregates<RoomState, BareRoom>(room, 'rooms', filter, ({ state, version }) => {
    const { id, name, capacity, hourlyRate, deleted, status, statusSince } = state;
    // Null is not stored.
    const { hostId = null, location = null, occupiedBy = null } = state;
    const details = { id, version, hostId, name, location, capacity, hourlyRate, deleted };
    return { ...details, status, statusSince, occupiedBy };
  });
}

/** Reads the supplies of rooms in chunks. @throws CannotRead */
export function readStocks(
  supplies: OpenMongo,
  filter: AggregateFilter = {},
): AsyncGenerator<readonly AggregateRead<StockRecord>[]> {
  return readAggregates<StockState, StockRecord>(supplies, 'room_stocks', filter, ({ state, version }) => {
    const { roomId, status, supplies: lines = [] } = state;
    return { roomId, status, version, supplies: lines.map(({ name, quantity }) => ({ name, quantity })) };
  });
}

/** Reads aggregates of a collection, in chunks. @throws CannotRead */
export function readAggregates<State, Aggregate>(
  { link, service, name }: OpenMongo,
  collection: string,
  filter: AggregateFilter,
  toAggregate: (document: AggregateDocument<State>) => Aggregate,
): AsyncGenerator<readonly AggregateRead<Aggregate>[]> {
  const documents = link
    .collection<AggregateDocument<State>>(collection)
    .find<AggregateDocument<State>>(filter, { batchSize: CHUNK });
  return inChunks(name, documents, (document) => ({
    aggregate: toAggregate(document),
    waiting: document.outbox.map((event) => toEvent(service, { ...event, aggregateId: document._id }, false)),
  }));
}

/** Which published events are read. */
export type HistoryFilter = {
  readonly aggregateId?: string;
  readonly 'data.booking.id'?: string;
  readonly 'cause.causationId'?: { readonly $in: readonly string[] };
  readonly 'cause.correlationId'?: string;
  readonly _id?: { readonly $in: readonly string[] };
};

/**
 * Reads published events in chunks, without a filter by their aggregates and versions. Read them after the
 * aggregates: an event that leaves its document between the two reads is here by then.
 *
 * @throws CannotRead
 */
export function readHistory(
  { link, service, name }: OpenMongo,
  filter?: HistoryFilter,
): AsyncGenerator<readonly EventRecord[]> {
  const fields = { type: 1, aggregateId: 1, version: 1, time: 1, cause: 1, 'data.booking.id': 1 };
  const found = link
    .collection<HistoryDocument>('history')
    .find<HistoryDocument>({ ...filter }, { projection: fields, batchSize: CHUNK });
  const documents = filter ? found : found.sort({ aggregateId: 1, version: 1 });
  return inChunks(name, documents, ({ _id, ...event }) => toEvent(service, { ...event, id: _id }, true));
}

async function* inChunks<Document, T>(
  name: string,
  documents: AsyncIterable<Document>,
  toRecord: (document: Document) => T,
): AsyncGenerator<readonly T[]> {
  const iterator = documents[Symbol.asyncIterator]();
  try {
    for (;;) {
      const chunk = await readStoreOrThrow(name, async () => {
        const records: T[] = [];
        while (records.length < CHUNK) {
          const { done, value } = await iterator.next();
          if (done) break;
          records.push(toRecord(value));
        }
        return records;
      });
      if (chunk.length > 0) yield chunk;
      if (chunk.length < CHUNK) return;
    }
  } finally {
    await iterator.return?.();
  }
}

function toEvent(
  service: Service,
  event: Omit<HistoryDocument, '_id'> & { readonly id: string },
  published: boolean,
): EventRecord {
  const { id, type, aggregateId, version, time, cause, data } = event;
  const { correlationId, causationId } = cause;
  return {
    service,
    id,
    type,
    aggregateId,
    version,
    at: time,
    correlationId,
    causationId,
    published,
    bookingId: bookingIn(data),
  };
}

/** The booking id in an event's data. */
function bookingIn(data: unknown): string | undefined {
  if (typeof data !== 'object' || data === null || !('booking' in data)) return undefined;
  const { booking } = data;
  if (typeof booking !== 'object' || booking === null || !('id' in booking)) return undefined;
  return typeof booking.id === 'string' ? booking.id : undefined;
}

type KeyDocument = { _id: string; commandId: string; claimedAt: Date };

/** Reads the idempotency keys without an outcome, in chunks. @throws CannotRead */
export function readMongoClaims({ link, service, name }: OpenMongo): AsyncGenerator<readonly ClaimRecord[]> {
  const keys = link
    .collection<KeyDocument>('idempotency_keys')
    .find({ outcome: { $exists: false } }, { projection: { commandId: 1, claimedAt: 1 }, batchSize: CHUNK });
  return inChunks(name, keys, ({ commandId, claimedAt }) => ({
    service,
    commandId,
    claimedAt: claimedAt.toISOString(),
  }));
}

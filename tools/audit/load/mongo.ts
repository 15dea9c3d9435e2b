import { connectMongo, type MongoLink } from '../../../platform/mongo/connection.ts';
import type { AggregateDocument, HistoryDocument } from '../../../platform/mongo/schemas.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { readStoreOrThrow, storeName } from '../cannot-read.ts';
import type {
  AssignmentRecord,
  AssignmentVersion,
  ClaimRecord,
  EventRecord,
  RoomRecord,
  Service,
  StockRecord,
} from '../snapshot.ts';

type Store<Aggregate> = {
  readonly aggregates: readonly Aggregate[];
  readonly events: readonly EventRecord[];
  readonly claims: readonly ClaimRecord[];
};

type Optional = 'hostId' | 'location' | 'occupiedBy';
type RoomState = Omit<RoomRecord, 'version' | 'assignments' | Optional> & Partial<Pick<RoomRecord, Optional>>;
type AssignmentState = AssignmentRecord & { readonly roomId: string; readonly beginsAt?: string };
type StockState = Pick<StockRecord, 'roomId' | 'status'> & Partial<Pick<StockRecord, 'supplies'>>;

/** Reads room's store. @throws CannotRead */
export async function readRoom(
  url: string,
): Promise<Store<RoomRecord> & { readonly assignmentVersions: readonly AssignmentVersion[] }> {
  const { documents, ...store } = await readStore(url, 'room', async (link) => ({
    rooms: await link.collection<AggregateDocument<RoomState>>('rooms').find().toArray(),
    assignments: await link.collection<AggregateDocument<AssignmentState>>('assignments').find().toArray(),
  }));
  const open = documents.assignments.flatMap(({ _id: bookingId, state: { roomId, slot, beginsAt } }) =>
    beginsAt === undefined ? [] : [{ bookingId, roomId, slot }],
  );
  const byRoom = Map.groupBy(open, ({ roomId }) => roomId);
  return {
    ...store,
    aggregates: documents.rooms.map(({ state, version }) => {
      const { id, name, capacity, hourlyRate, deleted, status, statusSince } = state;
      // Null is not stored.
      const { hostId = null, location = null, occupiedBy = null } = state;
      const details = { id, version, hostId, name, location, capacity, hourlyRate, deleted };
      const assignments = (byRoom.get(id) ?? []).map(({ bookingId, slot }) => ({ bookingId, slot }));
      return { ...details, status, statusSince, occupiedBy, assignments };
    }),
    assignmentVersions: documents.assignments.map(({ _id: id, version }) => ({ id, version })),
  };
}

/** Reads supplies' store. @throws CannotRead */
export async function readSupplies(url: string): Promise<Store<StockRecord>> {
  const { documents, ...store } = await readStore(url, 'supplies', async (link) => ({
    stocks: await link.collection<AggregateDocument<StockState>>('room_stocks').find().toArray(),
  }));
  return {
    ...store,
    aggregates: documents.stocks.map(({ state, version }) => {
      const { roomId, status, supplies = [] } = state;
      return {
        roomId,
        status,
        version,
        supplies: supplies.map(({ name, quantity }) => ({ name, quantity })),
      };
    }),
  };
}

/** @param read reads the documents of the service's aggregates */
async function readStore<Documents extends Readonly<Record<string, readonly AggregateDocument<object>[]>>>(
  url: string,
  service: Service,
  read: (link: MongoLink) => Promise<Documents>,
): Promise<Omit<Store<never>, 'aggregates'> & { readonly documents: Documents }> {
  return readStoreOrThrow(storeName(`${service}’s MongoDB`, url), async () => {
    const link = await connectMongo({ url, dbName: service, log: createLogger('audit', 'silent') });
    try {
      // The order matters: an event that leaves its document between the two reads is in the history by then.
      const documents = await read(link);
      const published = await readHistory(link, service);
      const known = new Set(published.map(({ id }) => id));
      const waiting = Object.values(documents)
        .flat()
        .flatMap(({ _id, outbox }) =>
          outbox.map((event) => toEvent(service, { ...event, aggregateId: _id }, false)),
        );
      return {
        documents,
        events: [...published, ...waiting.filter(({ id }) => !known.has(id))],
        claims: await readClaims(link, service),
      };
    } finally {
      await link.close();
    }
  });
}

async function readHistory(link: MongoLink, service: Service): Promise<readonly EventRecord[]> {
  const fields = { type: 1, aggregateId: 1, version: 1, time: 1, cause: 1, 'data.booking.id': 1 };
  const history = await link
    .collection<HistoryDocument>('history')
    .find({}, { projection: fields })
    .toArray();
  return history.map(({ _id, ...event }) => toEvent(service, { ...event, id: _id }, true));
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

async function readClaims(link: MongoLink, service: Service): Promise<readonly ClaimRecord[]> {
  const keys = await link
    .collection<KeyDocument>('idempotency_keys')
    .find({ outcome: { $exists: false } }, { projection: { commandId: 1, claimedAt: 1 } })
    .toArray();
  return keys.map(({ commandId, claimedAt }) => ({ service, commandId, claimedAt: claimedAt.toISOString() }));
}

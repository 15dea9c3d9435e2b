import type { AssignmentVersion, EventRecord, RoomRecord, StockRecord } from '../snapshot.ts';
import { readAssignments } from './assignments.ts';
import { collect } from './merge.ts';
import {
  type AggregateRead,
  type MongoService,
  type OpenMongo,
  openMongo,
  readHistory,
  readRooms,
  readStocks,
} from './mongo.ts';

/** Reads all rooms with their assignments, and their events. @throws CannotRead */
export async function readRoom(url: string): Promise<{
  readonly aggregates: readonly RoomRecord[];
  readonly assignmentVersions: readonly AssignmentVersion[];
  readonly events: readonly EventRecord[];
}> {
  const { found, events } = await readAll(url, 'room', async (room) => ({
    rooms: await collect(readRooms(room)),
    assignments: await collect(readAssignments(room)),
  }));
  const open = found.assignments.flatMap(({ aggregate }) => aggregate.open ?? []);
  const byRoom = Map.groupBy(open, ({ roomId }) => roomId);
  return {
    aggregates: found.rooms.map(({ aggregate }) => ({
      ...aggregate,
      assignments: byRoom.get(aggregate.id) ?? [],
    })),
    assignmentVersions: found.assignments.map(({ aggregate: { id, version } }) => ({ id, version })),
    events,
  };
}

/** Reads the supplies of all rooms, and their events. @throws CannotRead */
export async function readSupplies(
  url: string,
): Promise<{ readonly aggregates: readonly StockRecord[]; readonly events: readonly EventRecord[] }> {
  const { found, events } = await readAll(url, 'supplies', async (supplies) => ({
    stocks: await collect(readStocks(supplies)),
  }));
  return { aggregates: found.stocks.map(({ aggregate }) => aggregate), events };
}

type Waiting = Pick<AggregateRead<unknown>, 'waiting'>;

async function readAll<Found extends Readonly<Record<string, readonly Waiting[]>>>(
  url: string,
  service: MongoService,
  read: (store: OpenMongo) => Promise<Found>,
) {
  const store = await openMongo(url, service);
  try {
    const found = await read(store);
    const published = await collect(readHistory(store));
    const known = new Set(published.map(({ id }) => id));
    const waiting = Object.values(found)
      .flat()
      .flatMap((each) => each.waiting)
      .filter(({ id }) => !known.has(id));
    return { found, events: [...published, ...waiting] };
  } finally {
    await store.close();
  }
}

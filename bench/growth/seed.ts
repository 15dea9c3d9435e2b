import { join } from 'node:path';
import { openIssuer } from '../../embedded/issuer.ts';
import { SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';
import { openStore as openLedger } from '../../embedded/psp/store/store.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { connectMongo } from '../../platform/mongo/connection.ts';
import { publishWaiting } from '../../platform/postgres/event-log.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { audit } from '../../tools/audit/audit.ts';
import { findAddresses, reachNats } from '../../tools/events/instance.ts';
import { openServicePool } from '../../tools/events/stores.ts';
import { registerRooms } from '../load.ts';
import { appendBookings, appendHistory, appendMessages, appendPayments, appendViewRows } from './append.ts';
import { type Booked, bookRoom } from './booked.ts';
import { loadRooms, storeAssignments } from './rooms.ts';

export type SeedOptions = {
  readonly bookings: number;
  /** The rooms that have them in turns. */
  readonly rooms: number;
  /** How many of the bookings lie ahead of one further room, the first one; none by default. */
  readonly aheadOfFirst?: number;
  /** Further rooms without any, which come last. */
  readonly emptyRooms?: number;
  /** False leaves the streams without the events: NATS syncs each to disk. */
  readonly publishes: boolean;
  /** Ends the seeding between two batches. */
  readonly signal?: AbortSignal;
  /** Is told how many bookings there are. */
  readonly onProgress?: (bookings: number) => void;
};

/** The ids of rooms that were seeded. */
export type SeededRooms = {
  /** That with the most bookings ahead. */
  readonly first: string;
  /** That which comes last: one without bookings, if any are. */
  readonly empty: string;
  /** When the seeding began, in milliseconds since 1970; all slots follow from it. */
  readonly begun: number;
};

const BATCH = 1_000;
const CUSTOMER_BOOKINGS = 100;
/** The share of bookings that lie ahead. */
const AHEAD = 0.1;
/** A room is booked for one hour, and free for the next one. */
export const EVERY_MS = 2 * HOUR_MS;
const BOOKED_BEFORE_MS = HOUR_MS / 2;
const TIME_ZONE = 'Europe/Berlin';
/** From now on, no booking of the past ends while it is seeded, and none ahead begins. */
export const MARGIN_MS = 24 * HOUR_MS;

/** The customer who has made the booking of a number. */
export function customerOf(number: number): string {
  return `customer ${Math.floor(number / CUSTOMER_BOOKINGS)}`;
}

type Stores = Awaited<ReturnType<typeof openStores>>;

/**
 * Fills the stores of a running instance with bookings as the services leave them, confirmed or completed.
 * The rooms are registered through the API; then the services are stopped, and bookings are appended in
 * batches by their own rules, statements, projections and relays. The services stay stopped: their consumers
 * have not handled the events.
 */
export async function seed(instance: TestInstance, options: SeedOptions): Promise<SeededRooms> {
  const { bookings, rooms, aheadOfFirst = 0, emptyRooms = 0, publishes, signal, onProgress } = options;
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: 'growth', role: 'host', expiresIn: 24 * 3_600 });
  const first = aheadOfFirst > 0 ? 1 : 0;
  await registerRooms(instance.url, token, first + rooms + emptyRooms);
  const { clean, settling } = await audit({ dataDir: instance.dataDir, waitMs: MARGIN_MS });
  if (!clean || settling.length > 0) throw new Error('The instance is not settled');
  await instance.stopOnly(...SERVICES.map(({ name }) => name), SIMULATOR.name);

  const stores = await openStores(instance);
  const begun = Date.now();
  let all: readonly Room[];
  try {
    all = await loadRooms(stores.room);
    const plan = {
      first: all[0],
      aheadOfFirst,
      rooms: all.slice(first, first + rooms),
      others: bookings - aheadOfFirst,
      begun,
    };
    let appended = Promise.resolve();
    for (let done = 0; done < bookings; ) {
      // While the servers store the batch before.
      const booked: Booked[] = [];
      for (; booked.length < BATCH && done < bookings; done += 1) booked.push(book(plan, done));
      await appended;
      signal?.throwIfAborted();
      appended = append(stores, booked, publishes);
      onProgress?.(done);
    }
    await appended;
  } finally {
    await stores.close();
  }
  await instance.startOnly(SIMULATOR.name);
  return { first: all[0]?.id ?? '', empty: all.at(-1)?.id ?? '', begun };
}

type Plan = {
  readonly first: Room | undefined;
  readonly aheadOfFirst: number;
  /** The others, and how many bookings they have. */
  readonly rooms: readonly Room[];
  readonly others: number;
  /** When the seeding began, in milliseconds since 1970. */
  readonly begun: number;
};

/** Books by number: first what lies ahead of the first room, then one room after the other. */
function book({ first, aheadOfFirst, rooms, others, begun }: Plan, number: number): Booked {
  if (number < aheadOfFirst) return bookSlot(first, number, number, begun);
  const slots = Math.ceil(others / rooms.length);
  const past = Math.ceil(slots * (1 - AHEAD));
  const nth = number - aheadOfFirst;
  return bookSlot(rooms[nth % rooms.length], Math.floor(nth / rooms.length) - past, number, begun);
}

/**
 * Books a room in one of the slots of which each second one is left free.
 *
 * @param place of the slot: 0 is the first one ahead, -1 the last one of the past
 */
function bookSlot(room: Room | undefined, place: number, number: number, begun: number): Booked {
  if (!room) throw new Error('There are no rooms');
  const isOver = place < 0;
  const start = begun + (isOver ? -MARGIN_MS : MARGIN_MS) + place * EVERY_MS;
  const requested = isOver ? start - BOOKED_BEFORE_MS : begun - HOUR_MS + (number % HOUR_MS);
  return bookRoom({
    room,
    customerId: customerOf(number),
    slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    requestedAt: new Date(requested).toISOString(),
    isOver,
  });
}

async function append(stores: Stores, booked: readonly Booked[], publishes: boolean): Promise<void> {
  const { booking, payment, notification, view, ledger, publishers } = stores;
  const ofRooms = booked.flatMap(({ events }) => events.room);
  const events = [...booked.flatMap((each) => [...each.events.booking, ...each.events.payment]), ...ofRooms];
  await ledger.write(() => {
    for (const { intent } of booked) ledger.intents.put(intent);
  });
  await Promise.all([
    appendBookings(booking, booked),
    appendPayments(payment, booked),
    appendRoomEvents(stores, ofRooms, publishes),
    storeAssignments(stores.room, booked),
    appendMessages(notification, events, TIME_ZONE),
    appendViewRows(view, events),
  ]);
  const [sent] = await Promise.all([
    publish(notification, publishers.notification, publishes),
    publishes ? publish(booking, publishers.booking, true) : booking.query('DELETE FROM outbox'),
    publishes ? publish(payment, publishers.payment, true) : payment.query('DELETE FROM outbox'),
  ]);
  await appendViewRows(view, sent);
}

async function appendRoomEvents(
  { room, publishers }: Stores,
  events: readonly CloudEvent[],
  publishes: boolean,
): Promise<void> {
  if (publishes) await publishers.room(events);
  await appendHistory(room, events);
}

/** Empties an outbox, publishes what it has unless it is told not to, and returns it. */
async function publish(
  pool: Pool,
  send: (events: readonly CloudEvent[]) => Promise<void>,
  publishes: boolean,
): Promise<readonly CloudEvent[]> {
  const all: CloudEvent[] = [];
  const take = async (events: readonly CloudEvent[]) => {
    all.push(...events);
    if (publishes) await send(events);
  };
  while ((await publishWaiting(pool, take)) > 0);
  return all;
}

async function openStores({ dataDir }: TestInstance) {
  const { database, nats } = findAddresses({ DATA_DIR: dataDir });
  const open = (service: string) => openServicePool(service, database(service, 'postgres'));
  const log = createLogger('bench', 'silent');
  const link = await reachNats(nats);
  const room = await connectMongo({ url: database('room', 'mongodb'), dbName: 'room', log });
  const pools = {
    booking: await open('booking'),
    payment: await open('payment'),
    notification: await open('notification'),
    view: await open('view'),
  };
  const ledger = openLedger(join(dataDir, SIMULATOR.name));
  return {
    ...pools,
    room,
    ledger,
    publishers: {
      booking: createPublisher(link, 'booking'),
      payment: createPublisher(link, 'payment'),
      room: createPublisher(link, 'room'),
      notification: createPublisher(link, 'notification'),
    },
    async close() {
      ledger.close();
      await Promise.all([...Object.values(pools).map((pool) => pool.end()), room.close(), link.close()]);
    },
  };
}

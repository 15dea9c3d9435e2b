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
  readonly rooms: number;
  /** False leaves the streams without the events: NATS syncs each to disk. */
  readonly publishes: boolean;
  /** Is told how many bookings there are. */
  readonly onProgress?: (bookings: number) => void;
};

const BATCH = 1_000;
const CUSTOMER_BOOKINGS = 100;
/** The share of bookings that lie ahead. */
const AHEAD = 0.1;
/** A room is booked for one hour, and free for the next one. */
const EVERY_MS = 2 * HOUR_MS;
const BOOKED_BEFORE_MS = HOUR_MS / 2;
const TIME_ZONE = 'Europe/Berlin';
/** From now on, no booking of the past ends while it is seeded, and none ahead begins. */
const MARGIN_MS = 24 * HOUR_MS;

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
export async function seed(instance: TestInstance, options: SeedOptions): Promise<void> {
  const { bookings, rooms, publishes, onProgress } = options;
  const issuer = await openIssuer(instance.dataDir);
  const token = await issuer.mint({ subject: 'growth', role: 'host', expiresIn: 24 * 3_600 });
  await registerRooms(instance.url, token, rooms);
  const { clean, settling } = await audit({ dataDir: instance.dataDir, waitMs: MARGIN_MS });
  if (!clean || settling.length > 0) throw new Error('The instance is not settled');
  await instance.stopOnly(...SERVICES.map(({ name }) => name), SIMULATOR.name);

  const stores = await openStores(instance);
  try {
    const open = await loadRooms(stores.room);
    const begun = Date.now();
    for (let done = 0; done < bookings; ) {
      const booked: Booked[] = [];
      for (; booked.length < BATCH && done < bookings; done += 1)
        booked.push(book(open, done, bookings, begun));
      await append(stores, booked, publishes);
      onProgress?.(done);
    }
  } finally {
    await stores.close();
  }
  await instance.startOnly(SIMULATOR.name);
}

/** Books by number: one room after the other, each room one slot after the other. */
function book(rooms: readonly Room[], number: number, bookings: number, begun: number): Booked {
  const room = rooms[number % rooms.length];
  if (!room) throw new Error('There are no rooms');
  const slots = Math.ceil(bookings / rooms.length);
  const past = Math.ceil(slots * (1 - AHEAD));
  const index = Math.floor(number / rooms.length);
  const isOver = index < past;
  const start = begun + (isOver ? -MARGIN_MS : MARGIN_MS) + (index - past) * EVERY_MS;
  const requested = isOver ? start - BOOKED_BEFORE_MS : begun - HOUR_MS + index;
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
  await empty(booking, publishers.booking, publishes);
  await empty(payment, publishers.payment, publishes);
  const sent = await empty(notification, publishers.notification, publishes);
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

/** Publishes what waits in an outbox, and returns it. */
async function empty(
  pool: Pool,
  publish: (events: readonly CloudEvent[]) => Promise<void>,
  publishes: boolean,
): Promise<readonly CloudEvent[]> {
  const all: CloudEvent[] = [];
  const take = async (events: readonly CloudEvent[]) => {
    all.push(...events);
    if (publishes) await publish(events);
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

import { join } from 'node:path';
import { SERVICES, SIMULATOR } from '../../embedded/launcher/services.ts';
import { openStore as openLedger } from '../../embedded/psp/store/store.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { createPublisher } from '../../platform/messaging/jetstream/publisher.ts';
import { connectMongo } from '../../platform/mongo/connection.ts';
import { publishWaiting } from '../../platform/postgres/event-log.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { findAddresses, reachNats } from '../../tools/events/instance.ts';
import { openServicePool } from '../../tools/events/stores.ts';
import { appendBookings, appendHistory, appendMessages, appendPayments, appendViewRows } from './append.ts';
import type { Booked } from './booked.ts';
import { storeAssignments } from './rooms.ts';

export type Stores = Awaited<ReturnType<typeof openStores>>;

const TIME_ZONE = 'Europe/Berlin';

/** Opens booking's store of a running instance. */
export function openBookings({ dataDir }: TestInstance): Promise<Pool> {
  return openServicePool('booking', findAddresses({ DATA_DIR: dataDir }).database('booking', 'postgres'));
}

/**
 * Stops the services of a running instance, and works on the stores in which a booking leaves something. The
 * services stay stopped.
 */
export async function onStores<Result>(
  instance: TestInstance,
  work: (stores: Stores) => Promise<Result>,
): Promise<Result> {
  // The simulator has its store to itself.
  await instance.stopOnly(...SERVICES.map(({ name }) => name), SIMULATOR.name);
  const stores = await openStores(instance);
  let result: Result;
  try {
    result = await work(stores);
  } finally {
    await stores.close();
  }
  await instance.startOnly(SIMULATOR.name);
  return result;
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

/**
 * Appends bookings to all stores, as the services leave them.
 *
 * @param publishes whether their events are sent to the streams; they are in no outbox afterwards, either way
 */
export async function append(stores: Stores, booked: readonly Booked[], publishes: boolean): Promise<void> {
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
    storeAssignments(stores.room, booked, { wait: false }),
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

import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import { FULL_BATCH } from '../../platform/messaging/relay.ts';
import { publishWaiting as publishMongo } from '../../platform/mongo/outbox.ts';
import { publishWaiting as publishPostgres } from '../../platform/postgres/event-log.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { openModels } from '../../subgraphs/room/store/open-stores.ts';
import { cpuTime } from '../instance-cpu.ts';
import { appendBookings } from './append.ts';
import { type Booked, bookRoom } from './booked.ts';
import type { Costs } from './costs.ts';
import { loadRooms, storeAssignments } from './rooms.ts';
import { BATCH, customerOf, EVERY_MS, MARGIN_MS } from './seed.ts';
import { onStores, type Stores } from './stores.ts';

/** The bookings whose events wait, as a share of those in the store, and the fewest and the most of them. */
const SHARE = 0.1;
const [FEWEST, MOST] = [100, 10_000];
/** What waits at once in a small store is published so often that as many bookings are in the figure. */
const LEAST_IN_ALL = 1_000;
/** After all bookings of the rooms that have them in turns. */
const FREE_FROM_MS = 120 * 24 * HOUR_MS;

/**
 * Stops the services, lets the events of a tenth of all bookings wait in the outboxes of booking and room,
 * and publishes them by the relay's rounds in this process. Measures the CPU time of the servers and of this
 * process by the number of events. The consumers do not run. The store has more bookings afterwards.
 *
 * @param bookings how many the store has
 */
export function measureBacklog(
  instance: TestInstance,
  { bookings, begun }: { readonly bookings: number; readonly begun: number },
): Promise<Costs> {
  return onStores(instance, async (stores) => {
    const models = Object.values(await openModels(stores.room));
    // Not the first one, of which all slots are taken.
    const [, ...rooms] = await loadRooms(stores.room);
    const waiting = Math.ceil(Math.min(Math.max(bookings * SHARE, FEWEST), MOST));
    const postgres = { events: 0, cpuMs: 0 };
    const mongo = { events: 0, cpuMs: 0 };
    for (let done = 0; done < Math.max(waiting, LEAST_IN_ALL); done += waiting) {
      await letWait(stores, rooms, { from: done, to: done + waiting, begun });
      await add(postgres, instance, () => publishPostgres(stores.booking, stores.publishers.booking));
      await add(mongo, instance, () => publishMongo(models, stores.publishers.room));
    }
    return [
      ['a backlog in PostgreSQL, a tenth of the bookings, for each event', postgres.cpuMs / postgres.events],
      ['a backlog in MongoDB, a tenth of the bookings, for each event', mongo.cpuMs / mongo.events],
    ];
  });
}

type Numbers = { readonly from: number; readonly to: number; readonly begun: number };

/** Appends bookings by number, whose events wait to be published. */
async function letWait(
  { booking, room: link }: Stores,
  rooms: readonly Room[],
  { from, to, begun }: Numbers,
): Promise<void> {
  for (let number = from; number < to; ) {
    const booked: Booked[] = [];
    for (; booked.length < BATCH && number < to; number += 1) booked.push(bookAhead(rooms, number, begun));
    await appendBookings(booking, booked);
    await storeAssignments(link, booked, { wait: true });
  }
}

function bookAhead(rooms: readonly Room[], number: number, begun: number): Booked {
  const room = rooms[number % rooms.length];
  if (!room) throw new Error('There are no rooms');
  const start = begun + FREE_FROM_MS + Math.floor(number / rooms.length) * EVERY_MS;
  return bookRoom({
    room,
    customerId: customerOf(number),
    slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    requestedAt: new Date(begun - MARGIN_MS).toISOString(),
    isOver: false,
  });
}

/** Publishes batches until one has emptied the outbox, as a relay does, and adds what that took. */
async function add(
  sum: { events: number; cpuMs: number },
  instance: TestInstance,
  publishBatch: () => Promise<number>,
): Promise<void> {
  const before = { servers: cpuTime(instance), own: process.cpuUsage() };
  let batch: number;
  do {
    batch = await publishBatch();
    sum.events += batch;
  } while (batch >= FULL_BATCH);
  const own = process.cpuUsage(before.own);
  sum.cpuMs += cpuTime(instance) - before.servers + (own.user + own.system) / 1_000;
}

import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES } from '../../embedded/launcher/services.ts';
import type { TestInstance } from '../../embedded/testing.ts';
import { HOUR_MS } from '../../platform/config/duration.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { cpuTime } from '../instance-cpu.ts';
import { bookRoom } from './booked.ts';
import type { Costs } from './costs.ts';
import { loadRooms } from './rooms.ts';
import { BATCH, BOOKED_BEFORE_MS, customerOf } from './seed.ts';
import { openSettling } from './settled.ts';
import { append, onStores, type Stores } from './stores.ts';

/** The most rooms of which a slot ends and one begins. */
const MOST = 10_000;
/** From appending the bookings until the services have started and followed those that have begun. */
const START_MS = { least: 60_000, perRoom: 25 };
/** From the ends of the slots to the beginnings of the next ones; for the latter, the limit is the same. */
const STEP_MS = { least: 20_000, perRoom: 25 };
/** How long before the instant the measurement begins. */
const EARLY_MS = 200;

/**
 * Stops the services, books two slots in each room, of which one ends at one instant and the other begins at
 * a later one, and starts the services again. Measures the CPU time of all processes, for each room, from
 * either instant until its bookings, statuses and views have followed and all events are handled.
 */
export async function measureOneInstant(instance: TestInstance): Promise<Costs> {
  const { rooms, endsAt, beginsAt } = await onStores(instance, appendSlots);
  await instance.startOnly(...SERVICES.map(({ name }) => name));
  const settling = await openSettling(instance);
  const haveFollowed = (status: 'EMPTY' | 'FULL', since: number) => async () =>
    (await countStatuses(settling.store('view'), status, since)) === rooms &&
    (await areCompleted(settling.store('booking')));
  try {
    await settling.untilSettled(haveFollowed('FULL', endsAt - HOUR_MS), endsAt - EARLY_MS);
    const measure = async (instant: number, limit: number, condition: () => Promise<boolean>) => {
      await delay(Math.max(0, instant - EARLY_MS - Date.now()));
      const before = cpuTime(instance);
      await settling.untilSettled(condition, limit);
      return (cpuTime(instance) - before) / rooms;
    };
    return [
      [
        'slots that end at one instant, one in each room, for each slot',
        await measure(endsAt, beginsAt - EARLY_MS, haveFollowed('EMPTY', endsAt)),
      ],
      [
        'slots that begin at one instant, one in each room, for each slot',
        await measure(beginsAt, beginsAt + (beginsAt - endsAt), haveFollowed('FULL', beginsAt)),
      ],
    ];
  } finally {
    await settling.close();
  }
}

type Slots = {
  /** In how many rooms one slot ends and the next one begins. */
  readonly rooms: number;
  /** In milliseconds since 1970. */
  readonly endsAt: number;
  readonly beginsAt: number;
};

async function appendSlots(stores: Stores): Promise<Slots> {
  const rooms = (await loadRooms(stores.room)).slice(0, MOST);
  const endsAt = Date.now() + durationOf(START_MS, rooms.length);
  const beginsAt = endsAt + durationOf(STEP_MS, rooms.length);
  for (const start of [endsAt - HOUR_MS, beginsAt])
    for (let done = 0; done < rooms.length; done += BATCH) {
      const some = rooms.slice(done, done + BATCH);
      const booked = some.map((room, index) => bookFrom(room, start, endsAt, done + index));
      await append(stores, booked, false);
    }
  return { rooms: rooms.length, endsAt, beginsAt };
}

function durationOf({ least, perRoom }: typeof START_MS, rooms: number): number {
  return least + perRoom * rooms;
}

/** Books an hour, before the first one begins. @param number of its customer's booking */
function bookFrom(room: Room, start: number, endsAt: number, number: number) {
  return bookRoom({
    room,
    customerId: customerOf(number),
    slot: { start: new Date(start).toISOString(), end: new Date(start + HOUR_MS).toISOString() },
    requestedAt: new Date(endsAt - HOUR_MS - BOOKED_BEFORE_MS).toISOString(),
    isOver: false,
  });
}

/** The number of rooms that the view has with a status since an instant or later. */
async function countStatuses(view: Pool, status: 'EMPTY' | 'FULL', since: number): Promise<number> {
  const { rows } = await view.query<{ found: number }>(
    'SELECT count(*) AS found FROM room_statuses WHERE status = $1 AND since >= $2',
    [status, new Date(since).toISOString()],
  );
  return rows[0]?.found ?? 0;
}

/** Whether no booking is CONFIRMED whose slot has ended. */
async function areCompleted(booking: Pool): Promise<boolean> {
  const { rowCount } = await booking.query(
    "SELECT FROM bookings WHERE stage = 'OPEN' AND status = 'CONFIRMED' AND upper(slot) <= now() LIMIT 1",
  );
  return rowCount === 0;
}

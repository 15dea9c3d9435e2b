import { setTimeout as delay } from 'node:timers/promises';
import type { Pool as HttpPool } from 'undici';
import type { TestInstance } from '../../embedded/testing.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { cpuTime } from '../instance-cpu.ts';
import { book, type hourFrom } from '../load.ts';

export type Booking = {
  readonly instance: TestInstance;
  readonly http: HttpPool;
  /** Booking's store. */
  readonly store: Pool;
  /** Of customers, one for each client. */
  readonly tokens: readonly string[];
};

/** A room to book, and its free slots by number. */
export type Bookable = {
  readonly roomId: string;
  readonly slot: (number: number) => ReturnType<typeof hourFrom>;
};

/** Bookings of a room in one round. */
const ROUND = 64;
/** The first rounds only warm up. */
const WARM_UP = 3;
const ROUNDS = 9;
const LOOK_MS = 50;
/** Afterwards, views and messages follow; and rooms whose status changes. */
const SETTLE_MS = 1_000;
const LIMIT_MS = 30_000;

/**
 * Books several rooms in turns, and measures for each the CPU time of all processes from the request until
 * the booking is CONFIRMED and its consequences are settled. In turns, so that what changes with the time
 * concerns all of them.
 *
 * @returns milliseconds of CPU for one booking, for each room the median of the rounds
 */
export async function costsUntilConfirmed(
  booking: Booking,
  rooms: readonly Bookable[],
): Promise<readonly number[]> {
  const rounds: number[][] = rooms.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [index, room] of rooms.entries()) {
      const ms = await bookRound(booking, room, round * ROUND);
      if (round >= WARM_UP) rounds[index]?.push(ms);
    }
  return rounds.map((all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN);
}

async function bookRound(
  { instance, http, store, tokens }: Booking,
  { roomId, slot }: Bookable,
  first: number,
): Promise<number> {
  const before = cpuTime(instance);
  await Promise.all(
    tokens.map(async (token, client) => {
      for (let number = client; number < ROUND; number += tokens.length) {
        const outcome = await book(http, token, { roomId, slot: slot(first + number) });
        if (outcome !== 'BookRoomSuccess') throw new Error(`bookRoom was answered by ${outcome}`);
      }
    }),
  );
  await untilNonePends(store);
  await delay(SETTLE_MS);
  return (cpuTime(instance) - before) / ROUND;
}

/** Waits until no booking is REQUESTED or PAID. */
async function untilNonePends(store: Pool): Promise<void> {
  const until = Date.now() + LIMIT_MS;
  for (;;) {
    const { rowCount } = await store.query('SELECT FROM pending_bookings LIMIT 1');
    if (rowCount === 0) return;
    if (Date.now() > until) throw new Error('Bookings are not confirmed');
    await delay(LOOK_MS);
  }
}

/** Throws unless all bookings of a store that lie ahead are confirmed. */
export async function requireConfirmed(store: Pool): Promise<void> {
  const { rows } = await store.query(
    "SELECT DISTINCT status FROM bookings WHERE upper(slot) > now() AND status <> 'CONFIRMED'",
  );
  if (rows.length > 0) throw new Error(`Not all bookings were confirmed: ${JSON.stringify(rows)}`);
}

import { setTimeout as delay } from 'node:timers/promises';
import { execute } from '../../../platform/decisions/execute.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { evolve, type RoomState } from '../domain/room.ts';
import { decide } from '../domain/room-decide.ts';
import type { Clock, RoomQueries, RoomStore } from './ports.ts';

const BATCH = 100;

/** How far ahead a round looks, in milliseconds: so often it is to be called, and then no change is late. */
export const LOOK_AHEAD_MS = 250;

/** What falls due by the clock alone. */
export function createClockwork({
  rooms,
  queries,
  clock,
}: {
  readonly rooms: RoomStore;
  readonly queries: RoomQueries;
  readonly clock: Clock;
}) {
  /** Returns how many changes that brought. */
  async function followClock(id: string): Promise<number> {
    const followed = await execute({
      store: rooms,
      id,
      decide: (state: RoomState) => decide({ type: 'followClock', at: clock() }, state),
      evolve,
      cause: ofItsOwn(),
    });
    return followed.accepted ? followed.events.length : 0;
  }

  /**
   * Changes the status of rooms whose slots begin or end: what is overdue at once, what falls due within the look-ahead
   * at its instant. Returns how many changes that were.
   */
  return async function changeStatuses(): Promise<number> {
    const [first, ...others] = await queries.dueBy(later(clock(), LOOK_AHEAD_MS), BATCH);
    if (!first) return 0;
    const early = Date.parse(first.dueAt) - Date.parse(clock());
    // Timers may be a millisecond early.
    if (early > 0) await delay(early + 1);
    const now = clock();
    const due = [first, ...others].filter(({ dueAt }) => dueAt <= now);
    const done = await Promise.allSettled(due.map(({ id }) => followClock(id)));
    // One room that fails must not hold up the others.
    const failed = done.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return done.reduce((total, each) => total + (each.status === 'fulfilled' ? each.value : 0), 0);
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}

/** The clock's work begins a story of its own. */
function ofItsOwn(): Cause {
  const id = newId();
  return { correlationId: id, causationId: id };
}

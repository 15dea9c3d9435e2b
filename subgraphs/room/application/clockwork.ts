import { setTimeout as delay } from 'node:timers/promises';
import { newCause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds, type Clock } from '../../../platform/decisions/time.ts';
import type { HandleRoom, RoomQueries } from './ports.ts';

const BATCH = 100;

/** How far ahead a round looks, in milliseconds: so often it is to be called, and then no change is late. */
export const LOOK_AHEAD_MS = 250;

/** What falls due by the clock alone. */
export function createClockwork({
  handleRoom,
  queries,
  clock,
}: {
  readonly handleRoom: HandleRoom;
  readonly queries: RoomQueries;
  readonly clock: Clock;
}) {
  /** Returns how many changes that brought. */
  async function followClock(id: string): Promise<number> {
    const command = () => ({ type: 'followClock', at: clock() }) as const;
    const followed = await handleRoom(id, command, { cause: newCause() });
    return followed.accepted ? followed.events.length : 0;
  }

  /**
   * Changes the status of rooms whose slots begin or end: what is overdue at once, what falls due within the look-ahead
   * at its instant. Returns how many changes that were.
   */
  async function changeStatuses(): Promise<number> {
    const [first, ...others] = await queries.dueBy(addMilliseconds(clock(), LOOK_AHEAD_MS), BATCH);
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
  }

  return { changeStatuses };
}

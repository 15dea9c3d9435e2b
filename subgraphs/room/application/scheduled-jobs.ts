import { setTimeout as delay } from 'node:timers/promises';
import { newCause } from '../../../platform/decisions/cause.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import type { Dependencies } from './ports.ts';

const BATCH = 100;

/** How far ahead a run looks, in milliseconds. Run the job at this interval, so that no change is late. */
export const LOOK_AHEAD_MS = 250;

/** Status changes of rooms that only the passing of time causes. */
export function createScheduledJobs({
  handleRoom,
  queries,
  clock,
}: Pick<Dependencies, 'handleRoom' | 'queries' | 'clock'>) {
  /** Returns the number of changes. */
  async function followClock(id: string): Promise<number> {
    const command = () => ({ type: 'followClock', at: clock() }) as const;
    const followed = await handleRoom(id, command, { cause: newCause() });
    return followed.accepted ? followed.events.length : 0;
  }

  /**
   * Changes the status of rooms whose slots begin or end: overdue changes at once, those that fall due within
   * the look-ahead at their instant. Returns the number of changes.
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
    // A room that fails must not delay the others.
    const failed = done.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return done.reduce((total, each) => total + (each.status === 'fulfilled' ? each.value : 0), 0);
  }

  return { changeStatuses };
}

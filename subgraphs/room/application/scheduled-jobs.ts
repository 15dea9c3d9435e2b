import { newCause } from '../../../platform/decisions/cause.ts';
import { dueNow } from '../../../platform/due.ts';
import type { Round } from '../../../platform/polling-loop.ts';
import type { Dependencies } from './ports.ts';

const BATCH = 100;

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
   * Changes the status of rooms whose slots begin or end: overdue changes at once, those that fall due before
   * the next round at their instant. Returns the number of changes.
   */
  async function changeStatuses(round?: Round): Promise<number> {
    const due = await dueNow((at) => queries.dueBy(at, BATCH), clock, round);
    const done = await Promise.allSettled(due.map(({ id }) => followClock(id)));
    // A room that fails must not delay the others.
    const failed = done.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return done.reduce((total, each) => total + (each.status === 'fulfilled' ? each.value : 0), 0);
  }

  return { changeStatuses };
}

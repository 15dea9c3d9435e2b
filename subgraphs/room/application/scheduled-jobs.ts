import { newCause } from '../../../platform/decisions/cause.ts';
import { dueNow } from '../../../platform/due.ts';
import type { Round } from '../../../platform/polling-loop.ts';
import type { FollowClock } from './follow-clock.ts';
import type { Dependencies } from './ports.ts';
import { createReleaseDeleted, type ReleaseBookings } from './release-bookings.ts';

/** The beginnings and ends of slots that one run follows. */
const BATCH = 200;

type Parts = Pick<Dependencies, 'openAssignments' | 'queries' | 'clock'> & {
  readonly followClock: FollowClock;
  readonly releaseBookings: ReleaseBookings;
};

export function createScheduledJobs({
  openAssignments,
  queries,
  followClock,
  releaseBookings,
  clock,
}: Parts) {
  /**
   * Changes the status of rooms whose slots begin or end: overdue changes at once, those that fall due before
   * the next round at their instant. Returns the number of rooms.
   */
  async function changeStatuses(round?: Round): Promise<number> {
    const due = await dueNow((at) => openAssignments.dueBy(at, BATCH), clock, round);
    const roomIds = [...new Set(due.map(({ id }) => id))];
    // After a long downtime many are due in one room: what a room's document takes at a time has a bound.
    const until = due.length < BATCH ? undefined : due.at(-1)?.dueAt;
    const done = await Promise.allSettled(roomIds.map((id) => followClock(id, newCause(), until)));
    // A room that fails must not delay the others.
    const failed = done.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
    return roomIds.length;
  }

  return { changeStatuses, releaseDeleted: createReleaseDeleted({ queries, releaseBookings }) };
}

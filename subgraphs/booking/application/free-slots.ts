import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { firstBookableGaps, type Slot } from '../domain/slot.ts';
import type { BookingLimits } from './booking-limits.ts';
import type { Dependencies } from './ports.ts';

/**
 * The first free slots of rooms inside an interval, each of which can be booked now; none of a room that is
 * out of service.
 */
export function createFreeSlots({
  queries,
  rooms,
  clock,
  limits,
}: Pick<Dependencies, 'queries' | 'rooms' | 'clock'> & {
  readonly limits: Pick<BookingLimits, 'horizonMs'>;
}) {
  return async (
    roomIds: readonly string[],
    interval: Slot,
  ): Promise<ReadonlyMap<string, readonly Slot[]>> => {
    const open = (await rooms.byIds(roomIds)).filter(({ closed, deleted }) => !closed && !deleted);
    const ids = open.map(({ id }) => id);
    const held = await queries.heldSlots(ids, interval);
    const now = clock();
    const period = { now, last: addMilliseconds(now, limits.horizonMs) };
    return new Map(ids.map((id) => [id, firstBookableGaps(held.get(id) ?? [], interval, period)]));
  };
}

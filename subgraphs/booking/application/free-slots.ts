import { firstBookableGaps, type Slot } from '../domain/slot.ts';
import type { Dependencies } from './ports.ts';

/**
 * The first free slots of rooms inside an interval, each of which can be booked now; none of a room that is
 * out of service.
 */
export function createFreeSlots({
  queries,
  rooms,
  clock,
}: Pick<Dependencies, 'queries' | 'rooms' | 'clock'>) {
  return async (
    roomIds: readonly string[],
    interval: Slot,
  ): Promise<ReadonlyMap<string, readonly Slot[]>> => {
    const open = (await rooms.byIds(roomIds)).filter(({ closed, deleted }) => !closed && !deleted);
    const ids = open.map(({ id }) => id);
    const held = await queries.heldSlots(ids, interval);
    const now = clock();
    return new Map(ids.map((id) => [id, firstBookableGaps(held.get(id) ?? [], interval, now)]));
  };
}

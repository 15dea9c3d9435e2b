import { firstBookableGaps, type Slot } from '../domain/slot.ts';
import type { Dependencies } from './ports.ts';

/**
 * The first free slots of a room inside an interval, each of which can be booked now; none when the room is
 * out of service.
 */
export function createFreeSlots({
  queries,
  rooms,
  clock,
}: Pick<Dependencies, 'queries' | 'rooms' | 'clock'>) {
  return async (roomId: string, interval: Slot): Promise<readonly Slot[]> => {
    const room = await rooms.find(roomId);
    if (!room || room.closed || room.deleted) return [];
    return firstBookableGaps(await queries.heldSlots(roomId, interval), interval, clock());
  };
}

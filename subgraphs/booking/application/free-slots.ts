import { gapsBetween, type Slot } from '../domain/slot.ts';
import type { Dependencies } from './ports.ts';

/** The free slots of a room inside an interval; none when the room is out of service. */
export function createFreeSlots({ queries, rooms }: Pick<Dependencies, 'queries' | 'rooms'>) {
  return async (roomId: string, interval: Slot): Promise<readonly Slot[]> => {
    const room = await rooms.find(roomId);
    if (!room || room.closed || room.deleted) return [];
    return gapsBetween(await queries.heldSlots(roomId, interval), interval);
  };
}

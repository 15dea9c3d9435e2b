import type { MongoLink } from '../../../platform/mongo/connection.ts';
import type { RoomSuppliesStore } from '../application/ports.ts';
import { type RoomDocument, roomSchema } from './mongo-room-store.ts';

/**
 * Keeps the replica of a room's supplies in the room's document, beside its state, so that one index read
 * finds the rooms that have a supply. A write leaves the room's revision as it is.
 */
export function createMongoRoomSuppliesStore(link: MongoLink): RoomSuppliesStore {
  const rooms = link.model<RoomDocument>(roomSchema);
  return {
    async save({ roomId, version, names }) {
      const supplies = { version, items: names.map((name) => ({ name })) };
      // Without supplies there is no version, which `$not` matches, too.
      const older = { _id: roomId, 'supplies.version': { $not: { $gte: version } } };
      const { matchedCount } = await rooms.updateOne(older, { $set: { supplies } });
      return matchedCount > 0 || (await rooms.exists({ _id: roomId })) !== null;
    },
  };
}

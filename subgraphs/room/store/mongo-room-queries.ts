import type { QueryFilter } from 'mongoose';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import type { AggregateDocument } from '../../../platform/mongo/schemas.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import type { Room } from '../domain/room.ts';
import { roomSchema, type StoredRoom, toRoom } from './mongo-room-store.ts';

type RoomDocument = AggregateDocument<StoredRoom>;

/** Queries on the documents of the room store. */
export function createMongoRoomQueries(link: MongoLink): RoomQueries {
  const rooms = link.model<RoomDocument>(roomSchema);

  async function read(query: PromiseLike<Pick<RoomDocument, 'state'>[]>): Promise<Room[]> {
    return (await query).map(({ state }) => toRoom(state));
  }

  return {
    byIds: (ids) => read(rooms.find({ _id: { $in: [...ids] } }, { state: 1 }).lean()),

    async list(criteria, { limit, after }) {
      const matches = filterOf(criteria);
      const beyond = after ? { ...matches, _id: { $gt: after[0] } } : matches;
      const page = rooms.find(beyond, { state: 1 }).sort({ _id: 1 }).limit(limit).lean();
      const [found, total] = await Promise.all([read(page), rooms.countDocuments(matches)]);
      return { rooms: found.filter((room) => !room.deleted), total };
    },

    async dueBy(at, limit) {
      const due = await rooms
        .find({ 'state.nextTransitionAt': { $lte: at } }, 'state.nextTransitionAt')
        .sort({ 'state.nextTransitionAt': 1 })
        .limit(limit)
        .lean();
      return due.map(({ _id, state }) => ({ id: _id, dueAt: state.nextTransitionAt ?? at }));
    },
  };
}

function filterOf({ status, minCapacity, location, nameContains }: RoomCriteria): QueryFilter<RoomDocument> {
  return {
    'state.deleted': false,
    ...(status === undefined ? {} : { 'state.status': status }),
    ...(minCapacity === undefined ? {} : { 'state.capacity': { $gte: minCapacity } }),
    ...(location === undefined ? {} : { 'state.location': containing(location) }),
    ...(nameContains === undefined ? {} : { 'state.name': containing(nameContains) }),
  };
}

/**
 * Matches texts that contain the part, in upper or lower case. No character of the part has a special
 * meaning.
 */
function containing(part: string) {
  return { $regex: part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), $options: 'i' };
}

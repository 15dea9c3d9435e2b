import type { mongo } from 'mongoose';
import type { MongoLink } from '../../../platform/mongo/index.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import type { Room } from '../domain/room.ts';
import { ROOMS, type RoomDocument, toRoom } from './room-document.ts';

/** The reading side, on the documents that the room store keeps. */
export function createMongoRoomQueries(link: MongoLink): RoomQueries {
  const rooms = link.collection<RoomDocument>(ROOMS);

  async function read(cursor: mongo.FindCursor<Pick<RoomDocument, 'state'>>): Promise<Room[]> {
    return (await cursor.toArray()).map(({ state }) => toRoom(state));
  }

  return {
    byIds: (ids) => read(rooms.find({ _id: { $in: [...ids] } }, { projection: { state: 1 } })),

    async list(criteria, { limit, after }) {
      const matches = filterOf(criteria);
      const beyond = after ? { ...matches, _id: { $gt: after[0] } } : matches;
      const page = rooms
        .find(beyond, { projection: { state: 1 } })
        .sort({ _id: 1 })
        .limit(limit);
      const [found, total] = await Promise.all([read(page), rooms.countDocuments(matches)]);
      return { rooms: found.filter((room) => !room.deleted), total };
    },

    async dueBy(at, limit) {
      const due = await rooms
        .find({ 'state.nextTransitionAt': { $lte: at } }, { projection: { 'state.nextTransitionAt': 1 } })
        .sort({ 'state.nextTransitionAt': 1 })
        .limit(limit)
        .toArray();
      return due.map(({ _id, state }) => ({ id: _id, dueAt: state.nextTransitionAt ?? at }));
    },
  };
}

function filterOf({ status, minCapacity, location, nameContains }: RoomCriteria): mongo.Filter<RoomDocument> {
  return {
    'state.deleted': false,
    ...(status === undefined ? {} : { 'state.status': status }),
    ...(minCapacity === undefined ? {} : { 'state.capacity': { $gte: minCapacity } }),
    ...(location === undefined ? {} : { 'state.location': containing(location) }),
    ...(nameContains === undefined ? {} : { 'state.name': containing(nameContains) }),
  };
}

/** Matches texts with this part in any case. Every character of the part stands for itself. */
function containing(part: string) {
  return { $regex: part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), $options: 'i' };
}

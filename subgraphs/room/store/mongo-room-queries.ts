import type { QueryFilter } from 'mongoose';
import type { Money } from '../../../platform/decisions/values.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import type { Room } from '../domain/room.ts';
import { type RoomDocument, roomSchema, toRoom } from './mongo-room-store.ts';

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
      const found = await read(rooms.find(beyond, { state: 1 }).sort({ _id: 1 }).limit(limit).lean());
      return found.filter((room) => !room.deleted);
    },

    count: (criteria) => rooms.countDocuments(filterOf(criteria)),

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

function filterOf({
  hostId,
  status,
  minCapacity,
  location,
  nameContains,
  maxHourlyRate,
  supplies,
}: RoomCriteria): QueryFilter<RoomDocument> {
  return {
    'state.deleted': false,
    ...(hostId === undefined ? {} : { 'state.hostId': hostId }),
    ...(status === undefined ? {} : { 'state.status': status }),
    ...(minCapacity === undefined ? {} : { 'state.capacity': { $gte: minCapacity } }),
    ...(location === undefined ? {} : { 'state.foldedLocation': containing(location) }),
    ...(nameContains === undefined ? {} : { 'state.foldedName': containing(nameContains) }),
    ...(maxHourlyRate === undefined ? {} : costingAtMost(maxHourlyRate)),
    // MongoDB finds nothing with all of no names.
    ...(supplies === undefined || supplies.length === 0
      ? {}
      : { 'supplies.items.name': { $all: [...supplies] } }),
  };
}

function costingAtMost({ amount, currency }: Money) {
  return { 'state.hourlyRate.currency': currency, 'state.hourlyRate.amount': { $lte: amount } };
}

/** Matches texts that contain the part, in which no character has a special meaning. */
function containing(part: string) {
  return { $regex: part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') };
}

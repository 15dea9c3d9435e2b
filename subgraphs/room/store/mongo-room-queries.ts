import type { QueryFilter } from 'mongoose';
import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import { roomAt } from '../domain/occupancy.ts';
import type { Room, RoomStatus } from '../domain/room.ts';
import { type RoomDocument, roomSchema, toRoom } from './mongo-room-store.ts';

/** Queries on the documents of the room store. */
export function createMongoRoomQueries(link: MongoLink): RoomQueries {
  const rooms = link.model<RoomDocument>(roomSchema);

  async function read(query: PromiseLike<Pick<RoomDocument, 'state'>[]>, at: Instant): Promise<Room[]> {
    return (await query).map(({ state }) => roomAt(toRoom(state), at));
  }

  return {
    byIds: (ids, at) => read(rooms.find({ _id: { $in: [...ids] } }, { state: 1 }).lean(), at),

    async list(criteria, { limit, after }, at) {
      const matches = filterOf(criteria, at);
      const beyond = after ? { ...matches, _id: { $gt: after[0] } } : matches;
      return read(rooms.find(beyond, { state: 1 }).sort({ _id: 1 }).limit(limit).lean(), at);
    },

    count: (criteria, at) => rooms.countDocuments(filterOf(criteria, at)),

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

function filterOf(
  { hostId, status, minCapacity, location, nameContains, maxHourlyRate, supplies }: RoomCriteria,
  at: Instant,
): QueryFilter<RoomDocument> {
  return {
    'state.deleted': false,
    ...(hostId === undefined ? {} : { 'state.hostId': hostId }),
    ...(status === undefined ? {} : havingAt(status, at)),
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

/**
 * A status at an instant: an open room is FULL while an assignment lasts. `roomAt` in the domain says the
 * same.
 */
function havingAt(status: RoomStatus, at: Instant): QueryFilter<RoomDocument> {
  if (status === 'CLOSED') return { 'state.status': status };
  const lasting = { $elemMatch: { 'slot.start': { $lte: at }, 'slot.end': { $gt: at } } };
  return {
    'state.status': { $ne: 'CLOSED' },
    'state.assignments': status === 'FULL' ? lasting : { $not: lasting },
  };
}

function costingAtMost({ amount, currency }: Money) {
  return { 'state.hourlyRate.currency': currency, 'state.hourlyRate.amount': { $lte: amount } };
}

/** Matches texts that contain the part, in which no character has a special meaning. */
function containing(part: string) {
  return { $regex: part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&') };
}

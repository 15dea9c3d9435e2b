import type { PipelineStage, QueryFilter } from 'mongoose';
import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import { readForOperation } from '../../../platform/operations/operation.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import { roomAt } from '../domain/occupancy.ts';
import type { Room, RoomStatus } from '../domain/room.ts';
import { type RoomDocument, roomSchema, toRoom } from './mongo-room-store.ts';

/** Queries on the documents of the room store. */
export function createMongoRoomQueries(link: MongoLink): RoomQueries {
  const rooms = link.model<RoomDocument>(roomSchema);

  async function read(query: () => PromiseLike<Pick<RoomDocument, 'state'>[]>, at: Instant): Promise<Room[]> {
    const found = await readForOperation(
      async () => query(),
      ({ length }) => length,
    );
    return found.map(({ state }) => roomAt(toRoom(state), at));
  }

  function count(query: () => PromiseLike<number>): Promise<number> {
    return readForOperation(
      async () => query(),
      () => 1,
    );
  }

  return {
    byIds: (ids, at) => read(() => rooms.find({ _id: { $in: [...ids] } }, { state: 1 }).lean(), at),

    async list(criteria, { limit, after }, at) {
      const matches = filterOf(criteria, at);
      const beyond = after ? { ...matches, _id: { $gt: after[0] } } : matches;
      return read(() => rooms.find(beyond, { state: 1 }).sort({ _id: 1 }).limit(limit).lean(), at);
    },

    count: (criteria, at) => count(() => rooms.countDocuments(filterOf(criteria, at))),

    async pagesOfHosts(hostIds, { limit, after }, at) {
      // Each sub-pipeline reads one page from the index. A window over all rooms would read all of them.
      const pageOf = (hostId: string): Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[] => [
        {
          $match: {
            'state.hostId': hostId,
            'state.deleted': false,
            ...(after ? { _id: { $gt: after[0] } } : {}),
          },
        },
        { $sort: { _id: 1 } },
        { $limit: limit },
        { $project: { state: 1 } },
      ];
      const [first, ...others] = hostIds;
      if (first === undefined) return [];
      const coll = rooms.collection.collectionName;
      const found = await read(
        () =>
          rooms.aggregate<Pick<RoomDocument, 'state'>>([
            ...pageOf(first),
            ...others.map((hostId) => ({ $unionWith: { coll, pipeline: pageOf(hostId) } })),
          ]),
        at,
      );
      const byHost = Map.groupBy(found, ({ hostId }) => hostId);
      return hostIds.map((hostId) => byHost.get(hostId) ?? []);
    },

    async countsOfHosts(hostIds) {
      const counts = await readForOperation(
        async () =>
          rooms.aggregate<{ _id: string; total: number }>([
            { $match: { 'state.hostId': { $in: [...hostIds] }, 'state.deleted': false } },
            { $group: { _id: '$state.hostId', total: { $sum: 1 } } },
          ]),
        ({ length }) => length,
      );
      return new Map(counts.map(({ _id, total }) => [_id, total]));
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

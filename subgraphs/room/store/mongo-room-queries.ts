import type { PipelineStage, QueryFilter } from 'mongoose';
import type { Instant, Money } from '../../../platform/decisions/values.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import { readForOperation } from '../../../platform/operations/operation.ts';
import type { RoomCriteria, RoomQueries } from '../application/ports.ts';
import { type Present, roomAt } from '../domain/occupancy.ts';
import type { Room, RoomStatus } from '../domain/room.ts';
import type { MongoOpenAssignments } from './mongo-open-assignments.ts';
import { type RoomDocument, roomSchema, toRoom, WITHOUT_SEARCH } from './mongo-room-store.ts';
import { beginningWith, containing } from './text-search.ts';

/** An instant, and what is present then in rooms whose stored status may be out of date. */
type Moment = { readonly at: Instant; readonly present: ReadonlyMap<string, readonly Present[]> };

const AS_STORED: Moment = { at: '', present: new Map() };

type Found = Pick<RoomDocument, 'state'>;

/** A condition that as many rooms meet is not looked up. */
const FEW = 64;

/** Queries on the documents of the room store. */
export function createMongoRoomQueries(
  link: MongoLink,
  { presentWhereDue }: Pick<MongoOpenAssignments, 'presentWhereDue'>,
): RoomQueries {
  const rooms = link.model<RoomDocument>(roomSchema);

  /** Rooms as they are at the instant of which the assignments were read. */
  async function read(query: () => PromiseLike<Found[]>, { at, present }: Moment): Promise<Room[]> {
    const found = await readForOperation(
      async () => query(),
      ({ length }) => length,
    );
    return found.map(({ state }) => roomAt(toRoom(state), present.get(state.id) ?? [], at));
  }

  function count(query: () => PromiseLike<number>): Promise<number> {
    return readForOperation(
      async () => query(),
      () => 1,
    );
  }

  /** What is present where the stored status may be out of date; to be read before the rooms. */
  async function momentAt(at: Instant | null, roomIds?: readonly string[]): Promise<Moment> {
    return at === null ? AS_STORED : { at, present: await presentWhereDue(at, roomIds) };
  }

  const byIds = (ids: readonly string[], moment: Moment) =>
    read(() => rooms.find({ _id: { $in: [...ids] } }, WITHOUT_SEARCH).lean(), moment);

  /** A status at an instant: that which is stored, except where it may be out of date. */
  async function havingAt(status: RoomStatus, moment: Moment): Promise<QueryFilter<RoomDocument>> {
    const outdated = [...moment.present.keys()];
    if (status === 'CLOSED' || outdated.length === 0) return { 'state.status': status };
    const having = (await byIds(outdated, moment)).filter((room) => room.status === status);
    return {
      $or: [
        { 'state.status': status, _id: { $nin: outdated } },
        { _id: { $in: having.map(({ id }) => id) } },
      ],
    };
  }

  /**
   * The index of a condition that few rooms meet, which is to be looked up; undefined when none is so, and
   * the rooms are checked in their order. The server alone would keep the plan of an earlier list with other
   * values.
   */
  async function indexOfFew(criteria: RoomCriteria): Promise<string | undefined> {
    const numbers = await Promise.all(
      lookUps(criteria).map(async ({ index, matches }) => {
        const options = { hint: index, limit: FEW };
        return [index, await count(() => rooms.countDocuments(matches, options))] as const;
      }),
    );
    const [least] = numbers.toSorted(([, a], [, b]) => a - b);
    return least && least[1] < FEW ? least[0] : undefined;
  }

  async function filterAt(
    { status, ...criteria }: RoomCriteria,
    moment: Moment,
  ): Promise<QueryFilter<RoomDocument>> {
    return { ...filterOf(criteria), ...(status === undefined ? {} : await havingAt(status, moment)) };
  }

  return {
    byIds: async (ids, at) => byIds(ids, await momentAt(at, ids)),

    async list(criteria, { limit, after }, at) {
      const moment = await momentAt(at);
      const [matches, index] = await Promise.all([filterAt(criteria, moment), indexOfFew(criteria)]);
      const beyond = after ? { $and: [matches, { _id: { $gt: after[0] } }] } : matches;
      return read(() => {
        const query = rooms.find(beyond, WITHOUT_SEARCH).sort({ _id: 1 }).limit(limit);
        return index === undefined ? query.lean() : query.hint(index).lean();
      }, moment);
    },

    async count(criteria, at) {
      const [matches, hint] = await Promise.all([
        criteria.status === undefined
          ? filterOf(criteria)
          : momentAt(at).then((it) => filterAt(criteria, it)),
        indexOfFew(criteria),
      ]);
      return count(() => rooms.countDocuments(matches, hint === undefined ? {} : { hint }));
    },

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
        { $project: WITHOUT_SEARCH },
      ];
      const [first, ...others] = hostIds;
      if (first === undefined) return [];
      const moment = await momentAt(at);
      const coll = rooms.collection.collectionName;
      const found = await read(
        () =>
          rooms.aggregate<Pick<RoomDocument, 'state'>>([
            ...pageOf(first),
            ...others.map((hostId) => ({ $unionWith: { coll, pipeline: pageOf(hostId) } })),
          ]),
        moment,
      );
      const byHost = Map.groupBy(found, ({ hostId }) => hostId);
      return hostIds.map((hostId) => byHost.get(hostId) ?? []);
    },

    async countsOfHosts(hostIds) {
      const counts = await readForOperation(
        async () =>
          // Named, because the index of all rooms seems as good while the first rooms are those of the hosts.
          rooms
            .aggregate<{ _id: string; total: number }>([
              { $match: { 'state.hostId': { $in: [...hostIds] }, 'state.deleted': false } },
              { $group: { _id: '$state.hostId', total: { $sum: 1 } } },
            ])
            .hint('by_host'),
        ({ length }) => length,
      );
      return new Map(counts.map(({ _id, total }) => [_id, total]));
    },

    async releasing(limit) {
      const found = await rooms.find({ 'state.releasing': true }, { _id: 1 }).limit(limit).lean();
      return found.map(({ _id }) => _id);
    },
  };
}

/** The conditions that have an index but not in the order of lists: each as that index knows it. */
function lookUps({ minCapacity, location, nameContains, maxHourlyRate }: RoomCriteria) {
  return [
    { index: 'by_name', matches: nameContains && { 'state.nameSuffixes': beginningWith(nameContains) } },
    { index: 'by_location', matches: location && { 'state.locationSuffixes': beginningWith(location) } },
    { index: 'by_capacity', matches: minCapacity && { 'state.deleted': false, ...holding(minCapacity) } },
    {
      index: 'by_rate',
      matches: maxHourlyRate && { 'state.deleted': false, ...costingAtMost(maxHourlyRate) },
    },
  ].flatMap(({ index, matches }) => (matches ? [{ index, matches }] : []));
}

function filterOf({
  hostId,
  minCapacity,
  location,
  nameContains,
  maxHourlyRate,
  supplies,
}: Omit<RoomCriteria, 'status'>): QueryFilter<RoomDocument> {
  return {
    'state.deleted': false,
    ...(hostId === undefined ? {} : { 'state.hostId': hostId }),
    ...(minCapacity === undefined ? {} : holding(minCapacity)),
    ...(location === undefined
      ? {}
      : { 'state.foldedLocation': containing(location), 'state.locationSuffixes': beginningWith(location) }),
    ...(nameContains === undefined
      ? {}
      : { 'state.foldedName': containing(nameContains), 'state.nameSuffixes': beginningWith(nameContains) }),
    ...(maxHourlyRate === undefined ? {} : costingAtMost(maxHourlyRate)),
    // MongoDB finds nothing with all of no names.
    ...(supplies === undefined || supplies.length === 0
      ? {}
      : { 'supplies.items.name': { $all: [...supplies] } }),
  };
}

function holding(people: number) {
  return { 'state.capacity': { $gte: people } };
}

function costingAtMost({ amount, currency }: Money) {
  return { 'state.hourlyRate.currency': currency, 'state.hourlyRate.amount': { $lte: amount } };
}

import DataLoader from 'dataloader';
import type { Instant } from '../../../platform/decisions/values.ts';
import type { AggregateDocument, AggregateModels } from '../../../platform/mongo/schemas.ts';
import { readForOperation } from '../../../platform/operations/operation.ts';
import type { DueAssignment, OpenAssignments } from '../application/ports.ts';
import { hasPassed } from '../domain/assignment.ts';
import type { Present } from '../domain/occupancy.ts';
import type { StoredAssignment } from './mongo-assignment-store.ts';

export type MongoOpenAssignments = OpenAssignments & {
  /**
   * What is present in rooms whose stored status may be out of date at an instant; the others are left out.
   * To be read before the rooms: the status is stored before the assignments say so.
   *
   * @param roomIds all rooms when left out
   */
  presentWhereDue(at: Instant, roomIds?: readonly string[]): Promise<ReadonlyMap<string, readonly Present[]>>;
};

/** Rooms, or assignments, per command. */
const BATCH = 100;
/**
 * The most assignments that reads look at for the time between the beginning or end of a slot and the change
 * of the stored status: after a long downtime, reads say what is stored of the others.
 */
const MOST_DUE = 5_000;
/** Matches what is open: every instant is greater than the empty string. */
const OPEN = { $gt: '' };
const PRESENT = 'state.roomId state.slot state.beginsAt state.dueAt';

const ROOM_OF_DUE = { projection: { _id: 0, 'state.roomId': 1 }, hint: 'due' };

type Document = AggregateDocument<StoredAssignment>;
type Moment = { readonly roomId: string; readonly at: Instant };
type Advance = Pick<DueAssignment, 'bookingId' | 'slot'> & { readonly at: Instant };

export function createMongoOpenAssignments({
  aggregates,
}: Pick<AggregateModels<StoredAssignment>, 'aggregates'>): MongoOpenAssignments {
  const options = { cache: false, maxBatchSize: BATCH };
  // The driver's own collection: the model would cast each update, and each filter of the read that precedes
  // all reads of rooms.
  const documents = aggregates.db.collection<Document>(aggregates.collection.collectionName);

  async function readPresent(roomIds: readonly string[], at: Instant) {
    const found = await aggregates
      .find({ 'state.roomId': { $in: [...roomIds] }, 'state.beginsAt': { $lte: at } }, PRESENT)
      .lean();
    const present = found.map(({ _id, state: { roomId, slot, beginsAt = at, dueAt = at } }) => {
      return { bookingId: _id, roomId, slot, beginsAt, dueAt };
    });
    return Map.groupBy(present, ({ roomId }) => roomId);
  }

  const present = new DataLoader(async (moments: readonly Moment[]) => {
    const last = moments.reduce((latest, { at }) => (at > latest ? at : latest), '');
    const byRoom = await readPresent([...new Set(moments.map(({ roomId }) => roomId))], last);
    return moments.map(({ roomId, at }) =>
      (byRoom.get(roomId) ?? []).filter(({ beginsAt }) => beginsAt <= at),
    );
  }, options);

  const advances = new DataLoader(async (all: readonly Advance[]) => {
    // Acknowledged before it is on disk: a crash that undoes it only causes it to be done again.
    await documents.bulkWrite(all.map(toOperation), { ordered: false, writeConcern: { w: 1 } });
    return all.map(() => undefined);
  }, options);

  return {
    presentIn: (roomId, at) => present.load({ roomId, at }),

    async dueBy(at, limit) {
      const due = await aggregates
        .find({ 'state.dueAt': { $lte: at } }, '-_id state.dueAt state.roomId')
        .sort({ 'state.dueAt': 1 })
        .limit(limit)
        .lean();
      return due.map(({ state: { roomId, dueAt = at } }) => ({ id: roomId, dueAt }));
    },

    async advance(assignments, at) {
      const due = assignments.filter(({ dueAt }) => dueAt <= at);
      await Promise.all(due.map(({ bookingId, slot }) => advances.load({ bookingId, slot, at })));
    },

    async countAhead(roomId, at) {
      const over = (await present.load({ roomId, at })).filter(({ slot }) => hasPassed(slot, at));
      const open = await aggregates.countDocuments({ 'state.roomId': roomId, 'state.beginsAt': OPEN });
      return Math.max(0, open - over.length);
    },

    async aheadOf(roomId, at, limit) {
      const found = await aggregates
        .find({ 'state.roomId': roomId, 'state.beginsAt': OPEN, 'state.slot.end': { $gt: at } }, '_id')
        .sort({ 'state.beginsAt': 1 })
        .limit(limit)
        .lean();
      return found.map(({ _id }) => _id);
    },

    async presentWhereDue(at, roomIds) {
      const among = roomIds ? { 'state.roomId': { $in: [...roomIds] } } : {};
      const due = await readForOperation(
        async () =>
          documents
            .find({ 'state.dueAt': { $lte: at }, ...among }, { ...ROOM_OF_DUE, limit: MOST_DUE })
            .toArray(),
        ({ length }) => length,
      );
      if (due.length === 0) return new Map();
      const outdated = new Set(due.map(({ state }) => state.roomId));
      return readForOperation(
        () => readPresent([...outdated], at),
        ({ size }) => size,
      );
    },
  };
}

/** What has begun is due at its end; what is over is no longer open. A second time, it matches nothing. */
function toOperation({ bookingId, slot, at }: Advance) {
  const filter = { _id: bookingId, 'state.dueAt': { $lte: at } };
  return hasPassed(slot, at)
    ? { updateOne: { filter, update: { $unset: { 'state.dueAt': '', 'state.beginsAt': '' } } as const } }
    : { updateOne: { filter, update: { $set: { 'state.dueAt': slot.end } } } };
}

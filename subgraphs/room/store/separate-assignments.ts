import type { mongo } from 'mongoose';
import { isDuplicateKey, isOnlyDuplicateKeys, type MongoLink } from '../../../platform/mongo/connection.ts';
import type { AggregateDocument } from '../../../platform/mongo/schemas.ts';
import type { EarlierEvents } from '../application/ports.ts';
import type { Assignment, Booked, BookedBy } from '../domain/assignment.ts';
import { type StoredAssignment, toStoredAssignment } from './mongo-assignment-store.ts';

/** Documents per command. */
const BATCH = 500;

/** A room as it was stored while it kept its assignments itself. */
type EarlierRoom = {
  readonly _id: string;
  readonly revision: number;
  readonly state: {
    readonly statusSince: string;
    readonly assignments?: readonly Omit<BookedBy, 'roomId'>[];
    readonly forgone?: readonly Omit<Booked, 'roomId'>[];
  };
};

type Done = { readonly _id: string; readonly at: string };

const EARLIER = { $or: ['assignments', 'forgone'].map((list) => ({ [`state.${list}`]: { $exists: true } })) };

/**
 * Moves the assignments that rooms kept in lists to documents of their own (ADR 0041), and returns what was
 * handled until then. First the documents are stored, under the ids of the bookings, then the lists are
 * removed: after a crash in between, or with several processes at once, what is there already is left as it
 * is.
 *
 * @param hasHandled whether an event has caused an event of a room
 */
export async function separateAssignments(
  link: MongoLink,
  hasHandled: (eventId: string) => Promise<boolean>,
): Promise<EarlierEvents> {
  const rooms = link.collection<EarlierRoom>('rooms');
  const assignments = link.collection<AggregateDocument<StoredAssignment>>('assignments');

  let changed: number;
  do {
    changed = 0;
    for await (const room of rooms.find(EARLIER, { projection: { revision: 1, state: 1 } })) {
      const all = assignmentsOf(room);
      for (let from = 0; from < all.length; from += BATCH)
        await insertMissing(assignments, all.slice(from, from + BATCH));
      const removed = await rooms.updateOne({ _id: room._id, revision: room.revision }, REMOVE_LISTS);
      // Another process has removed the lists, or changed them: then they are looked at again.
      if (removed.matchedCount === 0) changed += 1;
    }
  } while (changed > 0);

  const since = await noteDone(link);
  return { hasHandled: async (eventId, time) => time <= since && (await hasHandled(eventId)) };
}

const REMOVE_LISTS = {
  $unset: { 'state.assignments': '', 'state.forgone': '', 'state.nextTransitionAt': '' },
  $inc: { revision: 1 },
} as const;

function assignmentsOf({ _id: roomId, state }: EarlierRoom): readonly Assignment[] {
  const { assignments = [], forgone = [], statusSince } = state;
  return [
    // The room's status has followed them up to its last change. What it has followed is followed again,
    // without effect.
    ...assignments.map(({ bookingId, customerId, slot }): Assignment => {
      const assignedAt = slot.start < statusSince ? slot.start : statusSince;
      return { bookingId, roomId, customerId, slot, status: 'ASSIGNED', assignedAt };
    }),
    ...forgone.map(({ bookingId, slot }): Assignment => {
      return { bookingId, roomId, slot, status: 'CANCELLED_EARLY' };
    }),
  ];
}

async function insertMissing(
  collection: mongo.Collection<AggregateDocument<StoredAssignment>>,
  all: readonly Assignment[],
): Promise<void> {
  const documents = all.map((assignment) => {
    return {
      _id: assignment.bookingId,
      revision: 1,
      // Its events until now are those of the room.
      version: 0,
      state: toStoredAssignment(assignment),
      outbox: [],
    };
  });
  try {
    await collection.insertMany(documents, { ordered: false });
  } catch (error) {
    if (!isOnlyDuplicateKeys(error)) throw error;
  }
}

/** Notes that nothing is left to separate, and returns when that was noted first. */
async function noteDone(link: MongoLink): Promise<string> {
  const migrations = link.collection<Done>('migrations');
  const done = { _id: 'separate-assignments', at: new Date().toISOString() };
  try {
    await migrations.insertOne(done);
    return done.at;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const noted = await migrations.findOne({ _id: done._id });
  if (!noted) throw new Error(`The note of ${done._id} has disappeared`);
  return noted.at;
}

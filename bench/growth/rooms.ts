import type { MongoLink } from '../../platform/mongo/connection.ts';
import type { AggregateDocument } from '../../platform/mongo/schemas.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import {
  openAssignments,
  type StoredAssignment,
  toStoredAssignment,
} from '../../subgraphs/room/store/mongo-assignment-store.ts';
import { openRooms, type StoredRoom, toRoom } from '../../subgraphs/room/store/mongo-room-store.ts';
import type { Booked } from './booked.ts';

/** Reads the rooms of a store that are not deleted. */
export async function loadRooms(link: MongoLink): Promise<readonly Room[]> {
  const { aggregates } = await openRooms(link);
  const documents: readonly AggregateDocument<StoredRoom>[] = await aggregates
    .find({ 'state.deleted': false })
    .sort({ _id: 1 })
    .lean();
  return documents.map(({ state }) => toRoom(state));
}

/**
 * Stores the assignments of bookings. What is over is not open any more.
 *
 * @param wait whether their events wait to be published; otherwise they are in the history
 */
export async function storeAssignments(
  link: MongoLink,
  booked: readonly Booked[],
  { wait }: { readonly wait: boolean },
): Promise<void> {
  const { aggregates } = await openAssignments(link);
  const documents = booked.map(({ assignment, assignmentVersion: version, isOver, events }) => {
    const { beginsAt, dueAt, ...over }: StoredAssignment = toStoredAssignment(assignment);
    const state = isOver ? over : { ...over, beginsAt, dueAt };
    const outbox = wait ? events.room.map(({ aggregateId: _, ...event }) => event) : [];
    return { _id: assignment.bookingId, revision: 1, version, state, outbox };
  });
  await link
    .collection<(typeof documents)[number]>(aggregates.collection.collectionName)
    .insertMany(documents);
}

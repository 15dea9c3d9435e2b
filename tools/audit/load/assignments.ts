import type { MongoLink } from '../../../platform/mongo/connection.ts';
import type { AssignmentRecord } from '../snapshot.ts';

/** A room is assigned to a booking. */
export type RoomAssignment = AssignmentRecord & { readonly roomId: string };

type RoomDocument = { _id: string; state: { assignments?: readonly AssignmentRecord[] } };

/** Reads all assignments of rooms, in chunks and in any order. */
export async function* readAssignments(link: MongoLink): AsyncGenerator<readonly RoomAssignment[]> {
  const rooms = link
    .collection<RoomDocument>('rooms')
    .find({ 'state.assignments.0': { $exists: true } }, { projection: { 'state.assignments': 1 } });
  for await (const { _id, state } of rooms) yield toAssignments(_id, state.assignments);
}

/** Reads the assignments of a room that end after one instant and begin before another. */
export async function readAssignmentsOf(
  link: MongoLink,
  roomId: string,
  { start, end }: AssignmentRecord['slot'],
): Promise<readonly RoomAssignment[]> {
  const overlapping = {
    $filter: {
      input: { $ifNull: ['$state.assignments', []] },
      as: 'each',
      cond: { $and: [{ $gt: ['$$each.slot.end', start] }, { $lt: ['$$each.slot.start', end] }] },
    },
  };
  const rooms = await link
    .collection<RoomDocument>('rooms')
    .aggregate<{ _id: string; assignments: readonly AssignmentRecord[] }>([
      { $match: { _id: roomId } },
      { $project: { assignments: overlapping } },
    ])
    .toArray();
  return rooms.flatMap(({ assignments }) => toAssignments(roomId, assignments));
}

function toAssignments(
  roomId: string,
  assignments: readonly AssignmentRecord[] = [],
): readonly RoomAssignment[] {
  return assignments.map(({ bookingId, slot }) => ({ roomId, bookingId, slot }));
}

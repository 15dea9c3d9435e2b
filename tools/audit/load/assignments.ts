import type { AssignmentRecord, AssignmentVersion } from '../snapshot.ts';
import { type AggregateFilter, type AggregateRead, type OpenMongo, readAggregates } from './mongo.ts';

/** A room is assigned to a booking. */
export type RoomAssignment = AssignmentRecord & { readonly roomId: string };

/** What has become of a booking for its room; the assignment is undefined once it is over. */
export type AssignmentRead = AssignmentVersion & { readonly open: RoomAssignment | undefined };

type AssignmentState = {
  readonly bookingId: string;
  readonly roomId: string;
  readonly slot: AssignmentRecord['slot'];
  readonly beginsAt?: string;
};

type AssignmentFilter = AggregateFilter & { readonly 'state.roomId'?: string } & {
  readonly [Path in 'state.beginsAt' | 'state.slot.start' | 'state.slot.end']?: {
    readonly $gt?: string;
    readonly $lt?: string;
  };
};

/** Reads the assignments of rooms, in chunks and in any order. @throws CannotRead */
export function readAssignments(
  room: OpenMongo,
  filter: AssignmentFilter = {},
): AsyncGenerator<readonly AggregateRead<AssignmentRead>[]> {
  return readAggregates<AssignmentState, AssignmentRead>(
    room,
    'assignments',
    filter,
    ({ _id: id, version, state: { roomId, slot, beginsAt } }) => ({
      id,
      version,
      open: beginsAt === undefined ? undefined : { roomId, bookingId: id, slot },
    }),
  );
}

/** The open assignments of a room that end after one instant and begin before another. */
export function overlapping(roomId: string, { start, end }: AssignmentRecord['slot']): AssignmentFilter {
  return {
    'state.roomId': roomId,
    'state.beginsAt': { $gt: '' },
    'state.slot.start': { $lt: end },
    'state.slot.end': { $gt: start },
  };
}

import { HOUR_MS } from '../../../platform/config/duration.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
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

/** No slot is longer than 30 days. */
const LONGEST_SLOT_MS = 30 * 24 * HOUR_MS;

/** The open assignments of a room that end after one instant and begin before another. */
export function overlapping(roomId: string, { start, end }: AssignmentRecord['slot']): AssignmentFilter {
  return {
    'state.roomId': roomId,
    // A room is FULL for a slot from the slot's start or later, and no later than its end.
    'state.beginsAt': {
      $gt: addMilliseconds(start, -LONGEST_SLOT_MS),
      $lt: addMilliseconds(end, LONGEST_SLOT_MS),
    },
    'state.slot.start': { $lt: end },
    'state.slot.end': { $gt: start },
  };
}

import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { commonProblem, problem } from '../../../platform/subgraph/index.ts';
import type { CloseRoomOutcome, ReopenRoomOutcome } from '../application/close-room.ts';
import type { DeleteRoomOutcome } from '../application/delete-room.ts';
import type { RegisterRoomOutcome } from '../application/register-room.ts';
import type { UpdateRoomOutcome } from '../application/update-room.ts';
import type { Room } from '../domain/room.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { RoomContext } from './context.ts';

type Result<Name extends keyof ResolversTypes> = Promise<Awaited<ResolversTypes[Name]>>;

const NO_SUCH_ROOM = 'There is no such room.';

export async function toRegisterRoomResult(
  outcome: RegisterRoomOutcome | IdempotencyConflict,
  context: RoomContext,
): Result<'RegisterRoomResult'> {
  if (outcome.kind !== 'RegisterRoomSuccess') return commonProblem(outcome, NO_SUCH_ROOM);
  return { __typename: outcome.kind, room: await stored(outcome.roomId, context) };
}

export async function toUpdateRoomResult(
  outcome: UpdateRoomOutcome | IdempotencyConflict,
  context: RoomContext,
): Result<'UpdateRoomResult'> {
  if (outcome.kind !== 'UpdateRoomSuccess') return commonProblem(outcome, NO_SUCH_ROOM);
  return { __typename: outcome.kind, room: await stored(outcome.roomId, context) };
}

export async function toCloseRoomResult(
  outcome: CloseRoomOutcome | IdempotencyConflict,
  context: RoomContext,
): Result<'CloseRoomResult'> {
  if (outcome.kind !== 'CloseRoomSuccess') return commonProblem(outcome, NO_SUCH_ROOM);
  return { __typename: outcome.kind, room: await stored(outcome.roomId, context) };
}

export async function toReopenRoomResult(
  outcome: ReopenRoomOutcome | IdempotencyConflict,
  context: RoomContext,
): Result<'ReopenRoomResult'> {
  if (outcome.kind !== 'ReopenRoomSuccess') return commonProblem(outcome, NO_SUCH_ROOM);
  return { __typename: outcome.kind, room: await stored(outcome.roomId, context) };
}

export async function toDeleteRoomResult(
  outcome: DeleteRoomOutcome | IdempotencyConflict,
): Result<'DeleteRoomResult'> {
  switch (outcome.kind) {
    case 'DeleteRoomSuccess':
      return { __typename: outcome.kind, id: outcome.id };
    case 'RoomHasBookings':
      return problem(outcome, 'The room has bookings: cancel them first, or set cancelBookings.');
    case 'SuppliesUnavailable':
      return problem(
        outcome,
        `The supplies service does not answer, so the room was not deleted: try again in ${outcome.retryAfterSeconds} s.`,
      );
    default:
      return commonProblem(outcome, NO_SUCH_ROOM);
  }
}

/** The room of an outcome. A repeated outcome may be about a room that has been deleted since. */
async function stored(id: string, { services }: RoomContext): Promise<Room> {
  const { state } = await services.rooms.load(id);
  if (!state) throw new Error(`The room ${id} is in an outcome but is not stored`);
  return state;
}

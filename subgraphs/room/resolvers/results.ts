import type { IdempotencyConflict } from '../../../platform/idempotency/once.ts';
import { type Forbidden, parseUuid } from '../../../platform/input.ts';
import { problem, type ResultOf, toResult } from '../../../platform/subgraph/mutation.ts';
import type { DeleteRoomOutcome } from '../application/delete-room.ts';
import type { Room } from '../domain/room.ts';
import type { ResolversTypes } from '../schema.generated.ts';
import type { RoomContext } from './context.ts';

type Outcome = { readonly kind: string };
type RoomOutcome = Outcome | { readonly kind: string; readonly roomId: string };

const NO_SUCH_ROOM = 'There is no such room.';

/** A success has the room in place of its id. */
type RoomResult<From extends Outcome> = From extends { readonly roomId: string }
  ? { readonly __typename: From['kind']; readonly room: Room }
  : ResultOf<From>;

/** The result of a mutation that registers or changes a room. */
export function toRoomResult<From extends Outcome>(
  outcome: From,
  context: RoomContext,
): Promise<RoomResult<From>>;
export async function toRoomResult(outcome: RoomOutcome, context: RoomContext): Promise<object> {
  if (!('roomId' in outcome)) return toResult(outcome, NO_SUCH_ROOM);
  return { __typename: outcome.kind, room: await stored(outcome.roomId, context) };
}

/**
 * The result of a deletion.
 *
 * @param id the room as the input names it: outcomes do not, stored ones of earlier versions included
 */
export function toDeleteRoomResult(
  outcome: Exclude<DeleteRoomOutcome, Forbidden> | IdempotencyConflict,
  id: string,
): Awaited<ResolversTypes['DeleteRoomResult']> {
  switch (outcome.kind) {
    case 'DeleteRoomSuccess':
      return { __typename: outcome.kind, roomId: parseUuid(id) ?? id };
    case 'RoomHasBookings':
      return problem(outcome, 'The room has bookings: cancel them first, or set cancelBookings.');
    case 'SuppliesUnavailable':
      return problem(
        outcome,
        `The supplies service does not answer, so the room was not deleted: try again in ${outcome.retryAfterSeconds} s.`,
      );
    default:
      return toResult(outcome, NO_SUCH_ROOM);
  }
}

/** The room of an outcome. A repeated outcome may be about a room that has been deleted since. */
async function stored(id: string, { services: { queries, clock } }: RoomContext): Promise<Room> {
  const [room] = await queries.byIds([id], clock());
  if (!room) throw new Error(`The room ${id} is in an outcome but is not stored`);
  return room;
}

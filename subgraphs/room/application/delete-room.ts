import { execute } from '../../../platform/decisions/execute.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type NotFound, notFound } from '../../../platform/outcomes.ts';
import { evolve, type RoomState } from '../domain/room.ts';
import { decide, type RoomRejection } from '../domain/room-decide.ts';
import type { Clock, RoomStore, SuppliesService, SuppliesUnavailable } from './ports.ts';

export type DeleteRoom = {
  readonly attempt: Attempt;
  readonly id: string;
  /** Cancel and refund the bookings that are still ahead, instead of refusing. */
  readonly cancelBookings: boolean;
  readonly cause: Cause;
};

export type DeleteRoomOutcome =
  | { readonly kind: 'DeleteRoomSuccess'; readonly id: string }
  | Exclude<RoomRejection, { kind: 'RoomNotFound' }>
  | SuppliesUnavailable
  | NotFound;

type Dependencies = {
  readonly rooms: RoomStore;
  readonly supplies: SuppliesService;
  readonly clock: Clock;
};

/** Deletes a room, but only once the supplies service has agreed: without its answer the room stays. */
export function createDeleteRoom({ rooms, supplies, clock }: Dependencies) {
  return async (command: DeleteRoom): Promise<DeleteRoomOutcome> => {
    const { attempt, cancelBookings, cause } = command;
    if (!isUuid(command.id)) return notFound(command.id);
    const id = command.id.toLowerCase();
    const decideNow = (state: RoomState) =>
      decide({ type: 'delete', at: clock(), commandId: attempt.commandId, cancelBookings }, state);

    // What is refused anyway needs no asking, nor does what an earlier try has done.
    const { state } = await rooms.load(id);
    const foreseen = decideNow(state);
    if (!foreseen.accepted) return refusal(foreseen.rejection);
    if (!state?.deleted) {
      const answer = await supplies.mayRemove(id, cause);
      if (answer.kind === 'SuppliesUnavailable') return answer;
    }
    const deleted = await execute({ store: rooms, id, decide: decideNow, evolve, cause });
    return deleted.accepted ? { kind: 'DeleteRoomSuccess', id } : refusal(deleted.rejection);

    function refusal(rejection: RoomRejection): DeleteRoomOutcome {
      return rejection.kind === 'RoomNotFound' ? notFound(command.id) : rejection;
    }
  };
}

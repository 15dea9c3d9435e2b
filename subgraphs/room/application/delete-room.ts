import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type NotFound, notFound } from '../../../platform/outcomes.ts';
import { decide, type RoomCommand, type RoomRejection } from '../domain/room-decide.ts';
import type { HandleRoom, RoomStore, SuppliesService, SuppliesUnavailable } from './ports.ts';

export type DeleteRoom = {
  readonly attempt: Attempt;
  readonly id: string;
  /** Cancels and refunds current and future bookings; otherwise a room that has some is not deleted. */
  readonly cancelBookings?: boolean | null | undefined;
  readonly cause: Cause;
};

export type DeleteRoomOutcome =
  | { readonly kind: 'DeleteRoomSuccess'; readonly id: string }
  | Exclude<RoomRejection, { kind: 'RoomNotFound' }>
  | SuppliesUnavailable
  | NotFound;

type Dependencies = {
  readonly handleRoom: HandleRoom;
  readonly rooms: RoomStore;
  readonly supplies: SuppliesService;
  readonly clock: Clock;
};

/** Deletes a room, but only once the supplies service has agreed: without its answer the room stays. */
export function createDeleteRoom({ handleRoom, rooms, supplies, clock }: Dependencies) {
  return async (command: DeleteRoom): Promise<DeleteRoomOutcome> => {
    const { attempt, cause } = command;
    const cancelBookings = command.cancelBookings ?? false;
    if (!isUuid(command.id)) return notFound(command.id);
    const id = command.id.toLowerCase();
    const { commandId } = attempt;
    const createCommand = (): RoomCommand => ({ type: 'delete', at: clock(), commandId, cancelBookings });

    // Supplies is not asked about a command that will be refused, or that an earlier attempt has carried out.
    const { state } = await rooms.load(id);
    const foreseen = decide(createCommand(), state);
    if (!foreseen.accepted) return refusal(foreseen.rejection);
    if (!state?.deleted) {
      const answer = await supplies.mayRemove(id, cause);
      if (answer.kind === 'SuppliesUnavailable') return answer;
    }
    const deleted = await handleRoom(id, createCommand, { cause });
    return deleted.accepted ? { kind: 'DeleteRoomSuccess', id } : refusal(deleted.rejection);

    function refusal(rejection: RoomRejection): DeleteRoomOutcome {
      return rejection.kind === 'RoomNotFound' ? notFound(command.id) : rejection;
    }
  };
}

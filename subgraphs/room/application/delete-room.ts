import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { RoomState } from '../domain/room.ts';
import { decide, type RoomCommand, type RoomRejection } from '../domain/room-decide.ts';
import { readMoment } from './moment.ts';
import type { Dependencies, SuppliesUnavailable } from './ports.ts';
import type { ReleaseBookings } from './release-bookings.ts';

export type DeleteRoom = CommandContext & {
  readonly id: string;
  readonly actor: Actor;
  /** Cancels and refunds current and future bookings; otherwise a room that has some is not deleted. */
  readonly cancelBookings?: boolean | null | undefined;
};

export type DeleteRoomOutcome =
  | { readonly kind: 'DeleteRoomSuccess' }
  | Exclude<RoomRejection, { kind: 'RoomNotFound' }>
  | SuppliesUnavailable
  | NotFound;

/**
 * Deletes a room once the supplies service agrees. Without its answer the room is not deleted. Its first
 * bookings are cancelled at once, the others of a long list by a scheduled job.
 */
export function createDeleteRoom({
  handleRoom,
  rooms,
  openAssignments,
  supplies,
  releaseBookings,
  clock,
}: Pick<Dependencies, 'handleRoom' | 'rooms' | 'openAssignments' | 'supplies' | 'clock'> & {
  readonly releaseBookings: ReleaseBookings;
}) {
  return async (command: DeleteRoom): Promise<DeleteRoomOutcome> => {
    const { attempt, actor, cause } = command;
    const cancelBookings = command.cancelBookings ?? false;
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const { commandId } = attempt;
    const createCommand = async (room: RoomState): Promise<RoomCommand> => {
      const moment = await readMoment({ openAssignments, clock }, id, room);
      const bookingCount = await openAssignments.countAhead(id, moment.at);
      return { type: 'delete', ...moment, actor, commandId, bookingCount, cancelBookings };
    };

    // A command that will be rejected, or that an earlier attempt has completed, needs no call to supplies.
    const { state } = await rooms.load(id);
    const preview = decide(await createCommand(state), state);
    if (!preview.accepted) return rejected(preview.rejection);
    if (!state?.deleted) {
      const answer = await supplies.mayRemove(id, cause);
      if (answer.kind === 'SuppliesUnavailable') return answer;
    }
    const deleted = await handleRoom(id, createCommand, { cause });
    if (!deleted.accepted) return rejected(deleted.rejection);
    if (deleted.state?.deleted && deleted.state.releasing) await releaseBookings(id, cause);
    return { kind: 'DeleteRoomSuccess' };

    function rejected(rejection: RoomRejection): DeleteRoomOutcome {
      return rejection.kind === 'RoomNotFound' ? notFound(command.id) : rejection;
    }
  };
}

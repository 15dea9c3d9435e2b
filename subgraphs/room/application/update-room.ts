import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import type { HandleRoom } from './ports.ts';
import { type RoomInput, roomInputFault, toChanges } from './room-input.ts';

export type UpdateRoom = RoomInput & { readonly id: string; readonly cause: Cause };

export type UpdateRoomOutcome =
  | { readonly kind: 'UpdateRoomSuccess'; readonly roomId: string }
  | NotFound
  | InvalidInput;

/** Changes what is said of a room. A new rate holds for later bookings: the price of a booking is fixed when it is made. */
export function createUpdateRoom({
  handleRoom,
  clock,
}: {
  readonly handleRoom: HandleRoom;
  readonly clock: Clock;
}) {
  return async (command: UpdateRoom): Promise<UpdateRoomOutcome> => {
    if (!isUuid(command.id)) return invalid('id', 'A room id is a UUID.');
    const fault = roomInputFault(command);
    if (fault) return fault;
    const id = command.id.toLowerCase();
    const { cause } = command;
    const changes = toChanges(command);
    const updated = await handleRoom(id, () => ({ type: 'update', at: clock(), changes }), { cause });
    return updated.accepted ? { kind: 'UpdateRoomSuccess', roomId: id } : notFound(command.id);
  };
}

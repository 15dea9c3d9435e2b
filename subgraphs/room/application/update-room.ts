import type { Cause } from '../../../platform/decisions/cause.ts';
import { type InvalidInput, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { Dependencies } from './ports.ts';
import { type RoomInput, roomInputFault, toChanges } from './room-input.ts';

export type UpdateRoom = RoomInput & { readonly id: string; readonly cause: Cause };

export type UpdateRoomOutcome =
  | { readonly kind: 'UpdateRoomSuccess'; readonly roomId: string }
  | NotFound
  | InvalidInput;

/** Changes the details of a room. A new rate applies to later bookings: a booking keeps its price. */
export function createUpdateRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async (command: UpdateRoom): Promise<UpdateRoomOutcome> => {
    const id = parseUuid(command.id);
    if (!id) return notFound(command.id);
    const fault = roomInputFault(command);
    if (fault) return fault;
    const { cause } = command;
    const changes = toChanges(command);
    const updated = await handleRoom(id, () => ({ type: 'update', at: clock(), changes }), { cause });
    return updated.accepted ? { kind: 'UpdateRoomSuccess', roomId: id } : notFound(command.id);
  };
}

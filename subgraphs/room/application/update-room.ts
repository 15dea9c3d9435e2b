import { execute } from '../../../platform/decisions/execute.ts';
import { isUuid } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import { evolve, type RoomState } from '../domain/room.ts';
import { decide } from '../domain/room-decide.ts';
import type { Clock, RoomStore } from './ports.ts';
import { type RoomInput, roomInputFault, toChanges } from './room-input.ts';

export type UpdateRoom = RoomInput & { readonly id: string; readonly cause: Cause };

export type UpdateRoomOutcome =
  | { readonly kind: 'UpdateRoomSuccess'; readonly roomId: string }
  | NotFound
  | InvalidInput;

/** Changes what is said of a room. A new rate holds for later bookings: the price of a booking is fixed when it is made. */
export function createUpdateRoom({ rooms, clock }: { readonly rooms: RoomStore; readonly clock: Clock }) {
  return async (command: UpdateRoom): Promise<UpdateRoomOutcome> => {
    if (!isUuid(command.id)) return invalid('id', 'A room id is a UUID.');
    const fault = roomInputFault(command);
    if (fault) return fault;
    const id = command.id.toLowerCase();
    const updated = await execute({
      store: rooms,
      id,
      decide: (state: RoomState) =>
        decide({ type: 'update', at: clock(), changes: toChanges(command) }, state),
      evolve,
      cause: command.cause,
    });
    return updated.accepted ? { kind: 'UpdateRoomSuccess', roomId: id } : notFound(command.id);
  };
}

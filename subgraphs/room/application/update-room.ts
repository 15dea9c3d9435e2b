import { type InvalidInput, invalidInput } from '../../../platform/input.ts';
import { type ChangeContext, type Changed, changeRoom } from './change-room.ts';
import type { Dependencies } from './ports.ts';
import { type RoomInput, roomInputProblems, toChanges } from './room-input.ts';

export type UpdateRoom = ChangeContext & RoomInput;

export type UpdateRoomOutcome = Changed<'UpdateRoomSuccess'> | InvalidInput;

/** Changes the details of a room. A new rate applies to later bookings: a booking keeps its price. */
export function createUpdateRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async (command: UpdateRoom): Promise<UpdateRoomOutcome> => {
    const { actor } = command;
    return changeRoom(
      { handleRoom },
      command,
      'UpdateRoomSuccess',
      () => ({ type: 'update', at: clock(), actor, changes: toChanges(command) }),
      () => invalidInput(roomInputProblems(command)),
    );
  };
}

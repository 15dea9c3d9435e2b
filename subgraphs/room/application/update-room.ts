import { type InvalidInput, invalidInput } from '../../../platform/input.ts';
import { type ChangeContext, type Changed, type ChangeParts, changeRoom } from './change-room.ts';
import { type RoomInput, roomInputProblems, toChanges } from './room-input.ts';

export type UpdateRoom = ChangeContext & RoomInput;

export type UpdateRoomOutcome = Changed<'UpdateRoomSuccess'> | InvalidInput;

/** Changes the details of a room. A new rate applies to later bookings: a booking keeps its price. */
export function createUpdateRoom(parts: ChangeParts) {
  return async (command: UpdateRoom): Promise<UpdateRoomOutcome> => {
    return changeRoom(
      parts,
      command,
      'UpdateRoomSuccess',
      (begin) => ({ ...begin, type: 'update', changes: toChanges(command) }),
      () => invalidInput(roomInputProblems(command)),
    );
  };
}

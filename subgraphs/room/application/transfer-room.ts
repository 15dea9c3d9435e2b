import { LONGEST_SUBJECT } from '../../../platform/identity/subject.ts';
import { type InvalidInput, invalidInput, nameProblem } from '../../../platform/input.ts';
import { trimText } from '../../../platform/text/visible.ts';
import { type ChangeContext, type Changed, type ChangeParts, changeRoom } from './change-room.ts';

export type TransferRoom = ChangeContext & {
  /** The subject of the new host's tokens. */
  readonly hostId: string;
};

export type TransferRoomOutcome = Changed<'TransferRoomSuccess'> | InvalidInput;

/** Hands a room over to another host. Other services follow when they handle the event. */
export function createTransferRoom(parts: ChangeParts) {
  return async (command: TransferRoom): Promise<TransferRoomOutcome> => {
    const { hostId } = command;
    return changeRoom(
      parts,
      command,
      'TransferRoomSuccess',
      (begin) => ({ ...begin, type: 'transfer', hostId: trimText(hostId) }),
      () => invalidInput(nameProblem('hostId', hostId, LONGEST_SUBJECT)),
    );
  };
}

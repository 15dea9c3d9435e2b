import { type InvalidInput, ifPresent, invalidInput, textProblem } from '../../../platform/input.ts';
import { storedTextOrNull } from '../../../platform/text/visible.ts';
import { type ChangeContext, type Changed, type ChangeParts, changeRoom } from './change-room.ts';

export type CloseRoom = ChangeContext & { readonly reason?: string | null | undefined };

export type CloseRoomOutcome = Changed<'CloseRoomSuccess'> | InvalidInput;

export type ReopenRoom = ChangeContext;

export type ReopenRoomOutcome = Changed<'ReopenRoomSuccess'>;

export const LONGEST_REASON = 1_000;

/** Takes a room out of service: it accepts no new bookings, and keeps those that it has. */
export function createCloseRoom(parts: ChangeParts) {
  return async (command: CloseRoom): Promise<CloseRoomOutcome> => {
    const { reason } = command;
    return changeRoom(
      parts,
      command,
      'CloseRoomSuccess',
      (begin) => ({ ...begin, type: 'close', reason: storedTextOrNull(reason) }),
      () => invalidInput(ifPresent(reason, (text) => textProblem('reason', text, LONGEST_REASON))),
    );
  };
}

/** Puts a room back into service. Its status follows from its assignments and the time. */
export function createReopenRoom(parts: ChangeParts) {
  return (command: ReopenRoom): Promise<ReopenRoomOutcome> =>
    changeRoom<'ReopenRoomSuccess'>(parts, command, 'ReopenRoomSuccess', (begin) => ({
      ...begin,
      type: 'reopen',
    }));
}

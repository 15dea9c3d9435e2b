import { type InvalidInput, ifPresent, invalidInput, textProblem } from '../../../platform/input.ts';
import { storedTextOrNull } from '../../../platform/text/visible.ts';
import { type ChangeContext, type Changed, changeRoom } from './change-room.ts';
import type { Dependencies } from './ports.ts';

export type CloseRoom = ChangeContext & { readonly reason?: string | null | undefined };

export type CloseRoomOutcome = Changed<'CloseRoomSuccess'> | InvalidInput;

export type ReopenRoom = ChangeContext;

export type ReopenRoomOutcome = Changed<'ReopenRoomSuccess'>;

export const LONGEST_REASON = 1_000;

/** Takes a room out of service: it accepts no new bookings, and keeps those that it has. */
export function createCloseRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async (command: CloseRoom): Promise<CloseRoomOutcome> => {
    const { actor, reason } = command;
    return changeRoom(
      { handleRoom },
      command,
      'CloseRoomSuccess',
      () => ({ type: 'close', at: clock(), actor, reason: storedTextOrNull(reason) }),
      () => invalidInput(ifPresent(reason, (text) => textProblem('reason', text, LONGEST_REASON))),
    );
  };
}

/** Puts a room back into service. Its status follows from its assignments and the time. */
export function createReopenRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return (command: ReopenRoom): Promise<ReopenRoomOutcome> => {
    const { actor } = command;
    return changeRoom<'ReopenRoomSuccess'>({ handleRoom }, command, 'ReopenRoomSuccess', () => {
      return { type: 'reopen', at: clock(), actor };
    });
  };
}

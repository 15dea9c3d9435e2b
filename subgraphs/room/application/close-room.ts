import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { type InvalidInput, type NotFound, notFound } from '../../../platform/outcomes.ts';
import type { RoomCommand } from '../domain/room-decide.ts';
import type { HandleRoom } from './ports.ts';
import { reasonFault, trimmedOrNull } from './room-input.ts';

export type CloseRoom = {
  readonly id: string;
  readonly reason?: string | null | undefined;
  readonly cause: Cause;
};

export type CloseRoomOutcome =
  | { readonly kind: 'CloseRoomSuccess'; readonly roomId: string }
  | NotFound
  | InvalidInput;

export type ReopenRoom = { readonly id: string; readonly cause: Cause };

export type ReopenRoomOutcome = { readonly kind: 'ReopenRoomSuccess'; readonly roomId: string } | NotFound;

type Dependencies = { readonly handleRoom: HandleRoom; readonly clock: Clock };

/** Takes a room out of service: it takes no new bookings, and keeps those that it has. */
export function createCloseRoom({ handleRoom, clock }: Dependencies) {
  return async ({ id, reason = null, cause }: CloseRoom): Promise<CloseRoomOutcome> => {
    const fault = reason === null ? undefined : reasonFault(reason);
    if (fault) return fault;
    const command = () => ({ type: 'close', at: clock(), reason: trimmedOrNull(reason) }) as const;
    const roomId = await handle(handleRoom, id, command, cause);
    return roomId ? { kind: 'CloseRoomSuccess', roomId } : notFound(id);
  };
}

/** Puts a room back into service; its status is what the clock says. */
export function createReopenRoom({ handleRoom, clock }: Dependencies) {
  return async ({ id, cause }: ReopenRoom): Promise<ReopenRoomOutcome> => {
    const roomId = await handle(handleRoom, id, () => ({ type: 'reopen', at: clock() }), cause);
    return roomId ? { kind: 'ReopenRoomSuccess', roomId } : notFound(id);
  };
}

/** Handles a command. Returns the room's id, or undefined when there is no such room. */
async function handle(
  handleRoom: HandleRoom,
  givenId: string,
  createCommand: () => Extract<RoomCommand, { type: 'close' | 'reopen' }>,
  cause: Cause,
): Promise<string | undefined> {
  if (!isUuid(givenId)) return undefined;
  const id = givenId.toLowerCase();
  const handled = await handleRoom(id, createCommand, { cause });
  return handled.accepted ? id : undefined;
}

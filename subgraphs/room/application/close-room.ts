import { execute } from '../../../platform/decisions/execute.ts';
import { isUuid } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import { type InvalidInput, type NotFound, notFound } from '../../../platform/outcomes.ts';
import { evolve, type RoomState } from '../domain/room.ts';
import { decide, type RoomCommand } from '../domain/room-decide.ts';
import type { Clock, RoomStore } from './ports.ts';
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

type Dependencies = { readonly rooms: RoomStore; readonly clock: Clock };

/** Takes a room out of service: it takes no new bookings, and keeps those that it has. */
export function createCloseRoom({ rooms, clock }: Dependencies) {
  return async ({ id, reason = null, cause }: CloseRoom): Promise<CloseRoomOutcome> => {
    const fault = reason === null ? undefined : reasonFault(reason);
    if (fault) return fault;
    const command = () => ({ type: 'close', at: clock(), reason: trimmedOrNull(reason) }) as const;
    const roomId = await give(rooms, id, command, cause);
    return roomId ? { kind: 'CloseRoomSuccess', roomId } : notFound(id);
  };
}

/** Puts a room back into service; its status is what the clock says. */
export function createReopenRoom({ rooms, clock }: Dependencies) {
  return async ({ id, cause }: ReopenRoom): Promise<ReopenRoomOutcome> => {
    const roomId = await give(rooms, id, () => ({ type: 'reopen', at: clock() }), cause);
    return roomId ? { kind: 'ReopenRoomSuccess', roomId } : notFound(id);
  };
}

/** Gives a command to a room. Returns the room's id, or undefined when there is no such room. */
async function give(
  rooms: RoomStore,
  givenId: string,
  command: () => Extract<RoomCommand, { type: 'close' | 'reopen' }>,
  cause: Cause,
): Promise<string | undefined> {
  if (!isUuid(givenId)) return undefined;
  const id = givenId.toLowerCase();
  const given = await execute({
    store: rooms,
    id,
    decide: (state: RoomState) => decide(command(), state),
    evolve,
    cause,
  });
  return given.accepted ? id : undefined;
}

import type { Cause } from '../../../platform/decisions/cause.ts';
import {
  type InvalidInput,
  ifPresent,
  type NotFound,
  notFound,
  parseUuid,
  textFault,
  trimmedOrNull,
} from '../../../platform/input.ts';
import type { Dependencies } from './ports.ts';

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

const LONGEST_REASON = 1_000;

/** Takes a room out of service: it accepts no new bookings, and keeps those that it has. */
export function createCloseRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async ({ id, reason, cause }: CloseRoom): Promise<CloseRoomOutcome> => {
    const fault = ifPresent(reason, (text) => textFault('reason', text, LONGEST_REASON));
    if (fault) return fault;
    const roomId = parseUuid(id);
    if (!roomId) return notFound(id);
    const command = () => ({ type: 'close', at: clock(), reason: trimmedOrNull(reason) }) as const;
    const { accepted } = await handleRoom(roomId, command, { cause });
    return accepted ? { kind: 'CloseRoomSuccess', roomId } : notFound(id);
  };
}

/** Puts a room back into service. Its status follows from its assignments and the time. */
export function createReopenRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async ({ id, cause }: ReopenRoom): Promise<ReopenRoomOutcome> => {
    const roomId = parseUuid(id);
    if (!roomId) return notFound(id);
    const { accepted } = await handleRoom(roomId, () => ({ type: 'reopen', at: clock() }), { cause });
    return accepted ? { kind: 'ReopenRoomSuccess', roomId } : notFound(id);
  };
}

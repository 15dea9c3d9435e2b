import type { Actor } from '../../../platform/decisions/actor.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import { type Forbidden, type NotFound, notFound, parseUuid } from '../../../platform/input.ts';
import type { RoomChange } from '../domain/room-decide.ts';
import type { Dependencies } from './ports.ts';

/** What every use case that changes an existing room is given. */
export type ChangeContext = {
  /** The room as the client names it. */
  readonly id: string;
  readonly actor: Actor;
  readonly cause: Cause;
};

/** The room is changed, or was as the client wants it. */
export type Changed<Success extends string> =
  | { readonly kind: Success; readonly roomId: string }
  | NotFound
  | Forbidden;

/**
 * Handles a change of an existing room.
 *
 * @param success the kind of the outcome when the change is accepted
 */
export async function changeRoom<Success extends string>(
  { handleRoom }: Pick<Dependencies, 'handleRoom'>,
  { id, cause }: ChangeContext,
  success: Success,
  createCommand: () => RoomChange,
): Promise<Changed<Success>> {
  const roomId = parseUuid(id);
  if (!roomId) return notFound(id);
  const changed = await handleRoom(roomId, createCommand, { cause });
  if (changed.accepted) return { kind: success, roomId };
  switch (changed.rejection.kind) {
    case 'RoomNotFound':
      return notFound(id);
    case 'Forbidden':
      return changed.rejection;
    case 'RoomHasBookings':
      throw new Error(`The room ${id} refused a change because of its bookings`);
  }
}

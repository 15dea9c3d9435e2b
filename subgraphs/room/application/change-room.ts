import type { Actor } from '../../../platform/decisions/actor.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import {
  type Forbidden,
  type InvalidInput,
  type NotFound,
  notFound,
  parseUuid,
} from '../../../platform/input.ts';
import type { Moment, RoomChange } from '../domain/room-decide.ts';
import { readMoment } from './moment.ts';
import type { Dependencies } from './ports.ts';

/** What every use case that changes an existing room works with. */
export type ChangeParts = Pick<Dependencies, 'handleRoom' | 'openAssignments' | 'clock'>;

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
 * Handles a change of an existing room. An id that names nothing comes before other invalid values.
 *
 * @param success the kind of the outcome when the change is accepted
 * @param createCommand completes what all changes have in common
 * @param check finds what else is wrong with the input; nothing when left out
 */
export async function changeRoom<Success extends string, Invalid extends InvalidInput = never>(
  parts: ChangeParts,
  { id, actor, cause }: ChangeContext,
  success: Success,
  createCommand: (begin: Moment & Pick<RoomChange, 'actor'>) => RoomChange,
  check?: () => Invalid | undefined,
): Promise<Changed<Success> | Invalid> {
  const roomId = parseUuid(id);
  if (!roomId) return notFound(id);
  const invalid = check?.();
  if (invalid) return invalid;
  const changed = await parts.handleRoom(
    roomId,
    async (room) => createCommand({ ...(await readMoment(parts, roomId, room)), actor }),
    { cause },
  );
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

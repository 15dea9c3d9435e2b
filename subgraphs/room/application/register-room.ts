import type { Actor } from '../../../platform/decisions/actor.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import { type InvalidInput, ifPresent, invalidInput } from '../../../platform/input.ts';
import { storedText, storedTextOrNull } from '../../../platform/text/visible.ts';
import type { RoomDetails, SupplyLine } from '../domain/room.ts';
import type { Dependencies } from './ports.ts';
import {
  type RoomInput,
  roomInputProblems,
  supplyLinesProblems,
  toSupplyLines,
  toTimeZone,
} from './room-input.ts';

/** The command id becomes the room's id, and the actor its host. */
export type RegisterRoom = CommandContext &
  Omit<RoomDetails, 'description' | 'location'> &
  Pick<RoomInput, 'description' | 'location'> & {
    readonly actor: Actor;
    /** The standard supplies when left out. */
    readonly supplies?: readonly SupplyLine[] | null | undefined;
  };

export type RegisterRoomOutcome =
  | { readonly kind: 'RegisterRoomSuccess'; readonly roomId: string }
  | InvalidInput;

/**
 * Registers a room. Supplies stocks it when it handles the event, so that this works while supplies is down.
 */
export function createRegisterRoom({ handleRoom, clock }: Pick<Dependencies, 'handleRoom' | 'clock'>) {
  return async (command: RegisterRoom): Promise<RegisterRoomOutcome> => {
    const { attempt, actor, supplies, cause } = command;
    const invalid = invalidInput(roomInputProblems(command), ifPresent(supplies, supplyLinesProblems));
    if (invalid) return invalid;
    const id = attempt.commandId;
    const registered = await handleRoom(
      id,
      () => ({
        type: 'register',
        at: clock(),
        id,
        hostId: actor.subject,
        details: toDetails(command),
        supplies: supplies ? toSupplyLines(supplies) : null,
      }),
      { cause },
    );
    if (!registered.accepted) throw new Error(`The room ${id} was refused: ${registered.rejection.kind}`);
    return { kind: 'RegisterRoomSuccess', roomId: id };
  };
}

function toDetails(command: RegisterRoom): RoomDetails {
  const { name, description, location, capacity, hourlyRate, timeZone } = command;
  return {
    name: storedText(name),
    description: storedTextOrNull(description),
    location: storedTextOrNull(location),
    capacity,
    hourlyRate: { amount: hourlyRate.amount, currency: hourlyRate.currency },
    timeZone: toTimeZone(timeZone),
  };
}

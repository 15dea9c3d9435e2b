import type { Handled } from '../../../platform/decisions/command-handler.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { CommandContext } from '../../../platform/idempotency/once.ts';
import {
  type Forbidden,
  type InvalidInput,
  invalid,
  type NotFound,
  notFound,
} from '../../../platform/input.ts';
import { type RoomStockEvent, type RoomStockState, suppliesOf } from '../domain/room-stock.ts';
import type { RoomStockCommand, RoomStockRejection } from '../domain/room-stock-decide.ts';
import { MOST_SUPPLIES } from '../domain/supply-line.ts';
import type { Dependencies, PlacedSupply } from './ports.ts';

export type ChangeStock = ReturnType<typeof createChangeStock>;

/**
 * Handles a person's command on a room's stock. A retry of a command that has had its effect changes nothing
 * and is accepted, whatever has changed since. The returned state is never older than the command's effect.
 */
export function createChangeStock({
  handleRoomStock,
  stocks,
}: Pick<Dependencies, 'handleRoomStock' | 'stocks'>) {
  return async (
    roomId: string,
    createCommand: () => RoomStockCommand,
    { attempt: { commandId }, cause }: CommandContext,
  ): Promise<Handled<RoomStockState, RoomStockEvent, RoomStockRejection>> => {
    const changed = await handleRoomStock(roomId, createCommand, {
      cause: { ...cause, causationId: commandId },
      handles: commandId,
    });
    if (changed.accepted || !(await stocks.hasHandled(commandId))) return changed;
    return { accepted: true, state: (await stocks.load(roomId)).state, events: [] };
  };
}

/** A supply of a stock with its room; undefined when the stock does not have it. */
export function placed(state: RoomStockState, id: string): PlacedSupply | undefined {
  const supply = suppliesOf(state).find((each) => each.id === id);
  return state && supply ? { ...supply, roomId: state.roomId } : undefined;
}

/**
 * The outcome of a rejected command.
 *
 * @param id of the room or supply that the command names
 */
export function explainRejection(
  rejection: RoomStockRejection,
  id: string,
): NotFound | InvalidInput | Forbidden {
  switch (rejection.kind) {
    case 'Forbidden':
      return rejection;
    case 'RoomNotFound':
    case 'SupplyNotFound':
      return notFound(id);
    case 'NameTaken':
      return invalid(
        'name',
        'DUPLICATE',
        `The room has "${rejection.by.name}" already: update that supply (${rejection.by.id}) instead.`,
      );
    case 'TooManySupplies':
      return invalid(
        'roomId',
        'TOO_LONG',
        `The room has ${MOST_SUPPLIES} supplies, which is the maximum: remove one first.`,
      );
    case 'NamesTooLong':
      return invalid(
        'name',
        'TOO_LONG',
        'The names of all supplies of the room are too long together: use a shorter one.',
      );
    default:
      return unreachable(rejection);
  }
}

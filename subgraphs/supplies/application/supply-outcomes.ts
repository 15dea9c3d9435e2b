import { unreachable } from '../../../platform/decisions/decision.ts';
import { type InvalidInput, invalid, type NotFound, notFound } from '../../../platform/outcomes.ts';
import { type RoomStockState, suppliesOf } from '../domain/room-stock.ts';
import type { RoomStockRejection } from '../domain/room-stock-decide.ts';
import { MOST_SUPPLIES } from '../domain/supply-line.ts';
import type { PlacedSupply } from './ports.ts';

/** A supply of a stock, with its room; undefined when the stock does not have it. */
export function placed(state: RoomStockState, id: string): PlacedSupply | undefined {
  const supply = suppliesOf(state).find((each) => each.id === id);
  return state && supply ? { ...supply, roomId: state.roomId } : undefined;
}

/**
 * What staff is told when a decision was refused.
 *
 * @param id the room or supply that was asked for
 */
export function explainRefusal(rejection: RoomStockRejection, id: string): NotFound | InvalidInput {
  switch (rejection.kind) {
    case 'RoomNotFound':
    case 'SupplyNotFound':
      return notFound(id);
    case 'NameTaken':
      return invalid(
        'name',
        `The room has "${rejection.by.name}" already: update that supply (${rejection.by.id}) instead.`,
      );
    case 'TooManySupplies':
      return invalid(
        'name',
        `The room has ${MOST_SUPPLIES} different supplies, which is the most: remove one first.`,
      );
    default:
      return unreachable(rejection);
  }
}

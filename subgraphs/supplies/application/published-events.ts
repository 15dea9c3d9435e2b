import { unreachable } from '../../../platform/decisions/index.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/supplies.ts';
import {
  evolve,
  type RoomStock,
  type RoomStockEvent,
  type RoomStockState,
  suppliesOf,
} from '../domain/room-stock.ts';

/**
 * What other services are told of a stock's events.
 *
 * @param before the stock before the first of them
 */
export function toMessages(before: RoomStockState, events: readonly RoomStockEvent[]): readonly Message[] {
  let state = before;
  return events.map((event) => {
    const after = evolve(state, event);
    state = after;
    return toMessage(after, event);
  });
}

function toMessage(after: RoomStock, event: RoomStockEvent): Message {
  const stock = { room: { id: after.roomId }, supplies: [...suppliesOf(after)] };
  switch (event.type) {
    case 'SuppliesProvisioned':
      return message(published.suppliesProvisioned, event.at, stock);
    case 'SupplyAdded':
    case 'SupplyUpdated':
    case 'SupplyRemoved':
      return message(published.suppliesChanged, event.at, stock);
    case 'SuppliesRemoved':
      return message(published.suppliesRemoved, event.at, stock);
    default:
      return unreachable(event);
  }
}

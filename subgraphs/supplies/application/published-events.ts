import { unreachable } from '../../../platform/decisions/decider.ts';
import { type Message, message } from '../../../platform/messaging/event.ts';
import * as published from '../../../schema/events/supplies.ts';
import { type RoomStock, type RoomStockEvent, suppliesOf } from '../domain/room-stock.ts';

/** The public message of an event of a room's stock; undefined for a change of host, which room publishes. */
export function toMessage(event: RoomStockEvent, after: RoomStock): Message | undefined {
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
    case 'HostChanged':
      return undefined;
    default:
      return unreachable(event);
  }
}

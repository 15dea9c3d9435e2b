import {
  type AggregateCollections,
  createMongoAggregateStore,
  type MongoLink,
  openAggregates,
} from '../../../platform/mongo/index.ts';
import type { RoomStockStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { RoomStock, RoomStockEvent, RoomStockState } from '../domain/room-stock.ts';

/** Opens the collection with one document for each room, under the room's id, and makes its indexes. */
export function openRoomStocks(mongo: MongoLink): Promise<AggregateCollections> {
  return openAggregates(mongo, 'room_stocks', [
    { key: { 'state.supplies.id': 1 }, name: 'by_supply', sparse: true },
  ]);
}

/**
 * The rooms' stocks in MongoDB.
 *
 * @param onStored called after each write that stored events, to have them published
 */
export function createMongoRoomStockStore(
  collections: AggregateCollections,
  onStored: () => void,
): RoomStockStore {
  const { aggregates, history } = collections;
  const store = createMongoAggregateStore<RoomStockState, RoomStockEvent, RoomStock>({
    collections,
    initial: undefined,
    toStored,
    toState: (stored) => stored,
    toMessage,
    onStored,
  });
  return {
    ...store,
    async hasHandled(commandId) {
      // In this order: an event that leaves its document between the two reads is in the history by then.
      // The first condition lets the index of waiting events serve the query.
      const waiting = { 'outbox.id': { $gt: '' }, 'outbox.cause.causationId': commandId };
      if (await aggregates.findOne(waiting, { projection: { _id: 1 } })) return true;
      return (await history.findOne({ 'cause.causationId': commandId }, { projection: { _id: 1 } })) !== null;
    },
  };
}

function toStored(state: RoomStockState): RoomStock {
  if (!state) throw new Error('There is nothing to store before the first event');
  return state;
}

import type { QueryFilter } from 'mongoose';
import type { AggregateDocument } from '../../../platform/mongo/schemas.ts';
import { readForOperation } from '../../../platform/operations/operation.ts';
import type { PlacedSupply, SupplyQueries } from '../application/ports.ts';
import { byName, suppliesOf } from '../domain/room-stock.ts';
import { type RoomStockModels, type StoredRoomStock, toRoomStock } from './mongo-room-stock-store.ts';

/** Queries of supplies across rooms, on the documents of the rooms' stocks. */
export function createMongoSupplyQueries({ aggregates }: RoomStockModels): SupplyQueries {
  return {
    async byIds(ids) {
      const wanted = new Set(ids);
      const found = await placedIn({ 'state.supplies.id': { $in: [...wanted] } });
      return found.filter(({ id }) => wanted.has(id));
    },
    byRooms: (roomIds) => placedIn({ _id: { $in: [...roomIds] } }),
  };

  async function placedIn(
    filter: QueryFilter<AggregateDocument<StoredRoomStock>>,
  ): Promise<readonly PlacedSupply[]> {
    return readForOperation(
      async () => {
        const found = await aggregates.find(filter, { state: 1 }).lean();
        return found.flatMap(({ state }) =>
          byName(suppliesOf(toRoomStock(state))).map((supply) => ({ ...supply, roomId: state.roomId })),
        );
      },
      ({ length }) => length,
    );
  }
}

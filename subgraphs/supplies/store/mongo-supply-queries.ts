import type { QueryFilter } from 'mongoose';
import type { AggregateDocument } from '../../../platform/mongo/schemas.ts';
import { readForOperation } from '../../../platform/operations/operation.ts';
import { createSharedRead } from '../../../platform/shared-read.ts';
import type { PlacedSupply, SupplyQueries } from '../application/ports.ts';
import { byName, suppliesOf } from '../domain/room-stock.ts';
import { type RoomStockModels, type StoredRoomStock, toRoomStock } from './mongo-room-stock-store.ts';

/** Queries of supplies across rooms, on the documents of the rooms' stocks. */
export function createMongoSupplyQueries({ aggregates }: RoomStockModels): SupplyQueries {
  return {
    byIds: (ids) =>
      readForOperation(
        async () => {
          const wanted = new Set(ids);
          const found = await placedIn({ 'state.supplies.id': { $in: [...wanted] } });
          return found.filter(({ id }) => wanted.has(id));
        },
        ({ length }) => length,
      ),
    byRooms: createSharedRead(
      async (roomIds) => Map.groupBy(await placedIn({ _id: { $in: [...roomIds] } }), ({ roomId }) => roomId),
      ({ length }) => length,
    ),
  };

  async function placedIn(
    filter: QueryFilter<AggregateDocument<StoredRoomStock>>,
  ): Promise<readonly PlacedSupply[]> {
    const found = await aggregates.find(filter, { state: 1 }).lean();
    return found.flatMap(({ state }) =>
      byName(suppliesOf(toRoomStock(state))).map((supply) => ({ ...supply, roomId: state.roomId })),
    );
  }
}

import type { AggregateCollections } from '../../../platform/mongo/index.ts';
import type { PlacedSupply, SupplyQueries } from '../application/ports.ts';
import { type RoomStock, suppliesOf } from '../domain/room-stock.ts';

/** Reads of supplies across rooms, from the documents of the rooms' stocks. */
export function createMongoSupplyQueries({ aggregates }: AggregateCollections): SupplyQueries {
  return {
    async byIds(ids) {
      const wanted = new Set(ids);
      const found = await placedIn({ 'state.supplies.id': { $in: [...wanted] } });
      return found.filter(({ id }) => wanted.has(id));
    },
    byRooms: (roomIds) => placedIn({ _id: { $in: [...roomIds] } }),
  };

  async function placedIn(filter: Parameters<typeof aggregates.find>[0]): Promise<readonly PlacedSupply[]> {
    const found = await aggregates.find(filter, { projection: { state: 1 } }).toArray();
    return found.flatMap((document) => {
      // Written by the store of stocks.
      const state = document.state as RoomStock;
      return suppliesOf(state).map((supply) => ({ ...supply, roomId: state.roomId }));
    });
  }
}

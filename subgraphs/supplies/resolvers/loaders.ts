import DataLoader from 'dataloader';
import type { SupplyQueries } from '../application/ports.ts';
import type { SuppliesLoaders } from './context.ts';

export function createLoaders(queries: SupplyQueries): SuppliesLoaders {
  return {
    supply: new DataLoader(async (ids) => {
      const found = new Map((await queries.byIds(ids)).map((supply) => [supply.id, supply]));
      return ids.map((id) => found.get(id));
    }),
    byRoom: new DataLoader(async (roomIds) => {
      const found = Map.groupBy(await queries.byRooms(roomIds), ({ roomId }) => roomId);
      return roomIds.map((roomId) => found.get(roomId) ?? []);
    }),
  };
}

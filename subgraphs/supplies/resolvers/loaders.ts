import { loaderBy, loaderFrom } from '../../../platform/subgraph/index.ts';
import type { SuppliesServices } from '../application/services.ts';

export type SuppliesLoaders = ReturnType<typeof createLoaders>;

/** Batches the reads of one request. */
export function createLoaders({ queries }: Pick<SuppliesServices, 'queries'>) {
  return {
    supply: loaderBy(queries.byIds, ({ id }) => id),
    byRoom: loaderFrom(async (ids) => Map.groupBy(await queries.byRooms(ids), ({ roomId }) => roomId)),
  };
}

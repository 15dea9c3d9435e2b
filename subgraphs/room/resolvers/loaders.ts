import { loaderBy } from '../../../platform/subgraph/index.ts';
import type { RoomServices } from '../application/services.ts';

export type RoomLoaders = ReturnType<typeof createLoaders>;

/** Batches the reads of one request. */
export function createLoaders({ queries }: Pick<RoomServices, 'queries'>) {
  return { room: loaderBy(queries.byIds, ({ id }) => id) };
}

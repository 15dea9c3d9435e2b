import type DataLoader from 'dataloader';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { createAddSupply } from '../application/add-supply.ts';
import type { CatalogueStore, PlacedSupply, RoomStockStore, SupplyQueries } from '../application/ports.ts';
import type { createRemoveSupply } from '../application/remove-supply.ts';
import type { createSetStandardSupplies } from '../application/set-standard-supplies.ts';
import type { createUpdateSupply } from '../application/update-supply.ts';

/** What the resolvers work with; the same for all requests. */
export type SuppliesServices = {
  readonly addSupply: ReturnType<typeof createAddSupply>;
  readonly updateSupply: ReturnType<typeof createUpdateSupply>;
  readonly removeSupply: ReturnType<typeof createRemoveSupply>;
  readonly setStandardSupplies: ReturnType<typeof createSetStandardSupplies>;
  readonly stocks: RoomStockStore;
  readonly catalogue: CatalogueStore;
  readonly queries: SupplyQueries;
  readonly idempotency: IdempotencyStore;
};

/** Batches the reads of one request. */
export type SuppliesLoaders = {
  readonly supply: DataLoader<string, PlacedSupply | undefined>;
  readonly byRoom: DataLoader<string, readonly PlacedSupply[]>;
};

export type SuppliesContext = RequestContext & {
  readonly services: SuppliesServices;
  readonly loaders: SuppliesLoaders;
};

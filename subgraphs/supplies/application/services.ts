import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { catalogueDecider } from '../domain/catalogue.ts';
import { roomStockDecider } from '../domain/room-stock-decide.ts';
import { createAddSupply } from './add-supply.ts';
import { createChangeStock } from './change-stock.ts';
import { onRoomEvents } from './on-room-events.ts';
import type { Dependencies } from './ports.ts';
import { createRemoveSupply } from './remove-supply.ts';
import { createSetStandardSupplies } from './set-standard-supplies.ts';
import { createStandardSupplies } from './standard-supplies.ts';
import { createUpdateSupply } from './update-supply.ts';

type Surroundings = Pick<Dependencies, 'clock'> & {
  readonly stores: Pick<Dependencies, 'stocks' | 'catalogues' | 'queries'> & {
    readonly idempotency: IdempotencyStore;
  };
};

export type SuppliesServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clock }: Surroundings) {
  const { stocks, catalogues, queries } = stores;
  const handleRoomStock = createCommandHandler(stocks, roomStockDecider);
  const handleCatalogue = createCommandHandler(catalogues, catalogueDecider);
  const standardSupplies = createStandardSupplies({ catalogues });
  const changeStock = createChangeStock({ handleRoomStock, stocks });
  return {
    ...stores,
    standardSupplies,
    addSupply: createAddSupply({ changeStock, stocks, clock }),
    updateSupply: createUpdateSupply({ changeStock, queries, clock }),
    removeSupply: createRemoveSupply({ changeStock, stocks, queries, clock }),
    setStandardSupplies: createSetStandardSupplies({ handleCatalogue, clock }),
    reactions: onRoomEvents({ handleRoomStock, standardSupplies, clock }),
  };
}

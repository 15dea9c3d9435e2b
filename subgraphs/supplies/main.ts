import { createMongoIdempotencyStore } from '../../platform/mongo/index.ts';
import { runService } from '../../platform/service/index.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { createAddSupply } from './application/add-supply.ts';
import { onRoomDeleted, onRoomRegistered } from './application/on-room-events.ts';
import { createRemoveSupply } from './application/remove-supply.ts';
import { createSetStandardSupplies } from './application/set-standard-supplies.ts';
import { createUpdateSupply } from './application/update-supply.ts';
import { resolvers } from './resolvers/index.ts';
import { createLoaders } from './resolvers/loaders.ts';
import { createMongoCatalogueStore, openCatalogue } from './store/mongo-catalogue-store.ts';
import { createMongoRoomStockStore, openRoomStocks } from './store/mongo-room-stock-store.ts';
import { createMongoSupplyQueries } from './store/mongo-supply-queries.ts';

const NAME = 'supplies';

await runService(NAME, async () => {
  const service = await openMongoService(NAME, import.meta.dirname, async (link) => ({
    roomStocks: await openRoomStocks(link),
  }));
  const { mongo, aggregates, clock, wakeRelay } = service;

  const stocks = createMongoRoomStockStore(aggregates.roomStocks, wakeRelay);
  const catalogue = createMongoCatalogueStore(await openCatalogue(mongo));
  const queries = createMongoSupplyQueries(aggregates.roomStocks);
  const services = {
    addSupply: createAddSupply({ stocks, clock }),
    updateSupply: createUpdateSupply({ stocks, queries, clock }),
    removeSupply: createRemoveSupply({ stocks, queries, clock }),
    setStandardSupplies: createSetStandardSupplies({ catalogue, clock }),
    stocks,
    catalogue,
    queries,
    idempotency: createMongoIdempotencyStore(mongo),
  };

  return service.serve({
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(queries) }),
    reactions: [onRoomRegistered({ stocks, catalogue, clock }), onRoomDeleted({ stocks, clock })],
  });
});

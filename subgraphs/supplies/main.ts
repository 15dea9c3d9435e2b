import { createCommandHandler } from '../../platform/decisions/command-handler.ts';
import { createMongoIdempotencyStore } from '../../platform/mongo/index.ts';
import { runService } from '../../platform/service/index.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { createAddSupply } from './application/add-supply.ts';
import { createChangeStock } from './application/change-stock.ts';
import { onRoomDeleted, onRoomRegistered } from './application/on-room-events.ts';
import { createRemoveSupply } from './application/remove-supply.ts';
import { createSetStandardSupplies } from './application/set-standard-supplies.ts';
import { createUpdateSupply } from './application/update-supply.ts';
import { catalogueDecider } from './domain/catalogue.ts';
import { roomStockDecider } from './domain/room-stock-decide.ts';
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
  const handleRoomStock = createCommandHandler(stocks, roomStockDecider);
  const handleCatalogue = createCommandHandler(catalogue, catalogueDecider);
  const changeStock = createChangeStock({ handleRoomStock, stocks });
  const services = {
    addSupply: createAddSupply({ changeStock, stocks, clock }),
    updateSupply: createUpdateSupply({ changeStock, queries, clock }),
    removeSupply: createRemoveSupply({ changeStock, stocks, queries, clock }),
    setStandardSupplies: createSetStandardSupplies({ handleCatalogue, clock }),
    stocks,
    catalogue,
    queries,
    idempotency: createMongoIdempotencyStore(mongo),
  };

  return service.serve({
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(queries) }),
    reactions: [
      onRoomRegistered({ handleRoomStock, catalogue, clock }),
      onRoomDeleted({ handleRoomStock, clock }),
    ],
  });
});

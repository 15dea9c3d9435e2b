import { createMongoIdempotencyStore } from '../../platform/mongo/idempotency.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { SUPPLIES_TABLE } from './settings.ts';
import { createMongoCatalogueStore, openCatalogues } from './store/mongo-catalogue-store.ts';
import { createMongoRoomStockStore, openRoomStocks } from './store/mongo-room-stock-store.ts';
import { createMongoSupplyQueries } from './store/mongo-supply-queries.ts';

const NAME = 'supplies';

await runSubgraph(NAME, SUPPLIES_TABLE, async (settings, log) => {
  const service = await openMongoService(
    { name: NAME, folder: import.meta.dirname, settings, streamRetention: STREAM_RETENTION[NAME], log },
    async (link) => ({
      roomStocks: await openRoomStocks(link),
    }),
  );
  const { mongo, aggregates, clock, wakeRelay } = service;

  const services = createServices({
    stores: {
      stocks: createMongoRoomStockStore(aggregates.roomStocks, wakeRelay),
      catalogues: createMongoCatalogueStore(await openCatalogues(mongo)),
      queries: createMongoSupplyQueries(aggregates.roomStocks),
      idempotency: createMongoIdempotencyStore(mongo),
    },
    clock,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
  });
});

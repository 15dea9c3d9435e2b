import { env } from '../../platform/config/env.ts';
import { connectNats, createPublisher } from '../../platform/messaging/jetstream/index.ts';
import { startReactions } from '../../platform/messaging/reactions.ts';
import { startRelay } from '../../platform/messaging/relay.ts';
import {
  connectMongo,
  createMongoIdempotencyStore,
  createOutageCheck,
  FORGET_EVERY_MS,
  forgetOldKeys,
  publishWaiting,
} from '../../platform/mongo/index.ts';
import { runService } from '../../platform/service/index.ts';
import { repeat } from '../../platform/service/repeat.ts';
import { readServiceSettings } from '../../platform/service/settings.ts';
import { startSubgraphServer, subgraphSchema } from '../../platform/subgraph/index.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
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
  const log = createLogger(NAME);
  const { port, host, natsUrl, verifier, eventMaxTries } = readServiceSettings();
  const clock = () => new Date().toISOString();

  const mongo = await connectMongo({ url: env.string('MONGODB_URL'), dbName: NAME, log });
  const roomStocks = await openRoomStocks(mongo);
  const nats = connectNats({ url: natsUrl, name: NAME, log });
  const publish = createPublisher(nats, NAME);
  const relay = startRelay({ publishBatch: () => publishWaiting([roomStocks], publish), log });
  const stopWaking = nats.onConnected(relay.wake);

  const stocks = createMongoRoomStockStore(roomStocks, relay.wake);
  const catalogue = createMongoCatalogueStore(await openCatalogue(mongo));
  const queries = createMongoSupplyQueries(roomStocks);
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

  const reactions = startReactions({
    nats,
    service: NAME,
    reactions: [onRoomRegistered({ stocks, catalogue, clock }), onRoomDeleted({ stocks, clock })],
    maxTries: eventMaxTries,
    isOutage: createOutageCheck(mongo),
    log,
  });

  const forgetting = repeat({ everyMs: FORGET_EVERY_MS, task: () => forgetOldKeys(mongo), log });

  const server = await startSubgraphServer({
    port,
    host,
    verifier,
    log,
    typeDefs: await subgraphSchema(import.meta.dirname),
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(queries) }),
    ping: () => mongo.ping(),
  });

  return {
    async close() {
      await server.close();
      await Promise.all([reactions.close(), forgetting.close()]);
      stopWaking();
      await relay.close();
      await Promise.all([nats.close(), mongo.close()]);
    },
  };
});

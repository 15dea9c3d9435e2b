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
  openAggregates,
  publishWaiting,
} from '../../platform/mongo/index.ts';
import { runService } from '../../platform/service/index.ts';
import { repeat } from '../../platform/service/repeat.ts';
import { readServiceSettings } from '../../platform/service/settings.ts';
import { createServiceClient, startSubgraphServer, subgraphSchema } from '../../platform/subgraph/index.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { createClockwork, LOOK_AHEAD_MS } from './application/clockwork.ts';
import { createCloseRoom, createReopenRoom } from './application/close-room.ts';
import { createDeleteRoom } from './application/delete-room.ts';
import { onBookingEvents } from './application/on-booking-events.ts';
import { createRegisterRoom } from './application/register-room.ts';
import { createUpdateRoom } from './application/update-room.ts';
import { resolvers } from './resolvers/index.ts';
import { createLoaders } from './resolvers/loaders.ts';
import { createGraphqlSuppliesService } from './store/graphql-supplies-service.ts';
import { createMongoRoomQueries } from './store/mongo-room-queries.ts';
import { createMongoRoomStore } from './store/mongo-room-store.ts';
import { ROOM_INDEXES, ROOMS } from './store/room-document.ts';

const NAME = 'room';

const SUPPLIES_TIMEOUT_MS = 2_000;

await runService(NAME, async () => {
  const log = createLogger(NAME);
  const { port, host, natsUrl, serviceToken, verifier, eventMaxTries } = readServiceSettings();
  const clock = () => new Date().toISOString();

  const mongo = await connectMongo({ url: env.string('MONGODB_URL'), dbName: NAME, log });
  const collections = await openAggregates(mongo, ROOMS, ROOM_INDEXES);
  const nats = connectNats({ url: natsUrl, name: NAME, log });
  const publish = createPublisher(nats, NAME);
  const relay = startRelay({ publishBatch: () => publishWaiting([collections], publish), log });
  const stopWaking = nats.onConnected(relay.wake);
  const suppliesClient = createServiceClient({
    urls: env.urls('SUPPLIES_URL'),
    token: serviceToken,
    timeoutMs: env.duration('SUPPLIES_TIMEOUT', SUPPLIES_TIMEOUT_MS),
  });

  const rooms = createMongoRoomStore(collections, relay.wake);
  const queries = createMongoRoomQueries(mongo);
  const supplies = createGraphqlSuppliesService(suppliesClient, log);
  const services = {
    registerRoom: createRegisterRoom({ rooms, clock }),
    updateRoom: createUpdateRoom({ rooms, clock }),
    deleteRoom: createDeleteRoom({ rooms, supplies, clock }),
    closeRoom: createCloseRoom({ rooms, clock }),
    reopenRoom: createReopenRoom({ rooms, clock }),
    idempotency: createMongoIdempotencyStore(mongo),
    rooms,
    queries,
  };

  const reactions = startReactions({
    nats,
    service: NAME,
    reactions: onBookingEvents({ rooms, clock }),
    maxTries: eventMaxTries,
    isOutage: createOutageCheck(mongo),
    log,
  });
  const changeStatuses = createClockwork({ rooms, queries, clock });
  const followingClock = repeat({ everyMs: LOOK_AHEAD_MS, task: changeStatuses, log });
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
      await Promise.all([reactions.close(), followingClock.close(), forgetting.close()]);
      stopWaking();
      await relay.close();
      await Promise.all([nats.close(), suppliesClient.close(), mongo.close()]);
    },
  };
});

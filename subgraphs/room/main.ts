import { env } from '../../platform/config/env.ts';
import { LOOK_AHEAD_MS } from '../../platform/due.ts';
import { createMongoIdempotencyStore } from '../../platform/mongo/idempotency.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { runService } from '../../platform/service/run-service.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createGraphqlSuppliesService } from './store/graphql-supplies-service.ts';
import { createMongoAssignmentStore } from './store/mongo-assignment-store.ts';
import { createMongoRoomQueries } from './store/mongo-room-queries.ts';
import { createMongoRoomStore, openRooms } from './store/mongo-room-store.ts';
import { createMongoRoomSuppliesStore } from './store/mongo-room-supplies-store.ts';

const NAME = 'room';

const SUPPLIES_TIMEOUT_MS = 2_000;

await runService(NAME, async () => {
  const service = await openMongoService(NAME, import.meta.dirname, STREAM_RETENTION[NAME], async (link) => ({
    rooms: await openRooms(link),
  }));
  const { mongo, aggregates, log, clock, serviceToken, wakeRelay } = service;

  const suppliesClient = createServiceClient({
    urls: env.urls('SUPPLIES_URL'),
    token: serviceToken,
    timeoutMs: env.duration('SUPPLIES_TIMEOUT', SUPPLIES_TIMEOUT_MS),
  });

  const services = createServices({
    stores: {
      rooms: createMongoRoomStore(aggregates.rooms, wakeRelay),
      assignments: createMongoAssignmentStore(aggregates.rooms),
      queries: createMongoRoomQueries(mongo),
      roomSupplies: createMongoRoomSuppliesStore(mongo),
      idempotency: createMongoIdempotencyStore(mongo),
    },
    clients: { supplies: createGraphqlSuppliesService(suppliesClient, log) },
    clock,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    jobs: [{ everyMs: LOOK_AHEAD_MS, run: services.jobs.changeStatuses }],
    clients: [suppliesClient],
  });
});

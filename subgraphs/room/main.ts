import { env } from '../../platform/config/env.ts';
import { createCommandHandler } from '../../platform/decisions/command-handler.ts';
import { createMongoIdempotencyStore } from '../../platform/mongo/index.ts';
import { runService } from '../../platform/service/index.ts';
import { openMongoService } from '../../platform/service/mongo-service.ts';
import { createServiceClient } from '../../platform/subgraph/index.ts';
import { createCloseRoom, createReopenRoom } from './application/close-room.ts';
import { createDeleteRoom } from './application/delete-room.ts';
import { onBookingEvents } from './application/on-booking-events.ts';
import { createRegisterRoom } from './application/register-room.ts';
import { createScheduledJobs, LOOK_AHEAD_MS } from './application/scheduled-jobs.ts';
import { createUpdateRoom } from './application/update-room.ts';
import { roomDecider } from './domain/room-decide.ts';
import { resolvers } from './resolvers/index.ts';
import { createLoaders } from './resolvers/loaders.ts';
import { createGraphqlSuppliesService } from './store/graphql-supplies-service.ts';
import { createMongoRoomQueries } from './store/mongo-room-queries.ts';
import { createMongoRoomStore } from './store/mongo-room-store.ts';
import { openRooms } from './store/room-document.ts';

const NAME = 'room';

const SUPPLIES_TIMEOUT_MS = 2_000;

await runService(NAME, async () => {
  const service = await openMongoService(NAME, import.meta.dirname, async (link) => ({
    rooms: await openRooms(link),
  }));
  const { mongo, aggregates, log, clock, serviceToken, wakeRelay } = service;

  const suppliesClient = createServiceClient({
    urls: env.urls('SUPPLIES_URL'),
    token: serviceToken,
    timeoutMs: env.duration('SUPPLIES_TIMEOUT', SUPPLIES_TIMEOUT_MS),
  });

  const rooms = createMongoRoomStore(aggregates.rooms, wakeRelay);
  const queries = createMongoRoomQueries(mongo);
  const supplies = createGraphqlSuppliesService(suppliesClient, log);
  const handleRoom = createCommandHandler(rooms, roomDecider);
  const services = {
    registerRoom: createRegisterRoom({ handleRoom, clock }),
    updateRoom: createUpdateRoom({ handleRoom, clock }),
    deleteRoom: createDeleteRoom({ handleRoom, rooms, supplies, clock }),
    closeRoom: createCloseRoom({ handleRoom, clock }),
    reopenRoom: createReopenRoom({ handleRoom, clock }),
    idempotency: createMongoIdempotencyStore(mongo),
    rooms,
    queries,
  };

  return service.serve({
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(queries) }),
    reactions: onBookingEvents({ handleRoom, clock }),
    jobs: [
      { everyMs: LOOK_AHEAD_MS, run: createScheduledJobs({ handleRoom, queries, clock }).changeStatuses },
    ],
    clients: [suppliesClient],
  });
});

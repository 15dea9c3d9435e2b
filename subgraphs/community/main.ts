import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { createResiliencePolicy } from '../../platform/resilience/policy.ts';
import { policyLimits } from '../../platform/resilience/policy-settings.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { policyReadings } from '../../platform/service/readings.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { COMMUNITY_TABLE } from './settings.ts';
import { createGraphqlBookingService } from './store/graphql-booking-service.ts';
import { createPostgresCommunityQueries } from './store/postgres-community-queries.ts';
import { createPostgresCourseStore } from './store/postgres-course-store.ts';
import { createPostgresEngagementStore } from './store/postgres-engagement-store.ts';
import { createPostgresErasureStore } from './store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';
import { createTargetLock } from './store/target-lock.ts';

const NAME = 'community';

await runSubgraph(NAME, COMMUNITY_TABLE, async (settings, log) => {
  const service = await openPostgresService({
    name: NAME,
    folder: import.meta.dirname,
    settings,
    streamRetention: STREAM_RETENTION[NAME],
    log,
  });
  const { pool, clock, serviceToken, wakeRelay } = service;

  const bookingLimits = policyLimits(settings.booking);
  const bookingClient = createServiceClient({
    urls: settings.bookingUrls,
    token: serviceToken,
    timeoutMs: bookingLimits.timeoutMs,
    inFlight: bookingLimits.bulkhead.inFlight,
  });
  const lock = createTargetLock(pool, wakeRelay);
  const policy = createResiliencePolicy({ name: 'booking', log, ...bookingLimits });
  const services = createServices({
    stores: {
      engagements: createPostgresEngagementStore(lock),
      courses: createPostgresCourseStore(lock),
      rooms: createPostgresRoomReplicaStore(lock),
      queries: createPostgresCommunityQueries(pool),
      erasures: createPostgresErasureStore(pool),
      idempotency: createPostgresIdempotencyStore(pool),
    },
    clients: {
      bookings: createGraphqlBookingService({
        client: bookingClient,
        policy,
        log,
      }),
    },
    clock,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    clients: [bookingClient],
    readings: policyReadings({ booking: policy }),
  });
});

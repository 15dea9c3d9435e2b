import { env } from '../../platform/config/env.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { createResiliencePolicy, readResilienceLimits } from '../../platform/resilience/policy.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { policyReadings } from '../../platform/service/readings.ts';
import { runService } from '../../platform/service/run-service.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createGraphqlBookingService } from './store/graphql-booking-service.ts';
import { createPostgresCommunityQueries } from './store/postgres-community-queries.ts';
import { createPostgresCourseStore } from './store/postgres-course-store.ts';
import { createPostgresEngagementStore } from './store/postgres-engagement-store.ts';
import { createPostgresErasureStore } from './store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';
import { createTargetLock } from './store/target-lock.ts';

const NAME = 'community';

/** The question is one indexed read. A retry only follows an earlier failure. */
const BOOKING_LIMITS = { timeoutMs: 2_000, budgetMs: 2_000, retries: 1, inFlight: 64 };

await runService(NAME, async () => {
  const service = await openPostgresService(NAME, import.meta.dirname, STREAM_RETENTION[NAME]);
  const { pool, log, clock, serviceToken, wakeRelay } = service;

  const bookingLimits = readResilienceLimits(env, 'BOOKING', BOOKING_LIMITS);
  const bookingClient = createServiceClient({
    urls: env.urls('BOOKING_URL'),
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

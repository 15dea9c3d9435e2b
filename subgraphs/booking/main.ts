import { env } from '../../platform/config/env.ts';
import { DUE_INTERVAL_MS } from '../../platform/due.ts';
import { createStreamErasure } from '../../platform/messaging/jetstream/stream-erasure.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { createConcurrencyLimit } from '../../platform/resilience/concurrency-limit.ts';
import { createResiliencePolicy, readResilienceLimits } from '../../platform/resilience/policy.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { limitReadings, policyReadings } from '../../platform/service/readings.ts';
import { runService } from '../../platform/service/run-service.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { BOOKING_LIMITS } from './application/booking-limits.ts';
import { pendingReadings } from './application/pending-readings.ts';
import { ACTION_LIMIT_MS, HOLD_LIMIT_MS } from './application/scheduled-jobs.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createGraphqlPaymentService } from './store/graphql-payment-service.ts';
import { createPostgresBookingQueries } from './store/postgres-booking-queries.ts';
import { createPostgresBookingStore } from './store/postgres-booking-store.ts';
import { createPostgresErasureStore } from './store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';

const NAME = 'booking';

/** How often the other scheduled jobs run, in milliseconds. */
const JOB_INTERVAL_MS = 1_000;
/**
 * Payment answers within its own budget for the provider (3.5 s). A retry only follows an earlier failure.
 */
const PAYMENT_LIMITS = { timeoutMs: 4_000, budgetMs: 4_000, retries: 1, inFlight: 256 };
/** The latency target as a share of payment's time limit: slower bookings lower the concurrency limit. */
const LATENCY_TARGET_SHARE = 0.75;
/** How many bookings of one customer are paid at one time; more wait their turn. */
const IN_FLIGHT_PER_CUSTOMER = { alone: 8, besideOthers: 2 };
/** How long a booking may wait for a permit, in milliseconds. */
const MAX_WAIT_MS = 2_000;

await runService(NAME, async () => {
  const service = await openPostgresService(NAME, import.meta.dirname, STREAM_RETENTION[NAME]);
  const { pool, commits, nats, log, clock, serviceToken, wakeRelay } = service;

  const paymentLimits = readResilienceLimits(env, 'PAYMENT', PAYMENT_LIMITS);
  const waitMs = env.duration('PAYMENT_WAIT', MAX_WAIT_MS);
  const paymentClient = createServiceClient({
    urls: env.urls('PAYMENT_URL'),
    token: serviceToken,
    timeoutMs: paymentLimits.timeoutMs,
    inFlight: paymentLimits.bulkhead.inFlight,
  });

  const policy = createResiliencePolicy({ name: 'payment', log, ...paymentLimits });
  const concurrencyLimit = createConcurrencyLimit({
    max: paymentLimits.bulkhead.inFlight,
    latencyTargetMs: paymentLimits.budgetMs * LATENCY_TARGET_SHARE,
    maxWaitMs: waitMs,
    perFlow: {
      alone: env.integer('PAYMENT_IN_FLIGHT_PER_CUSTOMER', IN_FLIGHT_PER_CUSTOMER.alone),
      besideOthers: env.integer('PAYMENT_IN_FLIGHT_BESIDE_OTHERS', IN_FLIGHT_PER_CUSTOMER.besideOthers),
    },
  });
  const payments = createGraphqlPaymentService({
    client: paymentClient,
    policy,
    concurrencyLimit,
    deadlineMs: env.duration('PAYMENT_DEADLINE', waitMs + paymentLimits.budgetMs),
    log,
  });
  const services = createServices({
    stores: {
      bookings: createPostgresBookingStore(pool, wakeRelay, commits),
      rooms: createPostgresRoomReplicaStore(pool, clock),
      queries: createPostgresBookingQueries(pool),
      erasures: createPostgresErasureStore(pool, wakeRelay),
      idempotency: createPostgresIdempotencyStore(pool),
    },
    clients: { payments, streams: createStreamErasure(nats.client, CONTEXTS) },
    clock,
    holdLimitMs: env.duration('HOLD_LIMIT', HOLD_LIMIT_MS),
    actionLimitMs: env.duration('ACTION_LIMIT', ACTION_LIMIT_MS),
    limits: {
      horizonMs: env.duration('BOOKING_HORIZON', BOOKING_LIMITS.horizonMs),
      mostDeclines: env.integer('MAX_DECLINES', BOOKING_LIMITS.mostDeclines),
      declinesWithinMs: env.duration('DECLINES_WITHIN', BOOKING_LIMITS.declinesWithinMs),
    },
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    reactions: services.reactions,
    jobs: [
      { everyMs: DUE_INTERVAL_MS, run: services.jobs.completeFinished },
      { everyMs: JOB_INTERVAL_MS, run: services.jobs.releaseStaleHolds },
      { everyMs: JOB_INTERVAL_MS, run: services.carryOutErasure },
    ],
    clients: [paymentClient],
    readings: [
      ...policyReadings({ payment: policy }),
      ...limitReadings(concurrencyLimit),
      ...pendingReadings(services.queries.pending),
    ],
    counts: [
      {
        name: 'booking_too_many_attempts_total',
        help: 'Bookings that were refused because payments of their customer were declined too often',
        value: services.tooManyAttempts,
      },
    ],
  });
});

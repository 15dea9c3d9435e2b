import { DUE_INTERVAL_MS } from '../../platform/due.ts';
import { createStreamErasure } from '../../platform/messaging/jetstream/stream-erasure.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { createConcurrencyLimit } from '../../platform/resilience/concurrency-limit.ts';
import { createResiliencePolicy } from '../../platform/resilience/policy.ts';
import { policyLimits } from '../../platform/resilience/policy-settings.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { limitReadings, policyReadings } from '../../platform/service/readings.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { createServiceClient } from '../../platform/subgraph/service-client.ts';
import { CONTEXTS } from '../../schema/events/contexts.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { pendingReadings } from './application/pending-readings.ts';
import { createServices } from './application/services.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { BOOKING_TABLE } from './settings.ts';
import { createGraphqlPaymentService } from './store/graphql-payment-service.ts';
import { createPostgresBookingQueries } from './store/postgres-booking-queries.ts';
import { createPostgresBookingStore } from './store/postgres-booking-store.ts';
import { createPostgresErasureStore } from './store/postgres-erasure-store.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';

const NAME = 'booking';

/** How often the other scheduled jobs run, in milliseconds. */
const JOB_INTERVAL_MS = 1_000;
/** The latency target as a share of payment's time limit: slower bookings lower the concurrency limit. */
const LATENCY_TARGET_SHARE = 0.75;

await runSubgraph(NAME, BOOKING_TABLE, async (settings, log) => {
  const service = await openPostgresService({
    name: NAME,
    folder: import.meta.dirname,
    settings,
    streamRetention: STREAM_RETENTION[NAME],
    log,
  });
  const { pool, commits, nats, clock, serviceToken, wakeRelay } = service;

  const paymentLimits = policyLimits(settings.payment);
  const { waitMs, alone, besideOthers, deadlineMs } = settings.paymentTurns;
  const paymentClient = createServiceClient({
    urls: settings.paymentUrls,
    token: serviceToken,
    timeoutMs: paymentLimits.timeoutMs,
    inFlight: paymentLimits.bulkhead.inFlight,
  });

  const policy = createResiliencePolicy({ name: 'payment', log, ...paymentLimits });
  const concurrencyLimit = createConcurrencyLimit({
    max: paymentLimits.bulkhead.inFlight,
    latencyTargetMs: paymentLimits.budgetMs * LATENCY_TARGET_SHARE,
    maxWaitMs: waitMs,
    perFlow: { alone, besideOthers },
  });
  const payments = createGraphqlPaymentService({
    client: paymentClient,
    policy,
    concurrencyLimit,
    deadlineMs: deadlineMs ?? waitMs + paymentLimits.budgetMs,
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
    holdLimitMs: settings.holdLimitMs,
    actionLimitMs: settings.actionLimitMs,
    limits: settings.limits,
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

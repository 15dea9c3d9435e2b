import { join } from 'node:path';
import { env } from '../../platform/config/env.ts';
import { connectNats, createPublisher } from '../../platform/messaging/jetstream/index.ts';
import { startReactions } from '../../platform/messaging/reactions.ts';
import { startRelay } from '../../platform/messaging/relay.ts';
import {
  createOutageCheck,
  createPool,
  createPostgresIdempotencyStore,
  migrate,
  publishWaiting,
} from '../../platform/postgres/index.ts';
import { createGuard, createTurnstile, readGuardLimits } from '../../platform/resilience/index.ts';
import { runService } from '../../platform/service/index.ts';
import { repeat } from '../../platform/service/repeat.ts';
import { readServiceSettings } from '../../platform/service/settings.ts';
import { createServiceClient, startSubgraphServer, subgraphSchema } from '../../platform/subgraph/index.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { createBookRoom } from './application/book-room.ts';
import { createCancelBooking } from './application/cancel-booking.ts';
import { createClockwork, HOLD_LIMIT_MS } from './application/clockwork.ts';
import { createFreeSlots } from './application/free-slots.ts';
import { onPaymentCaptured, onPaymentVoided } from './application/on-payment-events.ts';
import { onRoomChanged, onRoomUnassigned } from './application/on-room-events.ts';
import { resolvers } from './resolvers/index.ts';
import { createLoaders } from './resolvers/loaders.ts';
import { createGraphqlPaymentService } from './store/graphql-payment-service.ts';
import { createPostgresBookingQueries } from './store/postgres-booking-queries.ts';
import { createPostgresBookingStore } from './store/postgres-booking-store.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';

const NAME = 'booking';

/** How often the clock's work is looked for, in milliseconds. */
const CLOCK_MS = 1_000;
/**
 * Payment asks the provider for as long as its own budget lasts (3.5 s) and then says so. Asked again is only what
 * failed before that.
 */
const PAYMENT_LIMITS = { timeoutMs: 4_000, budgetMs: 4_000, retries: 1, inFlight: 256 };
/** Share of payment's time limit: bookings that take longer are too many at once, and others wait outside. */
const GOAL_SHARE = 0.75;
/** How long a booking may wait outside, unless payment fails meanwhile, in milliseconds. */
const LONGEST_WAIT_MS = 2_000;

await runService(NAME, async () => {
  const log = createLogger(NAME);
  const { port, host, natsUrl, serviceToken, verifier, eventMaxTries } = readServiceSettings();
  const clock = () => new Date().toISOString();

  const pool = createPool({ url: env.url('DATABASE_URL'), schema: NAME, log });
  await migrate(pool, NAME, { series: NAME, folder: join(import.meta.dirname, 'store/migrations') });
  const nats = connectNats({ url: natsUrl, name: NAME, log });
  const publish = createPublisher(nats, NAME);
  const relay = startRelay({ publishBatch: () => publishWaiting(pool, publish), log });
  const stopWaking = nats.onConnected(relay.wake);
  const paymentLimits = readGuardLimits(env, 'PAYMENT', PAYMENT_LIMITS);
  const waitMs = env.duration('PAYMENT_WAIT', LONGEST_WAIT_MS);
  const paymentClient = createServiceClient({
    urls: env.urls('PAYMENT_URL'),
    token: serviceToken,
    timeoutMs: paymentLimits.timeoutMs,
    inFlight: paymentLimits.bulkhead.inFlight,
  });

  const bookings = createPostgresBookingStore(pool, relay.wake);
  const rooms = createPostgresRoomReplicaStore(pool);
  const queries = createPostgresBookingQueries(pool);
  const payments = createGraphqlPaymentService({
    client: paymentClient,
    guard: createGuard({ name: 'payment', log, ...paymentLimits }),
    turnstile: createTurnstile({
      most: paymentLimits.bulkhead.inFlight,
      goalMs: paymentLimits.budgetMs * GOAL_SHARE,
      waitMs,
    }),
    deadlineMs: env.duration('PAYMENT_DEADLINE', waitMs + paymentLimits.budgetMs),
    log,
  });
  const services = {
    bookRoom: createBookRoom({ bookings, rooms, payments, queries, clock }),
    cancelBooking: createCancelBooking({ bookings, clock }),
    freeSlots: createFreeSlots({ queries, rooms }),
    idempotency: createPostgresIdempotencyStore(pool),
    queries,
    rooms,
    clock,
  };

  const reactions = startReactions({
    nats,
    service: NAME,
    reactions: [
      ...onRoomChanged({ rooms }),
      onRoomUnassigned({ bookings, clock }),
      onPaymentCaptured({ bookings, clock }),
      onPaymentVoided({ bookings, clock }),
    ],
    maxTries: eventMaxTries,
    isOutage: createOutageCheck(pool),
    log,
  });
  const clockwork = createClockwork({
    bookings,
    queries,
    clock,
    holdLimitMs: env.duration('HOLD_LIMIT', HOLD_LIMIT_MS),
  });
  const completing = repeat({ everyMs: CLOCK_MS, task: clockwork.completeFinished, log });
  const releasing = repeat({ everyMs: CLOCK_MS, task: clockwork.releaseStaleHolds, log });

  const server = await startSubgraphServer({
    port,
    host,
    verifier,
    log,
    typeDefs: await subgraphSchema(import.meta.dirname),
    resolvers,
    context: (request) => ({ ...request, services, loaders: createLoaders(services) }),
    ping: () => pool.query('SELECT 1'),
  });

  return {
    async close() {
      await server.close();
      await Promise.all([reactions.close(), completing.close(), releasing.close()]);
      stopWaking();
      await relay.close();
      await Promise.all([nats.close(), paymentClient.close(), pool.end()]);
    },
  };
});

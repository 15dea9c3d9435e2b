import { env } from '../../platform/config/env.ts';
import { createCommandHandler } from '../../platform/decisions/command-handler.ts';
import { RETENTION_INTERVAL_MS } from '../../platform/idempotency/retention.ts';
import { deleteExpiredInboxEntries } from '../../platform/postgres/index.ts';
import { createResiliencePolicy, readResilienceLimits } from '../../platform/resilience/index.ts';
import { runService } from '../../platform/service/index.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { createAuthorizePayment } from './application/authorize-payment.ts';
import { onBookingCancelled, onBookingRejected } from './application/on-booking-events.ts';
import { createOnProviderNotice } from './application/on-provider-notice.ts';
import { onRoomAssigned } from './application/on-room-assigned.ts';
import { createSchedule } from './application/schedule.ts';
import { createSettlePayment } from './application/settle-payment.ts';
import { createUnderWay } from './application/under-way.ts';
import { startWorker } from './application/worker.ts';
import { paymentDecider } from './domain/payment-decide.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createPostgresPaymentQueries } from './store/postgres-payment-queries.ts';
import { createPostgresPaymentStore } from './store/postgres-payment-store.ts';
import { createPostgresSettlementQueue } from './store/postgres-settlement-queue.ts';
import { createStripeClient, readStripeSettings } from './store/stripe-client.ts';
import { createStripePaymentProvider } from './store/stripe-payment-provider.ts';
import { stripeWebhook } from './store/stripe-webhook.ts';

const NAME = 'payment';

/**
 * A call to the provider is given up after a while and made again with the same idempotency key, within a budget that
 * leaves the customer an answer. In flight are the customers' calls and those of the worker.
 */
const PROVIDER_LIMITS = { timeoutMs: 2_000, budgetMs: 3_500, retries: 10, inFlight: 400 };
/** How long after the provider's time limit a call may still be recorded, in milliseconds. */
const RECORDING_MS = 1_000;
/** How often the worker looks for what falls due by time, in milliseconds. */
const SWEEP_MS = 1_000;
/** Calls to the provider that the worker has in flight at once. */
const CONCURRENCY = 128;

await runService(NAME, async () => {
  const stripeSettings = readStripeSettings(env);
  const service = await openPostgresService(NAME, import.meta.dirname);
  const { pool, log, clock, wakeRelay } = service;

  const limits = readResilienceLimits(env, 'PROVIDER', PROVIDER_LIMITS);
  const { timeoutMs, budgetMs } = limits;
  const { stripe, close: closeStripe } = createStripeClient({ ...stripeSettings, timeoutMs });
  const policy = createResiliencePolicy({ name: 'provider', log, ...limits });
  const provider = createStripePaymentProvider({ stripe, policy });
  const schedule = createSchedule({ staleAfterMs: budgetMs + RECORDING_MS });
  const queue = createPostgresSettlementQueue({ pool, schedule, clock });
  const payments = createPostgresPaymentStore({
    pool,
    schedule,
    clock,
    reserve: () => (provider.places() > 0 ? worker.reserve() : undefined),
    onStored({ hasMessages, isDue }) {
      if (hasMessages) wakeRelay();
      if (isDue) worker.wake();
    },
  });
  const handlePayment = createCommandHandler(payments, paymentDecider);
  const underWay = createUnderWay();
  const worker = startWorker({
    // What waits for a provider in trouble keeps waiting, without using up its tries.
    async claim(limit) {
      const places = Math.min(limit, provider.places());
      return places > 0 ? queue.claim(places) : [];
    },
    work: createSettlePayment({ handlePayment, provider, underWay, clock, log }),
    concurrency: CONCURRENCY,
    sweepMs: SWEEP_MS,
    log,
  });

  const queries = createPostgresPaymentQueries(pool);
  const services = {
    authorizePayment: createAuthorizePayment({ handlePayment, payments, provider, underWay, clock, log }),
    queries,
  };

  return service.serve({
    resolvers,
    context: createContext(services),
    routes: [
      stripeWebhook({
        stripe,
        secret: stripeSettings.webhookSecret,
        onNotice: createOnProviderNotice({ handlePayment, payments, underWay, clock }),
        log,
      }),
    ],
    reactions: [
      onRoomAssigned({ handlePayment, clock }),
      onBookingRejected({ handlePayment, clock }),
      onBookingCancelled({ handlePayment, clock }),
    ],
    jobs: [{ everyMs: RETENTION_INTERVAL_MS, run: () => deleteExpiredInboxEntries(pool, 'provider_events') }],
    worker,
    clients: [{ close: async () => closeStripe() }],
  });
});

import { env } from '../../platform/config/env.ts';
import { RETENTION_INTERVAL_MS } from '../../platform/idempotency/once.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { deleteExpiredInboxEntries } from '../../platform/postgres/retention.ts';
import { createResiliencePolicy, readResilienceLimits } from '../../platform/resilience/policy.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { policyReadings } from '../../platform/service/readings.ts';
import { runService } from '../../platform/service/run-service.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { RECONCILIATION_INTERVAL_MS } from './application/reconcile-payments.ts';
import { createServices } from './application/services.ts';
import { createSettlementPlan } from './application/settlement-plan.ts';
import { startWorker } from './application/worker.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { createPostgresPaymentQueries } from './store/postgres-payment-queries.ts';
import { createPostgresPaymentStore } from './store/postgres-payment-store.ts';
import { createPostgresReconciliationQueue } from './store/postgres-reconciliation-queue.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';
import { createPostgresSettlementQueue } from './store/postgres-settlement-queue.ts';
import { createStripeClient, readStripeSettings } from './store/stripe-client.ts';
import { createStripePaymentProvider } from './store/stripe-payment-provider.ts';
import { stripeWebhook } from './store/stripe-webhook.ts';

const NAME = 'payment';

/**
 * An attempt that times out is repeated with the same idempotency key, within a budget that leaves time to
 * answer the customer. In flight are the requests of customers and those of the worker.
 */
const PROVIDER_LIMITS = { timeoutMs: 2_000, budgetMs: 3_500, retries: 10, inFlight: 400 };
/** The time for storing the provider's answer after the budget has ended, in milliseconds. */
const RECORDING_MS = 1_000;
/** How often the worker claims payments that fall due by time, in milliseconds. */
const SWEEP_MS = 1_000;
/** The number of the worker's slots: its concurrent calls to the provider. */
const WORKER_SLOTS = 128;
/**
 * How long a captured payment is not compared with the provider again: its webhooks tell most changes at
 * once.
 */
const RECONCILE_AFTER_MS = 15 * 60_000;
/** How many captured payments are compared at a time. */
const RECONCILE_BATCH = 10;

await runService(NAME, async () => {
  const stripeSettings = readStripeSettings(env);
  const service = await openPostgresService(NAME, import.meta.dirname, STREAM_RETENTION[NAME]);
  const { pool, commits, log, clock, wakeRelay } = service;

  const limits = readResilienceLimits(env, 'PROVIDER', PROVIDER_LIMITS);
  const { timeoutMs, budgetMs } = limits;
  const { stripe, close: closeStripe } = createStripeClient({ ...stripeSettings, timeoutMs });
  const policy = createResiliencePolicy({ name: 'provider', log, ...limits });
  const provider = createStripePaymentProvider({
    stripe,
    policy,
    returnUrl: stripeSettings.returnUrl,
  });
  const settlementPlan = createSettlementPlan({
    staleAfterMs: budgetMs + RECORDING_MS,
    provider,
    // The store plans steps for the worker, whose work changes the store.
    slots: { reserve: () => worker.reserve(), wake: () => worker.wake() },
    clock,
  });
  const services = createServices({
    stores: {
      payments: createPostgresPaymentStore({ pool, commits, settlementPlan, wakeRelay }),
      rooms: createPostgresRoomReplicaStore(pool),
      settlementQueue: createPostgresSettlementQueue({ pool, settlementPlan, clock }),
      reconciliation: createPostgresReconciliationQueue({ pool, clock }),
      queries: createPostgresPaymentQueries(pool),
      idempotency: createPostgresIdempotencyStore(pool),
    },
    clients: { provider },
    clock,
    log,
    reconciliationLimits: {
      afterMs: env.duration('RECONCILE_AFTER', RECONCILE_AFTER_MS),
      batch: env.integer('RECONCILE_BATCH', RECONCILE_BATCH),
    },
  });
  const worker = startWorker({
    claim: services.claimDuePayments,
    work: services.settlePayment,
    concurrency: WORKER_SLOTS,
    sweepMs: SWEEP_MS,
    log,
  });

  return service.serve({
    resolvers,
    context: createContext(services),
    routes: [
      stripeWebhook({
        stripe,
        secret: stripeSettings.webhookSecret,
        onEvent: services.onProviderEvent,
        log,
      }),
    ],
    reactions: services.reactions,
    jobs: [
      { everyMs: RETENTION_INTERVAL_MS, run: () => deleteExpiredInboxEntries(pool, 'provider_events') },
      { everyMs: RECONCILIATION_INTERVAL_MS, run: services.reconcilePayments },
    ],
    worker,
    clients: [{ close: async () => closeStripe() }],
    readings: policyReadings({ provider: policy }),
  });
});

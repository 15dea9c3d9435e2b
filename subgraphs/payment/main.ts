import { RETENTION_INTERVAL_MS } from '../../platform/idempotency/once.ts';
import { createPostgresIdempotencyStore } from '../../platform/postgres/idempotency.ts';
import { deleteExpiredInboxEntries } from '../../platform/postgres/retention.ts';
import { createResiliencePolicy } from '../../platform/resilience/policy.ts';
import { policyLimits } from '../../platform/resilience/policy-settings.ts';
import { openPostgresService } from '../../platform/service/postgres-service.ts';
import { policyReadings } from '../../platform/service/readings.ts';
import { runSubgraph } from '../../platform/service/run-subgraph.ts';
import { STREAM_RETENTION } from '../../schema/events/retention.ts';
import { RECONCILIATION_INTERVAL_MS } from './application/reconcile-payments.ts';
import { createServices } from './application/services.ts';
import { createSettlementPlan } from './application/settlement-plan.ts';
import { startWorker } from './application/worker.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { PAYMENT_TABLE } from './settings.ts';
import { createPostgresPaymentQueries } from './store/postgres-payment-queries.ts';
import { createPostgresPaymentStore } from './store/postgres-payment-store.ts';
import { createPostgresReconciliationQueue } from './store/postgres-reconciliation-queue.ts';
import { createPostgresRoomReplicaStore } from './store/postgres-room-replica-store.ts';
import { createPostgresSettlementQueue } from './store/postgres-settlement-queue.ts';
import { createStripeClient } from './store/stripe-client.ts';
import { createStripePaymentProvider } from './store/stripe-payment-provider.ts';
import { stripeWebhook } from './store/stripe-webhook.ts';

const NAME = 'payment';

/** The time for storing the provider's answer after the budget has ended, in milliseconds. */
const RECORDING_MS = 1_000;
/** How often the worker claims payments that fall due by time, in milliseconds. */
const SWEEP_MS = 1_000;
/** The number of the worker's slots: its concurrent calls to the provider. */
const WORKER_SLOTS = 128;

await runSubgraph(NAME, PAYMENT_TABLE, async (settings, log) => {
  const service = await openPostgresService({
    name: NAME,
    folder: import.meta.dirname,
    settings,
    streamRetention: STREAM_RETENTION[NAME],
    log,
  });
  const { pool, commits, clock, wakeRelay } = service;

  const limits = policyLimits(settings.provider);
  const { timeoutMs, budgetMs } = limits;
  const { stripe, close: closeStripe } = createStripeClient({ ...settings.stripe, timeoutMs });
  const policy = createResiliencePolicy({ name: 'provider', log, ...limits });
  const provider = createStripePaymentProvider({
    stripe,
    policy,
    returnUrl: settings.stripe.returnUrl,
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
    reconciliationLimits: settings.reconciliation,
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
        secret: settings.stripe.webhookSecret,
        onEvent: services.onProviderEvent,
        log,
      }),
    ],
    reactions: services.reactions,
    jobs: [
      {
        everyMs: RETENTION_INTERVAL_MS,
        run: () => deleteExpiredInboxEntries(pool, 'provider_events', settings.inboxKeptMs),
      },
      { everyMs: RECONCILIATION_INTERVAL_MS, run: services.reconcilePayments },
    ],
    worker,
    clients: [{ close: async () => closeStripe() }],
    readings: policyReadings({ provider: policy }),
  });
});

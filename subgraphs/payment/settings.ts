import { section } from '../../platform/config/setting.ts';
import { anyDuration, HTTP, positive, text, url } from '../../platform/config/setting-kinds.ts';
import { policySection } from '../../platform/resilience/policy-settings.ts';
import { postgresServiceTable } from '../../platform/service/service-settings.ts';

/**
 * An attempt that times out is repeated with the same idempotency key, within a budget that leaves time to
 * answer the customer. In flight are the requests of customers and those of the worker.
 */
const PROVIDER_LIMITS = { timeoutMs: 2_000, budgetMs: 3_500, retries: 10, inFlight: 400 };
/**
 * How long a captured payment is not compared with the provider again: its webhooks tell most changes at
 * once.
 */
const RECONCILE_AFTER_MS = 15 * 60_000;
/** How many captured payments are compared at a time. */
const RECONCILE_BATCH = 10;

/** What can be set for the payment service. */
export const PAYMENT_TABLE = postgresServiceTable({
  stripe: section({
    apiKey: text.required({
      env: 'STRIPE_API_KEY',
      isSecret: true,
      defaultText: 'required; `npm start` has that of the simulator',
      description: 'key of the payment provider’s API',
    }),
    webhookSecret: text.required({
      env: 'STRIPE_WEBHOOK_SECRET',
      isSecret: true,
      defaultText: 'required; `npm start` has that of the simulator',
      description: 'secret with which the provider signs webhooks',
    }),
    apiBase: url(...HTTP).optional({
      env: 'STRIPE_API_BASE',
      defaultText: 'Stripe’s own',
      description: 'URL of the payment provider’s API',
    }),
    returnUrl: url(...HTTP).optional({
      env: 'STRIPE_RETURN_URL',
      description:
        'where the provider sends customers who had to act there, such as to say yes to their bank',
    }),
  }),
  provider: policySection('PROVIDER', 'calls to the payment provider', PROVIDER_LIMITS),
  reconciliation: section({
    afterMs: anyDuration.withDefault(RECONCILE_AFTER_MS, {
      env: 'RECONCILE_AFTER',
      description: 'how long a captured payment is not compared with the provider again',
    }),
    batch: positive.withDefault(RECONCILE_BATCH, {
      env: 'RECONCILE_BATCH',
      description: 'captured payments that are compared at a time',
    }),
  }),
});

import type Stripe from 'stripe';
import type { Env } from '../../embedded/launcher/settings.ts';
import type { Pool } from '../../platform/postgres/pool.ts';
import { createStripeClient } from '../../subgraphs/payment/store/stripe-client.ts';
import { findSources } from '../audit/sources.ts';
import { openServicePool } from '../events/stores.ts';
import type { Manifest } from './manifest.ts';

/** How far the provider's clock may be from ours, in seconds. */
const CLOCK_SKEW_S = 300;
const PAGE = 100;
const TIMEOUT_MS = 20_000;

/** What became of the payments at the provider that the restored data do not contain. */
export type Settlement = {
  /** The payments of this product that the provider has since the backup. */
  readonly seen: number;
  readonly voided: number;
  readonly refunded: number;
};

/**
 * Gives back the money of payments that were made after a backup and that its data do not contain: what is
 * authorised is voided, and what is captured is refunded. A payment is stored before the provider is asked
 * for it, so that one without a row is of a lost booking. Running it again changes nothing.
 *
 * @throws CannotRead if the provider is not configured, or the error of the provider
 */
export async function settle(env: Env, { startedAt }: Manifest): Promise<Settlement> {
  const sources = findSources(env);
  const pool = await openServicePool('payment', sources.payment);
  const { stripe, close } = createStripeClient({
    ...sources.provider,
    webhookSecret: '',
    timeoutMs: TIMEOUT_MS,
  });
  try {
    const from = Math.floor(Date.parse(startedAt) / 1_000) - CLOCK_SKEW_S;
    const total = { seen: 0, voided: 0, refunded: 0 };
    let batch: Stripe.PaymentIntent[] = [];
    const finishBatch = async (): Promise<void> => {
      for (const intent of await withoutPayment(pool, batch)) {
        const done = await giveBack(stripe, intent);
        if (done !== undefined) total[done] += 1;
      }
      batch = [];
    };
    for await (const intent of stripe.paymentIntents.list({
      created: { gte: from },
      limit: PAGE,
      expand: ['data.latest_charge'],
    })) {
      if (intent.metadata.paymentId === undefined || intent.metadata.bookingId === undefined) continue;
      total.seen += 1;
      batch.push(intent);
      if (batch.length === PAGE) await finishBatch();
    }
    await finishBatch();
    return total;
  } finally {
    close();
    await pool.end();
  }
}

async function withoutPayment(
  pool: Pool,
  intents: readonly Stripe.PaymentIntent[],
): Promise<readonly Stripe.PaymentIntent[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id::text AS id FROM payments WHERE id::text = ANY ($1)',
    [intents.map(({ metadata }) => metadata.paymentId)],
  );
  const known = new Set(rows.map(({ id }) => id));
  return intents.filter(({ metadata }) => !known.has(metadata.paymentId ?? ''));
}

/** Returns undefined where there is no money to give back. */
async function giveBack(
  stripe: Stripe,
  { id, status, amount_received: received, latest_charge: charge }: Stripe.PaymentIntent,
): Promise<'voided' | 'refunded' | undefined> {
  if (status === 'canceled') return undefined;
  if (status !== 'succeeded') {
    await stripe.paymentIntents.cancel(id, {}, { idempotencyKey: `lost-${id}` });
    return 'voided';
  }
  const refunded = typeof charge === 'object' && charge !== null ? charge.amount_refunded : 0;
  if (refunded >= received) return undefined;
  await stripe.refunds.create(
    { payment_intent: id, amount: received - refunded },
    { idempotencyKey: `lost-${id}-${refunded}` },
  );
  return 'refunded';
}

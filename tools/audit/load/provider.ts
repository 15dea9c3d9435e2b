import type Stripe from 'stripe';
import { fromCardUnits } from '../../../platform/card-amounts.ts';
import { createStripeClient } from '../../../subgraphs/payment/store/stripe-client.ts';
import { toDispute } from '../../../subgraphs/payment/store/stripe-views.ts';
import { readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { IntentRecord, ProviderDispute, ProviderRefund, Reference } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { type Span, spans } from './spans.ts';

export type ProviderLedger = {
  readonly intents: readonly IntentRecord[];
  readonly providerRefunds: readonly ProviderRefund[];
  readonly disputes: readonly ProviderDispute[];
};

const PAGE = 100;
/** The pages of one list are sequential, so several spans of time are read in parallel. */
const LISTS_AT_ONCE = 8;
const TIMEOUT_MS = 10_000;
/** Reads can be repeated: the SDK retries once if the provider refuses for a moment (429, 5xx). */
const AGAIN = { maxNetworkRetries: 1 };
const STRIPE = 'https://api.stripe.com';

/**
 * Reads all intents, refunds and disputes of the provider through the lists of the Stripe API.
 *
 * @param instants approximate times of creation, which determine the spans that are read in parallel
 * @throws CannotRead
 */
export async function readProvider(
  { apiKey, apiBase }: Sources['provider'],
  instants: readonly string[],
): Promise<ProviderLedger> {
  return readStoreOrThrow(storeName('The payment provider', apiBase ?? STRIPE), async () => {
    const { stripe, close } = createStripeClient({
      apiKey,
      apiBase,
      // No webhooks are received here.
      webhookSecret: '',
      timeoutMs: TIMEOUT_MS,
    });
    try {
      const parts = spans(instants, LISTS_AT_ONCE);
      const all = async <T>(list: (span: Span) => AsyncIterable<T>) =>
        (await Promise.all(parts.map((span) => collect(list(span))))).flat();
      const intents = await all((created) => stripe.paymentIntents.list({ created, limit: PAGE }, AGAIN));
      const refunds = await all((created) => stripe.refunds.list({ created, limit: PAGE }, AGAIN));
      const disputes = await all((created) => stripe.disputes.list({ created, limit: PAGE }, AGAIN));
      return {
        intents: intents.map(toIntent),
        providerRefunds: refunds.flatMap(toRefund),
        disputes: disputes.flatMap(toDisputeRecord),
      };
    } finally {
      close();
    }
  });
}

async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function toIntent(intent: Stripe.PaymentIntent): IntentRecord {
  return {
    id: intent.id,
    status: intent.status,
    amount: fromCardUnits(intent.amount, intent.currency),
    capturable: fromCardUnits(intent.amount_capturable, intent.currency).amount,
    received: fromCardUnits(intent.amount_received, intent.currency).amount,
    createdAt: instantOf(intent.created),
    reference: referenceIn(intent.metadata),
  };
}

/** Refunds of charges without an intent are not ours. */
function toRefund({
  id,
  payment_intent,
  amount,
  currency,
  status,
  created,
}: Stripe.Refund): readonly ProviderRefund[] {
  const intentId = typeof payment_intent === 'string' ? payment_intent : payment_intent?.id;
  if (!intentId) return [];
  const money = fromCardUnits(amount, currency);
  return [{ id, intentId, amount: money, status: statusOf(status), createdAt: instantOf(created) }];
}

/** Disputes of charges without an intent are not ours. */
function toDisputeRecord(dispute: Stripe.Dispute): readonly ProviderDispute[] {
  const { payment_intent, created } = dispute;
  const intentId = typeof payment_intent === 'string' ? payment_intent : payment_intent?.id;
  if (!intentId) return [];
  const { providerId, status, amount } = toDispute(dispute);
  return [{ providerId, status, amount, intentId, createdAt: instantOf(created) }];
}

function statusOf(status: string | null): ProviderRefund['status'] {
  if (status === 'succeeded') return 'SUCCEEDED';
  return status === 'failed' || status === 'canceled' ? 'FAILED' : 'PENDING';
}

function referenceIn({ bookingId, paymentId, correlationId }: Stripe.Metadata): Reference {
  return { bookingId, paymentId, correlationId };
}

function instantOf(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

import type Stripe from 'stripe';
import { fromCardUnits } from '../../../platform/card-amounts.ts';
import { createStripeClient } from '../../../subgraphs/payment/store/stripe-client.ts';
import { toDispute } from '../../../subgraphs/payment/store/stripe-views.ts';
import { readStoreOrThrow, storeName } from '../cannot-read.ts';
import type { IntentRecord, PaymentRecord, ProviderDispute, ProviderRefund, Reference } from '../snapshot.ts';
import type { Sources } from '../sources.ts';
import { type Span, spans } from './spans.ts';

/** Receives what the provider has, object by object. */
export type LedgerSink = {
  intent(intent: IntentRecord): void;
  refund(refund: ProviderRefund): void;
  dispute(dispute: ProviderDispute): void;
};

const PAGE = 100;
/** The pages of one list are sequential, so several spans of time are read in parallel. */
const LISTS_AT_ONCE = 8;
const TIMEOUT_MS = 10_000;
/** Reads can be repeated: the SDK retries once if the provider refuses for a moment (429, 5xx). */
const AGAIN = { maxNetworkRetries: 1 };
const STRIPE = 'https://api.stripe.com';

/**
 * Reads all intents, then all refunds, then all disputes of the provider through the lists of the Stripe API.
 *
 * @param instants approximate times of creation, which determine the spans that are read in parallel
 * @throws CannotRead
 */
export async function readProvider(
  provider: Sources['provider'],
  instants: readonly string[],
  sink: LedgerSink,
): Promise<void> {
  await withStripe(provider, async (stripe) => {
    const parts = spans(instants, LISTS_AT_ONCE);
    const all = async <T>(list: (span: Span) => AsyncIterable<T>, take: (item: T) => void) => {
      const reading = parts.map(async (span) => {
        for await (const item of list(span)) take(item);
      });
      // All of them, even if one fails, so that nothing is taken after the end.
      await Promise.allSettled(reading);
      await Promise.all(reading);
    };
    await all(
      (created) => stripe.paymentIntents.list({ created, limit: PAGE }, AGAIN),
      (intent) => sink.intent(toIntent(intent)),
    );
    await all(
      (created) => stripe.refunds.list({ created, limit: PAGE }, AGAIN),
      (refund) => toRefund(refund).forEach(sink.refund),
    );
    await all(
      (created) => stripe.disputes.list({ created, limit: PAGE }, AGAIN),
      (dispute) => toDisputeRecord(dispute).forEach(sink.dispute),
    );
  });
}

/** How long after the request of a payment its other intents are looked for, in seconds. */
const OTHERS_WITHIN_S = 30;
const MOST_OTHERS = 500;

/**
 * Reads what the provider has of some payments: the intents that they name, others that name them among at
 * most `MOST_OTHERS` that were created when they were requested, and the refunds and disputes of these.
 *
 * @throws CannotRead
 */
export async function readProviderOf(
  provider: Sources['provider'],
  payments: readonly PaymentRecord[],
): Promise<{
  readonly intents: readonly IntentRecord[];
  readonly providerRefunds: readonly ProviderRefund[];
  readonly disputes: readonly ProviderDispute[];
}> {
  const intents = new Map<string, IntentRecord>();
  const providerRefunds: ProviderRefund[] = [];
  const disputes: ProviderDispute[] = [];
  await withStripe(provider, async (stripe) => {
    for (const payment of payments) {
      if (payment.intentId !== null) {
        const named = await orMissing(stripe.paymentIntents.retrieve(payment.intentId, {}, AGAIN));
        if (named) intents.set(named.id, toIntent(named));
      }
      const gte = Math.floor(Date.parse(payment.requestedAt) / 1_000);
      const created = { gte, lt: gte + OTHERS_WITHIN_S };
      let seen = 0;
      for await (const other of stripe.paymentIntents.list({ created, limit: PAGE }, AGAIN)) {
        if (other.metadata.paymentId === payment.id) intents.set(other.id, toIntent(other));
        seen += 1;
        if (seen === MOST_OTHERS) break;
      }
    }
    for (const id of intents.keys()) {
      const of = { payment_intent: id, limit: PAGE };
      for await (const refund of stripe.refunds.list(of, AGAIN)) providerRefunds.push(...toRefund(refund));
      for await (const dispute of stripe.disputes.list(of, AGAIN)) disputes.push(...toDisputeRecord(dispute));
    }
  });
  return { intents: [...intents.values()], providerRefunds, disputes };
}

/** Undefined for what the provider does not have. */
async function orMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof Error && 'statusCode' in error && error.statusCode === 404) return undefined;
    throw error;
  }
}

async function withStripe(
  { apiKey, apiBase }: Sources['provider'],
  work: (stripe: Stripe) => Promise<void>,
): Promise<void> {
  await readStoreOrThrow(storeName('The payment provider', apiBase ?? STRIPE), async () => {
    // No webhooks are received here.
    const settings = { apiKey, apiBase, webhookSecret: '', timeoutMs: TIMEOUT_MS };
    const { stripe, close } = createStripeClient(settings);
    try {
      await work(stripe);
    } finally {
      close();
    }
  });
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

import type Stripe from 'stripe';
import { toCardUnits } from '../../../platform/card-amounts.ts';
import type { ResiliencePolicy } from '../../../platform/resilience/policy.ts';
import type {
  AuthorizationAnswer,
  IntentAnswer,
  PaymentProvider,
  PaymentReference,
  RefundAnswer,
} from '../application/ports.ts';
import { createCallStripe, type StripeFailure, type StripeResult } from './stripe-calls.ts';
import { toDispute, toIntentView, toProviderRefund, toRefundView } from './stripe-views.ts';

type Authorize = Parameters<PaymentProvider['authorize']>[0];

/**
 * Stripe keeps idempotency keys for at least 24 hours. After that a repeated request would have a new effect.
 */
const KEY_LIFETIME_MS = 20 * 3_600_000;
/** The allowed difference between the provider's clock and ours. */
const CLOCK_SKEW_S = 300;
const PAGE = 100;
/** The most refunds of a payment that are read. */
const MOST_REFUNDS = 1_000;
/** The codes of a refund of more than what is left. */
const LESS_IS_LEFT: ReadonlySet<string> = new Set(['charge_already_refunded', 'amount_too_large']);
const WITH_CHARGE = { expand: ['latest_charge'] };

/**
 * The payment provider behind Stripe's API, or behind a compatible one.
 *
 * @param returnUrl where customers go who had to act at the provider
 */
export function createStripePaymentProvider({
  stripe,
  policy,
  returnUrl,
}: {
  readonly stripe: Stripe;
  readonly policy: ResiliencePolicy;
  readonly returnUrl: string | undefined;
}): PaymentProvider {
  const call = createCallStripe(policy);

  return {
    availablePermits: policy.availablePermits,
    retryAfterSeconds: policy.retryAfterSeconds,

    async authorize(request) {
      const { reference, amount, paymentMethod, requestedAt, onRetry, signal } = request;
      const units = toCardUnits(amount);
      if (units === undefined) return { kind: 'refused-payment', code: 'amount_not_supported' };
      if (Date.now() - Date.parse(requestedAt) > KEY_LIFETIME_MS) return findIntent(request);
      const create = () =>
        stripe.paymentIntents.create(
          {
            amount: units,
            currency: amount.currency.toLowerCase(),
            payment_method: paymentMethod,
            // Other methods may be paid days later, when nobody holds the slot any more.
            allowed_payment_method_types: ['card'],
            capture_method: 'manual',
            confirm: true,
            // Without it, only the provider's script in the browser can ask the customer.
            ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
            metadata: metadataOf(reference),
            ...WITH_CHARGE,
          },
          { idempotencyKey: `authorize-${reference.paymentId}` },
        );
      const result = await call(create, { onRetry, signal });
      switch (result.kind) {
        case 'done':
          return answerOf(result.value);
        case 'invalid':
          if (result.code === 'resource_missing' && result.param === 'payment_method')
            return { kind: 'unknown-method' };
          return { kind: 'refused-payment', code: result.code };
        case 'replayed':
          return findIntent(request);
        default:
          return result;
      }
    },

    async capture({ reference, intentId, attempt }) {
      const result = await call(() =>
        stripe.paymentIntents.capture(intentId, WITH_CHARGE, {
          idempotencyKey: `capture-${reference.paymentId}-${attempt}`,
        }),
      );
      if (result.kind === 'declined') return result;
      return result.kind === 'done' ? answerOf(result.value) : currentIntent(result, intentId);
    },

    async cancel({ reference, intentId, attempt }) {
      const result = await call(() =>
        stripe.paymentIntents.cancel(intentId, WITH_CHARGE, {
          idempotencyKey: `cancel-${reference.paymentId}-${attempt}`,
        }),
      );
      return result.kind === 'done' ? answerOf(result.value) : currentIntent(result, intentId);
    },

    async refund({ reference, intentId, refundId, amount }) {
      const units = toCardUnits(amount);
      if (units === undefined) return refundFailed('amount_not_supported');
      const result = await call(() =>
        stripe.refunds.create(
          { payment_intent: intentId, amount: units, metadata: { ...metadataOf(reference), refundId } },
          { idempotencyKey: `refund-${refundId}` },
        ),
      );
      switch (result.kind) {
        case 'done':
          return { kind: 'ok', refund: toRefundView(result.value) };
        case 'declined':
          return refundFailed(result.declineCode);
        case 'invalid':
          return LESS_IS_LEFT.has(result.code)
            ? { kind: 'exceeds', code: result.code }
            : refundFailed(result.code);
        case 'replayed':
          return findRefund(intentId, refundId);
        default:
          return result;
      }
    },

    intent: retrieveIntent,

    async charge(intentId) {
      const [refunds, disputes] = await Promise.all([
        refundsOf(intentId),
        call(() => stripe.disputes.list({ payment_intent: intentId, limit: PAGE })),
      ]);
      if (refunds.kind !== 'done') return unknownAnswer(refunds);
      if (disputes.kind !== 'done') return unknownAnswer(disputes);
      const latest = disputes.value.data.toSorted((a, b) => b.created - a.created)[0];
      return {
        kind: 'ok',
        // Stripe lists the newest first.
        refunds: refunds.value.toReversed().map(toProviderRefund),
        dispute: latest ? toDispute(latest) : null,
      };
    },

    async refundStatus(providerId) {
      const found = await call(() => stripe.refunds.retrieve(providerId));
      return found.kind === 'done' ? { kind: 'ok', refund: toRefundView(found.value) } : unknownAnswer(found);
    },
  };

  async function retrieveIntent(intentId: string): Promise<IntentAnswer> {
    const found = await call(() => stripe.paymentIntents.retrieve(intentId, WITH_CHARGE));
    return found.kind === 'done' ? answerOf(found.value) : unknownAnswer(found);
  }

  /** A request that is invalid in the intent's state shows that our view of the intent is out of date. */
  async function currentIntent(failure: StripeFailure, intentId: string): Promise<IntentAnswer> {
    return failure.kind === 'invalid' || failure.kind === 'replayed'
      ? retrieveIntent(intentId)
      : unknownAnswer(failure);
  }

  /** Searches the provider's intents of that time for the payment's. */
  async function findIntent({ reference, requestedAt }: Authorize): Promise<AuthorizationAnswer> {
    const from = Math.floor(Date.parse(requestedAt) / 1_000);
    const created = { gte: from - CLOCK_SKEW_S, lte: from + KEY_LIFETIME_MS / 1_000 + CLOCK_SKEW_S };
    const found = await call(async () => {
      for await (const intent of stripe.paymentIntents.list({
        created,
        limit: PAGE,
        expand: ['data.latest_charge'],
      }))
        if (intent.metadata.paymentId === reference.paymentId) return intent;
      return undefined;
    });
    // After a refused search the effect of the earlier request is unknown.
    if (found.kind !== 'done') return { ...unknownAnswer(found), kind: 'unknown' };
    return found.value ? answerOf(found.value) : { kind: 'nothing' };
  }

  function refundsOf(intentId: string): Promise<StripeResult<readonly Stripe.Refund[]>> {
    const list = () => stripe.refunds.list({ payment_intent: intentId, limit: PAGE });
    return call(() => list().autoPagingToArray({ limit: MOST_REFUNDS }));
  }

  async function findRefund(intentId: string, refundId: string): Promise<RefundAnswer> {
    const found = await refundsOf(intentId);
    if (found.kind !== 'done') return unknownAnswer(found);
    const refund = found.value.find(({ metadata }) => metadata?.refundId === refundId);
    return refund ? { kind: 'ok', refund: toRefundView(refund) } : refundFailed('not_created');
  }
}

function metadataOf({ bookingId, paymentId, correlationId }: PaymentReference) {
  return { bookingId, paymentId, correlationId };
}

function answerOf(intent: Stripe.PaymentIntent): IntentAnswer {
  const view = toIntentView(intent);
  return view ? { kind: 'ok', intent: view } : { kind: 'unknown', reason: `the intent is ${intent.status}` };
}

/** The answer for a failure that does not show the state at the provider. */
function unknownAnswer(failure: StripeFailure): Exclude<IntentAnswer, { kind: 'ok' }> {
  switch (failure.kind) {
    case 'refused':
    case 'unknown':
      return failure;
    case 'replayed':
      return { kind: 'unknown', reason: failure.reason };
    case 'invalid':
      return { kind: 'unknown', reason: failure.code };
    case 'declined':
      return { kind: 'unknown', reason: failure.declineCode };
  }
}

function refundFailed(reason: string): RefundAnswer {
  return { kind: 'ok', refund: { providerId: null, status: 'FAILED', reason } };
}

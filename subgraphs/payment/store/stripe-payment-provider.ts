import type Stripe from 'stripe';
import type { ResiliencePolicy } from '../../../platform/resilience/index.ts';
import type {
  AuthorizationAnswer,
  IntentAnswer,
  PaymentProvider,
  PaymentReference,
  RefundAnswer,
  Told,
} from '../application/ports.ts';
import { createAskStripe } from './guarded-stripe.ts';
import type { StripeFailure } from './stripe-failures.ts';
import { toIntentView, toRefundView } from './stripe-views.ts';

type Authorize = Parameters<PaymentProvider['authorize']>[0];

/** Stripe forgets idempotency keys after 24 hours at the earliest; by then the request would be made anew. */
const KEY_LIFETIME_MS = 20 * 3_600_000;
/** The provider's clock and ours may differ, and a request may be made again for as long as its key lasts. */
const CLOCK_SKEW_S = 300;
const PAGE = 100;
const WITH_CHARGE = { expand: ['latest_charge'] };

/** The payment provider as Stripe's API, or whatever speaks it. */
export function createStripePaymentProvider({
  stripe,
  policy,
}: {
  readonly stripe: Stripe;
  /** Stands before the provider. */
  readonly policy: ResiliencePolicy;
}): PaymentProvider {
  const ask = createAskStripe(policy);

  return {
    places: policy.availablePermits,
    retryAfterSeconds: policy.retryAfterSeconds,

    async authorize(request) {
      const { reference, amount, paymentMethod, requestedAt, hear } = request;
      if (Date.now() - Date.parse(requestedAt) > KEY_LIFETIME_MS) return find(request);
      const create = () =>
        stripe.paymentIntents.create(
          {
            amount: amount.amount,
            currency: amount.currency.toLowerCase(),
            payment_method: paymentMethod,
            // Cards and the like: what would send the customer elsewhere cannot be confirmed here.
            automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
            capture_method: 'manual',
            confirm: true,
            // The customer is not at hand to prove who they are.
            error_on_requires_action: true,
            metadata: metadataOf(reference),
            ...WITH_CHARGE,
          },
          { idempotencyKey: `authorize-${reference.paymentId}` },
        );
      const made = await ask<Stripe.PaymentIntent, Told>(create, hear);
      switch (made.kind) {
        case 'done':
          return answerOf(made.value);
        case 'invalid':
          if (made.code === 'resource_missing' && made.param === 'payment_method')
            return { kind: 'unknown-method' };
          // An amount out of bounds, for one: no other try would be taken either.
          return { kind: 'declined', declineCode: made.code };
        case 'stuck':
          return find(request);
        default:
          return made;
      }
    },

    async capture({ reference, intentId, attempt }) {
      const made = await ask(() =>
        stripe.paymentIntents.capture(intentId, WITH_CHARGE, {
          idempotencyKey: `capture-${reference.paymentId}-${attempt}`,
        }),
      );
      if (made.kind === 'declined') return made;
      return made.kind === 'done' ? answerOf(made.value) : lookAfter(made, intentId);
    },

    async cancel({ reference, intentId, attempt }) {
      const made = await ask(() =>
        stripe.paymentIntents.cancel(intentId, WITH_CHARGE, {
          idempotencyKey: `cancel-${reference.paymentId}-${attempt}`,
        }),
      );
      return made.kind === 'done' ? answerOf(made.value) : lookAfter(made, intentId);
    },

    async refund({ reference, intentId, refundId }) {
      const made = await ask(() =>
        stripe.refunds.create(
          { payment_intent: intentId, metadata: { ...metadataOf(reference), refundId } },
          { idempotencyKey: `refund-${refundId}` },
        ),
      );
      switch (made.kind) {
        case 'done':
          return { kind: 'ok', refund: toRefundView(made.value) };
        case 'declined':
          return refundFailed(made.declineCode);
        case 'invalid':
          return made.code === 'charge_already_refunded'
            ? findRefund(intentId, ({ status }) => status !== 'failed' && status !== 'canceled')
            : refundFailed(made.code);
        case 'stuck':
          return findRefund(intentId, ({ metadata }) => metadata?.refundId === refundId);
        default:
          return made;
      }
    },

    intent: look,

    async refundStatus(providerId) {
      const found = await ask(() => stripe.refunds.retrieve(providerId));
      return found.kind === 'done' ? { kind: 'ok', refund: toRefundView(found.value) } : openAnswer(found);
    },
  };

  async function look(intentId: string): Promise<IntentAnswer> {
    const found = await ask(() => stripe.paymentIntents.retrieve(intentId, WITH_CHARGE));
    return found.kind === 'done' ? answerOf(found.value) : openAnswer(found);
  }

  /** A request that does not fit the intent's state tells that this is not what we think it is. */
  async function lookAfter(failure: StripeFailure, intentId: string): Promise<IntentAnswer> {
    return failure.kind === 'invalid' || failure.kind === 'stuck' ? look(intentId) : openAnswer(failure);
  }

  /** Looks through the provider's intents of that time for the one that is ours. */
  async function find({ reference, requestedAt }: Authorize): Promise<AuthorizationAnswer> {
    const from = Math.floor(Date.parse(requestedAt) / 1_000);
    const created = { gte: from - CLOCK_SKEW_S, lte: from + KEY_LIFETIME_MS / 1_000 + CLOCK_SKEW_S };
    const found = await ask(async () => {
      for await (const intent of stripe.paymentIntents.list({
        created,
        limit: PAGE,
        expand: ['data.latest_charge'],
      }))
        if (intent.metadata.paymentId === reference.paymentId) return intent;
      return undefined;
    });
    if (found.kind !== 'done') return openAnswer(found);
    return found.value ? answerOf(found.value) : { kind: 'nothing' };
  }

  async function findRefund(
    intentId: string,
    isIt: (refund: Stripe.Refund) => boolean,
  ): Promise<RefundAnswer> {
    const found = await ask(() => stripe.refunds.list({ payment_intent: intentId, limit: PAGE }));
    if (found.kind !== 'done') return openAnswer(found);
    const refund = found.value.data.find(isIt);
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

/** A failure that leaves open what is. */
function openAnswer(failure: StripeFailure): Exclude<IntentAnswer, { kind: 'ok' }> {
  switch (failure.kind) {
    case 'refused':
    case 'unknown':
      return failure;
    case 'stuck':
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

import { type Dispute, hasTaken } from '../domain/dispute.ts';
import type { Failure } from '../domain/failure.ts';
import {
  type Charge,
  capturable,
  clientSecretOf,
  type PaymentIntent,
  received,
  refunded,
} from '../domain/payment-intent.ts';
import { findTestCard } from '../domain/payment-methods.ts';
import type { Refund } from '../domain/refund.ts';
import type { LedgerEvent } from '../store/store.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** The version of the Stripe API that is rendered here: that of the pinned `stripe` package. */
export const API_VERSION = '2026-10-28.endive';

/** Renders a payment intent as Stripe does; `expand` puts the charge in place of its id. */
export function renderIntent(intent: PaymentIntent, { expand = false } = {}): Json {
  const { state, charge } = intent;
  return {
    id: intent.id,
    object: 'payment_intent',
    amount: intent.amount,
    amount_capturable: capturable(intent),
    amount_received: received(intent),
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: state.status === 'canceled' ? state.at : null,
    cancellation_reason: state.status === 'canceled' ? state.reason : null,
    capture_method: intent.captureMethod,
    client_secret: clientSecretOf(intent),
    confirmation_method: 'automatic',
    created: intent.created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    last_payment_error: intent.lastDecline === null ? null : renderDecline(intent),
    latest_charge: charge === null ? null : expand ? renderCharge(intent, charge) : charge.id,
    livemode: false,
    metadata: intent.metadata,
    next_action: renderNextAction(intent),
    on_behalf_of: null,
    payment_method: intent.paymentMethod,
    payment_method_options: null,
    payment_method_types: ['card'],
    processing: null,
    receipt_email: intent.receiptEmail,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: state.status,
    transfer_data: null,
    transfer_group: null,
  };
}

/** Without a `return_url`, Stripe's own script in the browser has to ask the customer. */
function renderNextAction({ state }: PaymentIntent): Json | null {
  if (state.status !== 'requires_action') return null;
  const { pageUrl, returnUrl } = state;
  return returnUrl === null
    ? {
        type: 'use_stripe_sdk',
        use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: pageUrl },
      }
    : { type: 'redirect_to_url', redirect_to_url: { url: pageUrl, return_url: returnUrl } };
}

/** Renders a charge as Stripe does. */
export function renderCharge(intent: PaymentIntent, charge: Charge): Json {
  const card = findTestCard(charge.paymentMethod);
  const isAuthorised = charge.decline === null;
  // Stripe renders a released authorisation as refunded.
  const isReleased = intent.state.status === 'canceled' && isAuthorised;
  const amountRefunded = isReleased ? intent.amount : refunded(intent);
  return {
    id: charge.id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: charge.amountCaptured,
    amount_refunded: amountRefunded,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: null,
    captured: charge.captured,
    created: charge.created,
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: charge.decline?.code ?? null,
    failure_message: charge.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: null,
    paid: isAuthorised,
    payment_intent: intent.id,
    payment_method: charge.paymentMethod,
    payment_method_details: {
      type: 'card',
      card: {
        amount_authorized: isAuthorised ? intent.amount : null,
        brand: card?.brand ?? null,
        ...(charge.captureBefore === null ? {} : { capture_before: charge.captureBefore }),
        checks: null,
        country: 'US',
        exp_month: 12,
        exp_year: 2034,
        funding: 'credit',
        last4: card?.last4 ?? null,
        network: card?.brand ?? null,
        three_d_secure: null,
        wallet: null,
      },
    },
    receipt_email: intent.receiptEmail,
    receipt_number: null,
    receipt_url: null,
    refunded: isReleased || (charge.captured && amountRefunded === charge.amountCaptured),
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: isAuthorised ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: null,
  };
}

/** Renders a refund as Stripe does. */
export function renderRefund(refund: Refund): Json {
  return {
    id: refund.id,
    object: 'refund',
    amount: refund.amount,
    balance_transaction: null,
    charge: refund.charge,
    created: refund.created,
    currency: refund.currency,
    ...(refund.status === 'failed' ? { failure_reason: 'unknown' } : {}),
    ...(refund.status === 'pending' ? { pending_reason: 'processing' } : {}),
    metadata: refund.metadata,
    payment_intent: refund.intent,
    reason: refund.reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: refund.status,
    transfer_reversal: null,
  };
}

/** Renders a dispute as Stripe does. */
export function renderDispute(dispute: Dispute): Json {
  return {
    id: dispute.id,
    object: 'dispute',
    amount: dispute.amount,
    balance_transactions: [],
    charge: dispute.charge,
    created: dispute.created,
    currency: dispute.currency,
    enhanced_eligibility_types: [],
    evidence: {},
    evidence_details: null,
    is_charge_refundable: !hasTaken(dispute),
    livemode: false,
    metadata: {},
    payment_intent: dispute.intent,
    reason: dispute.reason,
    status: dispute.status,
  };
}

/** Renders an event as Stripe does: with the object as it was when the event happened. */
export function renderEvent({ id, created, type, request, subject }: LedgerEvent): Json {
  return {
    id,
    object: 'event',
    api_version: API_VERSION,
    created,
    data: { object: renderSubject(subject) },
    livemode: false,
    pending_webhooks: 0,
    request: { id: request?.id ?? null, idempotency_key: request?.idempotencyKey ?? null },
    type,
  };
}

function renderSubject(subject: LedgerEvent['subject']): Json {
  switch (subject.kind) {
    case 'payment_intent':
      return renderIntent(subject.intent);
    case 'charge':
      if (subject.intent.charge === null) throw new Error(`intent ${subject.intent.id} has no charge`);
      return renderCharge(subject.intent, subject.intent.charge);
    case 'refund':
      return renderRefund(subject.refund);
    case 'dispute':
      return renderDispute(subject.dispute);
    default:
      return subject satisfies never;
  }
}

/** Renders Stripe's error envelope, with the intent if the failure concerns one. */
export function renderFailure(failure: Failure, intent?: PaymentIntent): Json {
  return {
    error: {
      type: failure.type,
      message: failure.message,
      ...(failure.code === undefined
        ? {}
        : {
            code: failure.code,
            doc_url: `https://docs.stripe.com/error-codes/${failure.code.replaceAll('_', '-')}`,
          }),
      ...(failure.declineCode === undefined ? {} : { decline_code: failure.declineCode }),
      ...(failure.param === undefined ? {} : { param: failure.param }),
      ...(failure.charge === undefined ? {} : { charge: failure.charge }),
      ...(intent === undefined ? {} : { payment_intent: renderIntent(intent) }),
    },
  };
}

function renderDecline({ lastDecline, charge }: PaymentIntent): Json {
  return {
    type: 'card_error',
    charge: charge?.id ?? null,
    code: lastDecline?.code,
    decline_code: lastDecline?.declineCode,
    message: lastDecline?.message,
  };
}

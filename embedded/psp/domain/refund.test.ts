import { describe, expect, test } from 'vitest';
import { type PaymentIntent, refunded } from './payment-intent.ts';
import { captureIntent, confirmIntent, createIntent, type Decision } from './payment-intent-decide.ts';
import { createRefund, type RefundChange, settleRefund } from './refund.ts';

const CONFIRMATION = {
  paymentMethod: null,
  pageUrl: 'http://bank',
  returnUrl: null,
  declinesAction: false,
};
const moment = { atMs: 1_800_000_000_500, settlesMs: 1_800_000_002_000, failsLater: false };

function done(decision: Decision): PaymentIntent {
  if (decision.kind !== 'done') throw new Error(`expected it done, got ${JSON.stringify(decision)}`);
  return decision.intent;
}

function captured(
  paymentMethod = 'pm_card_visa',
  captureMethod: 'manual' | 'automatic' = 'automatic',
): PaymentIntent {
  const details = {
    amount: 1000,
    currency: 'krw',
    captureMethod,
    paymentMethod,
    description: null,
    customer: null,
    receiptEmail: null,
    metadata: {},
  };
  const intent = done(createIntent('pi_1', details, 1_800_000_000));
  return done(confirmIntent(intent, CONFIRMATION, { at: 1_800_000_000, authLifetimeS: 60 }));
}

function ask(amount: number | null) {
  return { id: 're_1', amount, reason: null, metadata: {} };
}

function refund(intent: PaymentIntent, amount: number | null, when = moment): RefundChange {
  const change = createRefund(intent, ask(amount), when);
  if (change.kind !== 'done') throw new Error(`expected a refund, got ${change.failure.message}`);
  return change;
}

describe('refunding', () => {
  test('refunds everything without an amount', () => {
    const { refund: made, intent } = refund(captured(), null);
    expect(made).toMatchObject({ amount: 1000, status: 'succeeded', fate: 'stays', settles: null });
    expect(refunded(intent)).toBe(1000);
  });
  test('refunds in parts, never more than is left', () => {
    const { intent } = refund(captured(), 600);
    expect(createRefund(intent, ask(401), moment)).toMatchObject({ failure: { code: 'amount_too_large' } });
    expect(refunded(refund(intent, 400).intent)).toBe(1000);
  });
  test('refunds only what was captured of a partial capture', () => {
    const intent = done(captureIntent(captured('pm_card_visa', 'manual'), 300, { issuerRefuses: false }));
    expect(refund(intent, null).refund.amount).toBe(300);
  });
  test('is refused a second time', () => {
    const { intent } = refund(captured(), null);
    expect(createRefund(intent, ask(null), moment)).toMatchObject({
      failure: { code: 'charge_already_refunded' },
    });
  });
  test('is refused if nothing was captured', () => {
    expect(createRefund(captured('pm_card_visa', 'manual'), ask(null), moment)).toMatchObject({
      failure: { code: 'payment_intent_unexpected_state' },
    });
  });
});

describe('a refund settles', () => {
  test.each([
    ['of a card that refuses refunds', 'pm_card_refundFail', moment],
    ['that is to fail', 'pm_card_visa', { ...moment, failsLater: true }],
  ])('one %s succeeds first, then fails, and can be requested again', (_, method, when) => {
    const made = refund(captured(method), null, when);
    expect(made.refund).toMatchObject({ status: 'succeeded', settles: when.settlesMs });
    const settled = settleRefund(made.refund, made.intent);
    expect(settled).toMatchObject({
      refund: { status: 'failed', settles: null },
      refundEvents: ['refund.updated', 'refund.failed'],
    });
    expect(refunded(settled?.intent ?? made.intent)).toBe(0);
  });
  test('a pending one succeeds', () => {
    const made = refund(captured('pm_card_pendingRefund'), null);
    expect(made.refund.status).toBe('pending');
    expect(settleRefund(made.refund, made.intent)).toMatchObject({
      refund: { status: 'succeeded' },
      refundEvents: ['refund.updated'],
    });
  });
  test('a final one does not change', () => {
    const made = refund(captured(), null);
    expect(settleRefund(made.refund, made.intent)).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import type { PaymentIntent } from './payment-intent.ts';
import { capturable, received } from './payment-intent.ts';
import {
  authenticateIntent,
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  type Decision,
  intentOfCharge,
  lapseIntent,
} from './payment-intent-decide.ts';

const at = 1_800_000_000;
const week = 604_800;
const moment = { at, authLifetimeS: week };
const confirmation = (paymentMethod: string | null = null, declinesAction = false) => ({
  paymentMethod,
  pageUrl: 'http://bank',
  returnUrl: 'http://shop',
  declinesAction,
});
const willing = { issuerRefuses: false };

function done(decision: Decision | undefined): PaymentIntent {
  if (decision?.kind !== 'done') throw new Error(`expected it done, got ${JSON.stringify(decision)}`);
  return decision.intent;
}

function given(
  paymentMethod: string | null,
  captureMethod: 'manual' | 'automatic' = 'manual',
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
  return done(createIntent('pi_1', details, at));
}

function authorised(method = 'pm_card_visa'): PaymentIntent {
  return done(confirmIntent(given(method), confirmation(), moment));
}
function captured(): PaymentIntent {
  return done(captureIntent(authorised(), null, willing));
}
function canceled(): PaymentIntent {
  return done(cancelIntent(authorised(), null, at));
}

function refusedWith(code: string) {
  return { kind: 'refused', failure: { code } };
}

describe('an intent is created', () => {
  test('with a payment method it waits for confirmation', () => {
    expect(given('pm_card_visa').state).toEqual({ status: 'requires_confirmation' });
  });
  test('without a payment method it requires one', () => {
    expect(given(null).state).toEqual({ status: 'requires_payment_method' });
  });
});

describe('confirming', () => {
  test('authorises a good card without capturing', () => {
    const intent = authorised();
    expect(intent.state).toEqual({ status: 'requires_capture', captureBefore: at + week });
    expect([capturable(intent), received(intent)]).toEqual([1000, 0]);
  });
  test('captures at once with automatic capture', () => {
    const decision = confirmIntent(given('pm_card_visa', 'automatic'), confirmation(), moment);
    expect(decision).toMatchObject({ kind: 'done', events: ['payment_intent.succeeded'] });
    expect(received(done(decision))).toBe(1000);
  });
  test('with a declined card gives a 402, and another card may be tried', () => {
    const decision = confirmIntent(given('pm_card_visa_chargeDeclined'), confirmation(), moment);
    expect(decision).toMatchObject({
      kind: 'declined',
      events: ['payment_intent.payment_failed'],
      failure: { status: 402, code: 'card_declined', declineCode: 'generic_decline' },
    });
    if (decision.kind !== 'declined') throw new Error('not declined');
    const second = done(confirmIntent(decision.intent, confirmation('pm_card_visa'), moment));
    expect(second).toMatchObject({ attempts: 2, lastDecline: null, state: { status: 'requires_capture' } });
    expect(second.charge?.id).toBe('ch_1_2');
  });
  test('without any payment method is refused', () => {
    expect(confirmIntent(given(null), confirmation(), moment)).toMatchObject(
      refusedWith('payment_intent_unexpected_state'),
    );
  });
  test.each([
    ['authorised', authorised],
    ['captured', captured],
    ['canceled', canceled],
  ])('what is %s is refused', (_, make) => {
    expect(confirmIntent(make(), confirmation(), moment)).toMatchObject(
      refusedWith('payment_intent_unexpected_state'),
    );
  });
});

describe('capturing', () => {
  test('captures the authorised amount', () => {
    expect(captured()).toMatchObject({ state: { status: 'succeeded' }, charge: { amountCaptured: 1000 } });
  });
  test('may capture a part', () => {
    const intent = done(captureIntent(authorised(), 400, willing));
    expect([capturable(intent), received(intent)]).toEqual([0, 400]);
  });
  test('more than was authorised is refused', () => {
    expect(captureIntent(authorised(), 1001, willing)).toMatchObject(refusedWith('amount_too_large'));
  });
  test.each([
    ['the card refuses captures', 'pm_card_captureFail', willing],
    ['the issuer refuses', 'pm_card_visa', { issuerRefuses: true }],
  ])('is declined when %s', (_, method, issuer) => {
    expect(captureIntent(authorised(method), null, issuer)).toMatchObject(refusedWith('card_declined'));
  });
  test.each([
    ['not confirmed', () => given('pm_card_visa')],
    ['captured', captured],
    ['canceled', canceled],
  ])('what is %s is refused', (_, make) => {
    const decision = captureIntent(make(), null, willing);
    expect(decision).toMatchObject(refusedWith('payment_intent_unexpected_state'));
  });
});

describe('canceling', () => {
  test('releases an authorisation', () => {
    const intent = done(cancelIntent(authorised(), 'abandoned', at + 5));
    expect(intent.state).toEqual({ status: 'canceled', at: at + 5, reason: 'abandoned' });
    expect(capturable(intent)).toBe(0);
  });
  test.each([
    ['captured', captured],
    ['canceled', canceled],
  ])('what is %s is refused', (_, make) => {
    expect(cancelIntent(make(), null, at)).toMatchObject(refusedWith('payment_intent_unexpected_state'));
  });
});

describe('an authorisation lapses', () => {
  test('when it expires', () => {
    expect(lapseIntent(authorised(), at + week)).toMatchObject({
      events: ['charge.expired', 'payment_intent.canceled'],
      intent: { state: { status: 'canceled', reason: 'expired' } },
    });
  });
  test('neither earlier nor once it is captured', () => {
    expect(lapseIntent(authorised(), at + week - 1)).toBeUndefined();
    expect(lapseIntent(captured(), at + week)).toBeUndefined();
  });
});

test("a charge's id leads to its intent", () => {
  expect(intentOfCharge(authorised().charge?.id ?? '')).toBe('pi_1');
});

describe('a card that requires authentication', () => {
  const waiting = (method = 'pm_card_threeDSecure2Required') => authorised(method);

  test('waits for its owner, and tries no charge', () => {
    expect(waiting()).toMatchObject({
      state: {
        status: 'requires_action',
        paymentMethod: 'pm_card_threeDSecure2Required',
        pageUrl: 'http://bank',
        returnUrl: 'http://shop',
      },
      attempts: 0,
      charge: null,
    });
    expect(captureIntent(waiting(), null, willing)).toMatchObject(
      refusedWith('payment_intent_unexpected_state'),
    );
  });
  test('is authorised by a yes', () => {
    const decision = authenticateIntent(waiting(), true, moment);
    expect(decision).toMatchObject({ kind: 'done', events: ['payment_intent.amount_capturable_updated'] });
    expect(done(decision)).toMatchObject({ state: { status: 'requires_capture' }, attempts: 1 });
  });
  test('is declined by a no, and can be tried again', () => {
    const decision = authenticateIntent(waiting(), false, moment);
    expect(decision).toMatchObject({
      kind: 'declined',
      events: ['payment_intent.payment_failed'],
      failure: { code: 'payment_intent_authentication_failure' },
      intent: { state: { status: 'requires_payment_method' } },
    });
    if (decision.kind !== 'declined') return;
    expect(done(confirmIntent(decision.intent, confirmation('pm_card_visa'), moment)).state).toMatchObject({
      status: 'requires_capture',
    });
  });
  test('may be declined by its issuer after a yes', () => {
    const decision = authenticateIntent(waiting('pm_card_threeDSecureRequiredChargeDeclined'), true, moment);
    expect(decision).toMatchObject({ kind: 'declined', failure: { declineCode: 'generic_decline' } });
  });
  test('is declined at once when nobody can be asked', () => {
    expect(
      confirmIntent(given('pm_card_threeDSecure2Required'), confirmation(null, true), moment),
    ).toMatchObject({ kind: 'declined', failure: { code: 'authentication_required' } });
  });
  test('is canceled while it waits; then no answer counts', () => {
    const canceled = done(cancelIntent(waiting(), null, at));
    expect(canceled.state.status).toBe('canceled');
    expect(authenticateIntent(canceled, true, moment)).toMatchObject(
      refusedWith('payment_intent_unexpected_state'),
    );
  });
});

import { describe, expect, test } from 'vitest';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { type Dispute, evolve, type PaymentDetails, type PaymentEvent } from './payment.ts';
import {
  decide,
  type FoundRefund,
  type IntentView,
  MAX_REFUND_ATTEMPTS,
  type PaymentCommand,
  paymentDecider,
  type RefundView,
  refundPauseMs,
} from './payment-decide.ts';

const BEFORE = '2030-05-01T09:00:00.000Z';
const AT = '2030-05-01T10:00:00.000Z';
const LAPSES = '2030-05-08T09:00:00.000Z';
const [R1, R2] = ['01980000-0000-7000-8000-0000000000a1', '01980000-0000-7000-8000-0000000000a2'];

const details: PaymentDetails = {
  id: '01980000-0000-7000-8000-000000000001',
  bookingId: '01980000-0000-7000-8000-000000000002',
  roomId: '01980000-0000-7000-8000-000000000003',
  customerId: 'alice',
  amount: { amount: 12_000, currency: 'KRW' },
  requestedAt: BEFORE,
  correlationId: 'story',
};
const ofZero: PaymentDetails = { ...details, amount: { amount: 0, currency: 'KRW' } };

const requested: PaymentEvent = {
  type: 'PaymentRequested',
  at: BEFORE,
  details,
  paymentMethod: 'pm_card_visa',
};
const authorized: PaymentEvent = {
  type: 'PaymentAuthorized',
  at: BEFORE,
  intentId: 'pi_1',
  captureBefore: LAPSES,
  afterAction: false,
};
const captureRequested: PaymentEvent = { type: 'CaptureRequested', at: BEFORE };
const captured: PaymentEvent = { type: 'PaymentCaptured', at: BEFORE };
const requestOf = (
  refundId: string,
  at: string,
  notBefore = at,
  amount = details.amount.amount,
  origin: 'SERVICE' | 'STAFF' = 'SERVICE',
): PaymentEvent => ({
  type: 'RefundRequested',
  at,
  refundId,
  amount: { amount, currency: 'KRW' },
  origin,
  notBefore,
});
const refundRequested = requestOf(R1, BEFORE);
const released = (reason: 'BOOKING_REJECTED' | 'BOOKING_CANCELLED' | 'CAPTURE_FAILED'): PaymentEvent => ({
  type: 'ReleaseRequested',
  at: BEFORE,
  reason,
});
const refunded = (status: 'PENDING' | 'SUCCEEDED', at = BEFORE): PaymentEvent => ({
  type: 'PaymentRefunded',
  at,
  refundId: R1,
  providerId: 're_1',
  status,
});

const request: PaymentCommand = { type: 'request', at: AT, details, paymentMethod: 'pm_card_visa' };
const capture: PaymentCommand = { type: 'capture', at: AT };
const cancel: PaymentCommand = {
  type: 'release',
  at: AT,
  reason: 'BOOKING_CANCELLED',
  details,
  newRefundId: R1,
};
const decline: PaymentCommand = { type: 'recordDecline', at: AT, declineCode: 'insufficient_funds' };
const intent = (status: Exclude<IntentView['status'], 'actionRequired'>): PaymentCommand => ({
  type: 'recordIntent',
  at: AT,
  intent: { intentId: 'pi_1', status, captureBefore: LAPSES, declineCode: null },
  newRefundId: R1,
});
const refundIs = (status: RefundView['status'], refundId: string = R1): PaymentCommand => ({
  type: 'recordRefund',
  at: AT,
  refundId,
  refund: { providerId: 're_1', status, reason: status === 'FAILED' ? 'lost_or_stolen_card' : null },
  newRefundId: R2,
});
const now = (event: PaymentEvent): PaymentEvent => ({ ...event, at: AT });

const { given, stateAfter } = deciderSpec(paymentDecider);

describe('a requested payment', () => {
  test('is recorded before the request to the provider', () => given().when(request).then(now(requested)));
  test('is recorded once', () => given(requested).when(request).then());

  test('is authorised', () => given(requested).when(intent('authorized')).then(now(authorized)));
  test('is declined', () =>
    given(requested)
      .when(decline)
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'insufficient_funds', intentId: null }));
  test('is declined by a webhook', () =>
    given(requested)
      .when(intent('declined'))
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'generic_decline', intentId: null }));
  test('is abandoned when the provider has no intent', () =>
    given(requested).when({ type: 'recordNothing', at: AT }).then({ type: 'PaymentAbandoned', at: AT }));
  test('may be captured already when its outcome is known', () =>
    given(requested).when(intent('captured')).then(now(authorized), now(captured)));
  test('may have lapsed when its outcome is known', () =>
    given(requested)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));

  test('records a desired release before its outcome is known', () =>
    given(requested)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED'))));
  test('keeps the desired release when it is authorised', () =>
    expect(given(requested, released('BOOKING_REJECTED'), authorized).state).toMatchObject({
      status: 'AUTHORIZED',
      desiredOutcome: 'BOOKING_REJECTED',
    }));
  test('is refunded when it was captured against a desired release', () =>
    given(requested, released('BOOKING_REJECTED'))
      .when(intent('captured'))
      .then(now(authorized), now(captured), requestOf(R1, AT)));
});

describe('a booking that ended before its payment was requested', () => {
  test('forestalls the payment', () =>
    given().when(cancel).then({ type: 'PaymentForestalled', at: AT, details }));
  test('keeps its payment forestalled', () =>
    given({ type: 'PaymentForestalled', at: BEFORE, details }).when(request).then());
  test('voids an abandoned payment that the provider has authorised after all', () =>
    given(requested, { type: 'PaymentAbandoned', at: BEFORE })
      .when(intent('authorized'))
      .then(now(authorized), now(released('BOOKING_REJECTED'))));
  test('voids a payment once', () =>
    given(requested, { type: 'PaymentAbandoned', at: BEFORE }).when(intent('canceled')).then());
});

describe('an authorised payment', () => {
  test('is to be captured when the room is assigned', () =>
    given(requested, authorized).when(capture).then(now(captureRequested)));
  test('requests its capture once', () =>
    given(requested, authorized, captureRequested).when(capture).then());
  test('is captured', () =>
    given(requested, authorized, captureRequested).when(intent('captured')).then(now(captured)));
  test('is to be released when the booking is cancelled', () =>
    given(requested, authorized)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED'))));
  test('is not captured after a desired release', () =>
    given(requested, authorized, released('BOOKING_CANCELLED')).when(capture).then());
  test('is voided', () =>
    given(requested, authorized, released('BOOKING_CANCELLED'))
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'BOOKING_CANCELLED' }));
  test('is refunded when its capture precedes the desired release', () =>
    given(requested, authorized, captureRequested, released('BOOKING_CANCELLED'))
      .when(intent('captured'))
      .then(now(captured), requestOf(R1, AT)));
  test('lapses', () =>
    given(requested, authorized)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));
  test('lapses before its capture', () =>
    given(requested, authorized, captureRequested)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));
  test('is to be released after a failed capture', () =>
    given(requested, authorized, captureRequested)
      .when({ type: 'recordCaptureRefusal', at: AT })
      .then(now(released('CAPTURE_FAILED'))));
  test('is captured when a capture that failed has succeeded at the provider after all', () =>
    given(requested, authorized, captureRequested, released('CAPTURE_FAILED'))
      .when(intent('captured'))
      .then(now(captured)));
  test('is not changed by a repeated answer', () =>
    given(requested, authorized).when(intent('authorized')).then());
  test('is not declined by an outdated answer', () => given(requested, authorized).when(decline).then());
});

describe('a captured payment', () => {
  const history = [requested, authorized, captureRequested, captured];

  test('never returns to an earlier state', () => {
    given(...history)
      .when(intent('authorized'))
      .then();
    given(...history)
      .when(intent('canceled'))
      .then();
    given(...history)
      .when(capture)
      .then();
  });
  test('is to be refunded when the booking is cancelled', () =>
    given(...history)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED')), requestOf(R1, AT)));
  test('is refunded once', () =>
    given(...history, refundRequested)
      .when(cancel)
      .then());

  test('stays captured while its refund is pending', () => {
    given(...history, refundRequested)
      .when(refundIs('PENDING'))
      .then(refunded('PENDING', AT));
    expect(given(...history, refundRequested, refunded('PENDING')).state?.status).toBe('CAPTURED');
  });
  test('is refunded when its refund succeeds, at once or later', () => {
    given(...history, refundRequested)
      .when(refundIs('SUCCEEDED'))
      .then(refunded('SUCCEEDED', AT));
    given(...history, refundRequested, refunded('PENDING'))
      .when(refundIs('SUCCEEDED'))
      .then(refunded('SUCCEEDED', AT));
    expect(given(...history, refundRequested, refunded('SUCCEEDED')).state?.status).toBe('REFUNDED');
  });
  test('is not changed by a repeated or late state of its refund', () => {
    given(...history, refundRequested, refunded('SUCCEEDED'))
      .when(refundIs('SUCCEEDED'))
      .then();
    given(...history, refundRequested, refunded('SUCCEEDED'))
      .when(refundIs('PENDING'))
      .then();
    given(...history)
      .when(refundIs('SUCCEEDED'))
      .then();
  });

  test('retries after a pause when a refund fails that looked successful', () => {
    const failed: PaymentEvent = {
      type: 'RefundFailed',
      at: AT,
      refundId: R1,
      providerId: 're_1',
      reason: 'lost_or_stolen_card',
      isFinal: false,
    };
    const again = requestOf(R2, AT, '2030-05-01T10:00:02.000Z');
    given(...history, refundRequested, refunded('SUCCEEDED'))
      .when(refundIs('FAILED'))
      .then(failed, again);
    const after = given(...history, refundRequested, refunded('SUCCEEDED'), failed, again);
    expect(after.state).toMatchObject({
      status: 'CAPTURED',
      refunds: [
        { id: R1, status: 'FAILED' },
        { id: R2, status: 'PENDING', providerId: null },
      ],
    });
    after.when(refundIs('FAILED')).then();
  });

  test('has failed after the last attempt at a refund', () => {
    let { state } = given(...history, refundRequested);
    for (let attempt = 1; attempt <= MAX_REFUND_ATTEMPTS; attempt += 1) {
      expect(state?.status).toBe('CAPTURED');
      const open = state && 'refunds' in state ? state.refunds.at(-1) : undefined;
      const command = { ...refundIs('FAILED', open?.id), newRefundId: `refund-${attempt}` };
      const decision = decide(command, state);
      state = decision.accepted ? stateAfter(decision.events, state) : state;
    }
    expect(state).toMatchObject({
      ...details,
      status: 'REFUND_FAILED',
      refunds: Array(MAX_REFUND_ATTEMPTS).fill({ status: 'FAILED' }),
    });
    expect(decide(cancel, state)).toEqual({ accepted: true, events: [] });
  });

  test('pauses longer after each failed refund', () =>
    expect([1, 2, 3].map(refundPauseMs)).toEqual([2_000, 8_000, 32_000]));
});

describe('a captured payment that is refunded at the provider', () => {
  const history = [requested, authorized, captureRequested, captured];
  const O1 = '01980000-0000-7000-8000-0000000000b1';
  const found = (amount: number, more: Partial<FoundRefund> = {}): FoundRefund => ({
    providerId: 're_outside',
    refundId: null,
    status: 'SUCCEEDED',
    reason: null,
    amount: { amount, currency: 'KRW' },
    newId: O1,
    ...more,
  });
  const recordRefunds = (...all: readonly FoundRefund[]): PaymentCommand => ({
    type: 'recordRefunds',
    at: AT,
    found: all,
    newRefundId: R2,
  });
  const outside = (
    amount: number,
    at = BEFORE,
    status: 'PENDING' | 'SUCCEEDED' = 'SUCCEEDED',
  ): PaymentEvent => ({
    type: 'RefundFound',
    at,
    refundId: O1,
    amount: { amount, currency: 'KRW' },
    providerId: 're_outside',
    status,
  });

  test('is REFUNDED when all of it went back, in one part or in several', () => {
    given(...history)
      .when(recordRefunds(found(12_000)))
      .then(outside(12_000, AT));
    expect(given(...history, outside(12_000)).state).toMatchObject({
      status: 'REFUNDED',
      refunds: [{ id: O1, origin: 'PROVIDER', amount: { amount: 12_000 }, status: 'SUCCEEDED' }],
    });
    const second = { ...outside(7_000), refundId: R2, providerId: 're_second' };
    expect(given(...history, outside(5_000)).state?.status).toBe('CAPTURED');
    expect(given(...history, outside(5_000), second).state?.status).toBe('REFUNDED');
  });
  test('knows each refund once', () => {
    given(...history, outside(5_000))
      .when(recordRefunds(found(5_000)))
      .then();
    given(...history)
      .when(recordRefunds(found(5_000, { status: 'FAILED' })))
      .then();
  });
  test('recognises a refund that this service has requested', () =>
    given(...history, refundRequested)
      .when(recordRefunds(found(12_000, { providerId: 're_1', refundId: R1 })))
      .then(refunded('SUCCEEDED', AT)));
  test('gives back only the rest when the booking is cancelled later', () =>
    given(...history, outside(5_000))
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED')), requestOf(R1, AT, AT, 7_000)));
  test('gives back nothing more when all of it went back, or is on its way', () => {
    for (const status of ['SUCCEEDED', 'PENDING'] as const)
      given(...history, outside(12_000, BEFORE, status))
        .when(cancel)
        .then(now(released('BOOKING_CANCELLED')));
  });
  test('gives back what comes back from such a refund after the booking has ended', () => {
    const failed = { at: AT, refundId: O1, providerId: 're_outside', reason: 'lost_or_stolen_card' };
    given(...history, outside(12_000), released('BOOKING_CANCELLED'))
      .when(recordRefunds(found(12_000, { status: 'FAILED', reason: 'lost_or_stolen_card' })))
      .then({ type: 'RefundFailed', ...failed, isFinal: false }, requestOf(R2, AT));
    const came = { type: 'RefundFailed', ...failed, isFinal: false } as const;
    expect(given(...history, outside(12_000), came).state?.status).toBe('CAPTURED');
  });
  test('asks for the rest when less is left than its own refund wanted', () => {
    const refused: PaymentCommand = {
      type: 'recordRefund',
      at: AT,
      refundId: R1,
      refund: { providerId: null, status: 'FAILED', reason: 'amount_too_large' },
      newRefundId: R2,
    };
    given(...history, released('BOOKING_CANCELLED'), refundRequested, outside(5_000))
      .when(refused)
      .then(
        {
          type: 'RefundFailed',
          at: AT,
          refundId: R1,
          providerId: null,
          reason: 'amount_too_large',
          isFinal: false,
        },
        requestOf(R2, AT, '2030-05-01T10:00:02.000Z', 7_000),
      );
    // The provider refuses to make a second time what another answer has shown.
    given(...history, refundRequested, refunded('SUCCEEDED'))
      .when(refused)
      .then();
  });
  test('that is not captured knows no refund', () =>
    given(requested, authorized)
      .when(recordRefunds(found(12_000)))
      .then());
});

describe('a dispute', () => {
  const history = [requested, authorized, captureRequested, captured];
  const dispute = (status: Dispute['status'], more: Partial<Dispute> = {}): Dispute => ({
    providerId: 'du_1',
    status,
    reason: 'fraudulent',
    amount: details.amount,
    openedAt: BEFORE,
    ...more,
  });
  const record = (about: Dispute): PaymentCommand => ({ type: 'recordDispute', at: AT, dispute: about });
  const changed = (about: Dispute, at = BEFORE): PaymentEvent => ({
    type: 'DisputeChanged',
    at,
    dispute: about,
  });

  test('is noted, and leaves the payment captured', () => {
    const opened = dispute('NEEDS_RESPONSE');
    given(...history)
      .when(record(opened))
      .then(changed(opened, AT));
    expect(given(...history, changed(opened)).state).toMatchObject({ status: 'CAPTURED', dispute: opened });
  });
  test('goes on until it is closed, and is noted once', () => {
    const [opened, lost] = [dispute('NEEDS_RESPONSE'), dispute('LOST')];
    given(...history, changed(opened))
      .when(record(lost))
      .then(changed(lost, AT));
    given(...history, changed(opened))
      .when(record(opened))
      .then();
    given(...history, changed(lost))
      .when(record(opened))
      .then();
  });
  test('gives way to a later one, and not to an earlier one', () => {
    const later = dispute('INQUIRY', { providerId: 'du_2', openedAt: AT });
    given(...history, changed(dispute('LOST')))
      .when(record(later))
      .then(changed(later, AT));
    given(...history, changed(later))
      .when(record(dispute('LOST')))
      .then();
  });
  test('of a payment that was not captured is none', () =>
    given(requested, authorized)
      .when(record(dispute('INQUIRY')))
      .then());
});

describe('a refund that was given up', () => {
  const failed = (refundId: string): PaymentEvent => ({
    type: 'RefundFailed',
    at: BEFORE,
    refundId,
    providerId: 're_1',
    reason: 'lost_or_stolen_card',
    isFinal: true,
  });
  const history = [
    requested,
    authorized,
    captureRequested,
    captured,
    released('BOOKING_CANCELLED'),
    refundRequested,
    failed(R1),
  ];
  const retry: PaymentCommand = { type: 'retryRefund', at: AT, newRefundId: R2 };
  const settle: PaymentCommand = {
    type: 'settleRefund',
    at: AT,
    newRefundId: R2,
    reason: 'By bank transfer',
  };

  test('is tried again by an admin, with as many attempts as the first time', () => {
    const again = requestOf(R2, AT, AT, 12_000, 'STAFF');
    given(...history)
      .when(retry)
      .then(again);
    const { state } = given(...history, again);
    expect(state?.status).toBe('CAPTURED');
    const decision = decide(refundIs('FAILED', R2), state);
    expect(decision).toMatchObject({
      events: [
        { type: 'RefundFailed', isFinal: false },
        { type: 'RefundRequested', origin: 'SERVICE' },
      ],
    });
  });
  test('is noted as gone back otherwise', () => {
    const settled: PaymentEvent = {
      type: 'RefundSettled',
      at: AT,
      refundId: R2,
      amount: details.amount,
      reason: 'By bank transfer',
    };
    given(...history)
      .when(settle)
      .then(settled);
    expect(given(...history, settled).state).toMatchObject({
      status: 'REFUNDED',
      refunds: [
        { status: 'FAILED' },
        { origin: 'ELSEWHERE', status: 'SUCCEEDED', reason: 'By bank transfer' },
      ],
    });
  });
  test('is no other payment', () => {
    for (const command of [retry, settle]) {
      given(...history.slice(0, 4))
        .when(command)
        .then();
      given(...history.slice(0, 6))
        .when(command)
        .then();
      given().when(command).then();
    }
  });
});

describe('a payment whose customer has to act', () => {
  const action = { clientSecret: 'pi_1_secret_1', redirectUrl: 'https://bank.example/1' };
  const required: PaymentEvent = { type: 'PaymentActionRequired', at: BEFORE, intentId: 'pi_1', action };
  const afterAction: PaymentEvent = { ...authorized, afterAction: true };
  const declinedAfter: PaymentEvent = {
    type: 'PaymentDeclined',
    at: BEFORE,
    declineCode: 'payment_intent_authentication_failure',
    intentId: 'pi_1',
  };
  const view: PaymentCommand = {
    type: 'recordIntent',
    at: AT,
    intent: { intentId: 'pi_1', status: 'actionRequired', captureBefore: null, declineCode: null, action },
    newRefundId: R1,
  };
  const refusal: PaymentCommand = {
    type: 'recordIntent',
    at: AT,
    intent: {
      intentId: 'pi_1',
      status: 'declined',
      captureBefore: null,
      declineCode: 'payment_intent_authentication_failure',
    },
    newRefundId: R1,
  };

  test('waits for them', () => given(requested).when(view).then(now(required)));
  test('waits once', () => given(requested, required).when(view).then());
  test('is authorised when they say yes, which its booking is told', () =>
    given(requested, required).when(intent('authorized')).then(now(afterAction)));
  test('is declined when they say no, and its intent has to be closed', () =>
    given(requested, required).when(refusal).then(now(declinedAfter)));
  test('is declined once', () => given(requested, required, declinedAfter).when(refusal).then());
  test('is voided when the provider does not wait any longer', () =>
    given(requested, required)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'ACTION_EXPIRED' }));
  test('does not wait any more when it is authorised', () =>
    given(requested, required, afterAction).when(view).then());

  test('is released when its booking has ended', () =>
    given(requested, required)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED'))));
  test('is voided after the release', () =>
    given(requested, required, released('BOOKING_CANCELLED'))
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'BOOKING_CANCELLED' }));
  test('keeps the desired release when they say yes after it', () =>
    expect(given(requested, required, released('BOOKING_REJECTED'), afterAction).state).toMatchObject({
      status: 'AUTHORIZED',
      desiredOutcome: 'BOOKING_REJECTED',
    }));
  test('keeps the desired release from before it was known to wait', () =>
    expect(given(requested, released('BOOKING_REJECTED'), required).state).toMatchObject({
      status: 'REQUIRES_ACTION',
      desiredOutcome: 'BOOKING_REJECTED',
    }));
  test('is released when it was abandoned', () =>
    given(requested, { type: 'PaymentAbandoned', at: BEFORE })
      .when(view)
      .then(now(required), now(released('BOOKING_REJECTED'))));

  test('is declined for good when its intent is closed', () =>
    given(requested, required, declinedAfter)
      .when(intent('canceled'))
      .then({ type: 'IntentClosed', at: AT }));
  test('is released when another card was authorised for its intent after the decline', () =>
    given(requested, required, declinedAfter)
      .when(intent('authorized'))
      .then(now(authorized), now(released('BOOKING_REJECTED'))));
});

describe('a payment of an amount of 0', () => {
  const free: readonly PaymentEvent[] = [
    { ...requested, details: ofZero },
    { type: 'PaymentAuthorized', at: BEFORE, intentId: null, captureBefore: null, afterAction: false },
  ];

  test('is authorised without the provider', () =>
    given()
      .when({ ...request, details: ofZero })
      .then(...free.map(now)));
  test('is captured at once', () =>
    given(...free)
      .when(capture)
      .then(now(captureRequested), now(captured)));
  test('is voided at once', () =>
    given(...free)
      .when(cancel)
      .then({ type: 'PaymentVoided', at: AT, intentId: null, reason: 'BOOKING_CANCELLED' }));
  test('is refunded at once', () =>
    given(...free, captureRequested, captured)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED')), requestOf(R1, AT, AT, 0), {
        type: 'PaymentRefunded',
        at: AT,
        refundId: R1,
        providerId: null,
        status: 'SUCCEEDED',
      }));
});

test('a declined or voided payment does not change', () => {
  const declined: PaymentEvent = {
    type: 'PaymentDeclined',
    at: BEFORE,
    declineCode: 'lost_card',
    intentId: null,
  };
  const voided: PaymentEvent = {
    type: 'PaymentVoided',
    at: BEFORE,
    intentId: 'pi_1',
    reason: 'BOOKING_REJECTED',
  };
  for (const over of [
    [requested, declined],
    [requested, authorized, voided],
  ]) {
    for (const command of [request, capture, cancel, decline, intent('authorized'), intent('captured')])
      given(...over)
        .when(command)
        .then();
  }
});

test('an unknown payment is not captured', () => given().when(capture).then());

test('an impossible event throws', () => {
  expect(() => evolve(undefined, captured)).toThrow('never requested');
  expect(() => given(requested, captured)).toThrow('cannot happen to a payment that is REQUESTED');
});

import { describe, expect, test } from 'vitest';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { evolve, type PaymentDetails, type PaymentEvent } from './payment.ts';
import {
  decide,
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
};
const captureRequested: PaymentEvent = { type: 'CaptureRequested', at: BEFORE };
const captured: PaymentEvent = { type: 'PaymentCaptured', at: BEFORE };
const refundRequested: PaymentEvent = {
  type: 'RefundRequested',
  at: BEFORE,
  refundId: R1,
  notBefore: BEFORE,
};
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
const intent = (status: IntentView['status']): PaymentCommand => ({
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
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'insufficient_funds' }));
  test('is declined by a webhook', () =>
    given(requested)
      .when(intent('declined'))
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'generic_decline' }));
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
      .then(now(authorized), now(captured), {
        type: 'RefundRequested',
        at: AT,
        refundId: R1,
        notBefore: AT,
      }));
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
      .then(now(captured), { type: 'RefundRequested', at: AT, refundId: R1, notBefore: AT }));
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
      .then(now({ ...refundRequested, notBefore: AT })));
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
    const again: PaymentEvent = {
      type: 'RefundRequested',
      at: AT,
      refundId: R2,
      notBefore: '2030-05-01T10:00:02.000Z',
    };
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

describe('a payment of an amount of 0', () => {
  const free: readonly PaymentEvent[] = [
    { ...requested, details: ofZero },
    { type: 'PaymentAuthorized', at: BEFORE, intentId: null, captureBefore: null },
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
      .then(
        { type: 'RefundRequested', at: AT, refundId: R1, notBefore: AT },
        { type: 'PaymentRefunded', at: AT, refundId: R1, providerId: null, status: 'SUCCEEDED' },
      ));
});

test('a declined or voided payment does not change', () => {
  const declined: PaymentEvent = { type: 'PaymentDeclined', at: BEFORE, declineCode: 'lost_card' };
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

import { describe, expect, test } from 'vitest';
import { evolve, type PaymentDetails, type PaymentEvent, type PaymentState } from './payment.ts';
import { decide, type IntentView, type PaymentCommand } from './payment-decide.ts';
import { pauseAfter, REFUND_TRIES, type RefundView } from './refund-decide.ts';

const BEFORE = '2030-05-01T09:00:00.000Z';
const AT = '2030-05-01T10:00:00.000Z';
const LAPSES = '2030-05-08T09:00:00.000Z';
const [R1, R2] = ['01980000-0000-7000-8000-0000000000a1', '01980000-0000-7000-8000-0000000000a2'];

const details: PaymentDetails = {
  id: '01980000-0000-7000-8000-000000000001',
  bookingId: '01980000-0000-7000-8000-000000000002',
  customerId: 'alice',
  amount: { amount: 12_000, currency: 'KRW' },
  requestedAt: BEFORE,
  correlationId: 'story',
};
const nothing: PaymentDetails = { ...details, amount: { amount: 0, currency: 'KRW' } };

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
const news = (status: RefundView['status'], refundId: string = R1): PaymentCommand => ({
  type: 'recordRefund',
  at: AT,
  refundId,
  refund: { providerId: 're_1', status, reason: status === 'FAILED' ? 'lost_or_stolen_card' : null },
  newRefundId: R2,
});
const now = (event: PaymentEvent): PaymentEvent => ({ ...event, at: AT });

function given(...events: readonly PaymentEvent[]) {
  const state = events.reduce<PaymentState>(evolve, undefined);
  return {
    state,
    when(command: PaymentCommand) {
      const decision = decide(command, state);
      return {
        // biome-ignore lint/suspicious/noThenProperty: the third word of given/when/then.
        then: (...expected: readonly PaymentEvent[]) =>
          expect(decision).toEqual({ accepted: true, events: expected }),
        thenNothing: () => expect(decision).toEqual({ accepted: true, events: [] }),
      };
    },
  };
}

describe('a payment that is asked for', () => {
  test('is recorded before the provider hears of it', () => given().when(request).then(now(requested)));
  test('is recorded once', () => given(requested).when(request).thenNothing());

  test('is authorised', () => given(requested).when(intent('authorized')).then(now(authorized)));
  test('is declined', () =>
    given(requested)
      .when(decline)
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'insufficient_funds' }));
  test('is declined, as a webhook says', () =>
    given(requested)
      .when(intent('declined'))
      .then({ type: 'PaymentDeclined', at: AT, declineCode: 'generic_decline' }));
  test('is abandoned when the provider has nothing of it', () =>
    given(requested).when({ type: 'recordNothing', at: AT }).then({ type: 'PaymentAbandoned', at: AT }));
  test('was authorised and taken by the time its outcome is known', () =>
    given(requested).when(intent('captured')).then(now(authorized), now(captured)));
  test('has lapsed by the time its outcome is known', () =>
    given(requested)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));

  test('is remembered as unwanted while its outcome is not known', () =>
    given(requested)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED'))));
  test('stays unwanted once it is authorised', () =>
    expect(given(requested, released('BOOKING_REJECTED'), authorized).state).toMatchObject({
      status: 'AUTHORIZED',
      desiredOutcome: 'BOOKING_REJECTED',
    }));
  test('is given back when it was unwanted and taken', () =>
    given(requested, released('BOOKING_REJECTED'))
      .when(intent('captured'))
      .then(now(authorized), now(captured), {
        type: 'RefundRequested',
        at: AT,
        refundId: R1,
        notBefore: AT,
      }));
});

describe('a booking that ended before its payment was asked for', () => {
  test('forestalls it', () => given().when(cancel).then({ type: 'PaymentForestalled', at: AT, details }));
  test('and nobody revives it', () =>
    given({ type: 'PaymentForestalled', at: BEFORE, details }).when(request).thenNothing());
  test('what the provider has of an abandoned payment after all is let go', () =>
    given(requested, { type: 'PaymentAbandoned', at: BEFORE })
      .when(intent('authorized'))
      .then(now(authorized), now(released('BOOKING_REJECTED'))));
  test('nothing is let go twice', () =>
    given(requested, { type: 'PaymentAbandoned', at: BEFORE }).when(intent('canceled')).thenNothing());
});

describe('an authorised payment', () => {
  test('is to be taken when the room is assigned', () =>
    given(requested, authorized).when(capture).then(now(captureRequested)));
  test('is to be taken once', () =>
    given(requested, authorized, captureRequested).when(capture).thenNothing());
  test('is taken', () =>
    given(requested, authorized, captureRequested).when(intent('captured')).then(now(captured)));
  test('is let go when the booking is cancelled', () =>
    given(requested, authorized)
      .when(cancel)
      .then(now(released('BOOKING_CANCELLED'))));
  test('is not taken any more then', () =>
    given(requested, authorized, released('BOOKING_CANCELLED')).when(capture).thenNothing());
  test('is voided', () =>
    given(requested, authorized, released('BOOKING_CANCELLED'))
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'BOOKING_CANCELLED' }));
  test('is given back when it was taken a moment before it was to be let go', () =>
    given(requested, authorized, captureRequested, released('BOOKING_CANCELLED'))
      .when(intent('captured'))
      .then(now(captured), { type: 'RefundRequested', at: AT, refundId: R1, notBefore: AT }));
  test('lapses', () =>
    given(requested, authorized)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));
  test('lapses before it is taken', () =>
    given(requested, authorized, captureRequested)
      .when(intent('canceled'))
      .then({ type: 'PaymentVoided', at: AT, intentId: 'pi_1', reason: 'AUTHORIZATION_LAPSED' }));
  test('whose capture is refused is let go', () =>
    given(requested, authorized, captureRequested)
      .when({ type: 'recordCaptureRefusal', at: AT })
      .then(now(released('CAPTURE_FAILED'))));
  test('whose capture was refused stands when it was taken after all', () =>
    given(requested, authorized, captureRequested, released('CAPTURE_FAILED'))
      .when(intent('captured'))
      .then(now(captured)));
  test('hears nothing new from an answer that comes again', () =>
    given(requested, authorized).when(intent('authorized')).thenNothing());
  test('is not declined by an old answer', () => given(requested, authorized).when(decline).thenNothing());
});

describe('a taken payment', () => {
  const taken = [requested, authorized, captureRequested, captured];

  test('never goes back', () => {
    given(...taken)
      .when(intent('authorized'))
      .thenNothing();
    given(...taken)
      .when(intent('canceled'))
      .thenNothing();
    given(...taken)
      .when(capture)
      .thenNothing();
  });
  test('is to be given back when the booking is cancelled', () =>
    given(...taken)
      .when(cancel)
      .then(now({ ...refundRequested, notBefore: AT })));
  test('is given back once', () =>
    given(...taken, refundRequested)
      .when(cancel)
      .thenNothing());

  test('stays taken while its refund is pending', () => {
    given(...taken, refundRequested)
      .when(news('PENDING'))
      .then(refunded('PENDING', AT));
    expect(given(...taken, refundRequested, refunded('PENDING')).state?.status).toBe('CAPTURED');
  });
  test('is refunded when its refund succeeds, at once or later', () => {
    given(...taken, refundRequested)
      .when(news('SUCCEEDED'))
      .then(refunded('SUCCEEDED', AT));
    given(...taken, refundRequested, refunded('PENDING'))
      .when(news('SUCCEEDED'))
      .then(refunded('SUCCEEDED', AT));
    expect(given(...taken, refundRequested, refunded('SUCCEEDED')).state?.status).toBe('REFUNDED');
  });
  test('hears nothing new from news that come again or late', () => {
    given(...taken, refundRequested, refunded('SUCCEEDED'))
      .when(news('SUCCEEDED'))
      .thenNothing();
    given(...taken, refundRequested, refunded('SUCCEEDED'))
      .when(news('PENDING'))
      .thenNothing();
    given(...taken)
      .when(news('SUCCEEDED'))
      .thenNothing();
  });

  test('tries again after a pause when a refund fails that looked successful', () => {
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
    given(...taken, refundRequested, refunded('SUCCEEDED'))
      .when(news('FAILED'))
      .then(failed, again);
    const after = given(...taken, refundRequested, refunded('SUCCEEDED'), failed, again);
    expect(after.state).toMatchObject({
      status: 'CAPTURED',
      refunds: [
        { id: R1, status: 'FAILED' },
        { id: R2, status: 'PENDING', providerId: null },
      ],
    });
    after.when(news('FAILED')).thenNothing();
  });

  test('is left to a person when the money could not be given back so many times', () => {
    let state: PaymentState = [...taken, refundRequested].reduce<PaymentState>(evolve, undefined);
    for (let tries = 1; tries <= REFUND_TRIES; tries += 1) {
      expect(state?.status).toBe('CAPTURED');
      const open = state && 'refunds' in state ? state.refunds.at(-1) : undefined;
      const command = { ...news('FAILED', open?.id), newRefundId: `refund-${tries}` };
      const decision = decide(command, state);
      state = decision.accepted ? decision.events.reduce<PaymentState>(evolve, state) : state;
    }
    expect(state).toMatchObject({
      status: 'FAILED',
      refunds: Array(REFUND_TRIES).fill({ status: 'FAILED' }),
    });
    expect(decide(cancel, state)).toEqual({ accepted: true, events: [] });
  });

  test('waits longer after each failure', () =>
    expect([1, 2, 3].map(pauseAfter)).toEqual([2_000, 8_000, 32_000]));
});

describe('a payment of nothing', () => {
  const free: readonly PaymentEvent[] = [
    { ...requested, details: nothing },
    { type: 'PaymentAuthorized', at: BEFORE, intentId: null, captureBefore: null },
  ];

  test('is authorised without the provider', () =>
    given()
      .when({ ...request, details: nothing })
      .then(...free.map(now)));
  test('is taken at once', () =>
    given(...free)
      .when(capture)
      .then(now(captureRequested), now(captured)));
  test('is voided at once', () =>
    given(...free)
      .when(cancel)
      .then({ type: 'PaymentVoided', at: AT, intentId: null, reason: 'BOOKING_CANCELLED' }));
  test('is given back at once', () =>
    given(...free, captureRequested, captured)
      .when(cancel)
      .then(
        { type: 'RefundRequested', at: AT, refundId: R1, notBefore: AT },
        { type: 'PaymentRefunded', at: AT, refundId: R1, providerId: null, status: 'SUCCEEDED' },
      ));
});

test('what is over stays as it is', () => {
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
        .thenNothing();
  }
});

test('what is unknown is not taken', () => given().when(capture).thenNothing());

test('an event that cannot have happened is a fault', () => {
  expect(() => evolve(undefined, captured)).toThrow('never requested');
  expect(() => given(requested, captured)).toThrow('cannot happen to a payment that is REQUESTED');
});

import { describe, expect, test } from 'vitest';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import type { BookingDetails, BookingEvent, BookingStatus } from './booking.ts';
import { type BookingCommand, bookingDecider } from './booking-decide.ts';

const { given, stateAfter } = deciderSpec(bookingDecider);

const EARLIER = '2030-05-01T08:00:00.000Z';
const NOW = '2030-05-01T09:30:00.000Z';
const END = '2030-05-01T10:00:00.000Z';

const details: BookingDetails = {
  id: 'booking',
  room: { id: 'room', name: 'Han' },
  customerId: 'alice',
  slot: { start: '2030-05-01T09:00:00.000Z', end: END },
  price: { amount: 1_500, currency: 'KRW' },
  requestedAt: EARLIER,
};

const requested: BookingEvent = { type: 'BookingRequested', at: EARLIER, details };
const paid: BookingEvent = { type: 'BookingPaid', at: EARLIER };
const confirmed: BookingEvent = { type: 'BookingConfirmed', at: EARLIER };
const completed: BookingEvent = { type: 'BookingCompleted', at: END };
const rejected: BookingEvent = {
  type: 'BookingRejected',
  at: EARLIER,
  reason: 'PAYMENT_DECLINED',
  declineCode: 'expired_card',
};
const cancelled: BookingEvent = { type: 'BookingCancelled', at: EARLIER, by: 'CUSTOMER', reason: 'ill' };

/** What has happened to a booking that is in each status. */
const HISTORIES: Record<BookingStatus, readonly BookingEvent[]> = {
  REQUESTED: [requested],
  PAID: [requested, paid],
  CONFIRMED: [requested, paid, confirmed],
  COMPLETED: [requested, paid, confirmed, completed],
  REJECTED: [requested, rejected],
  CANCELLED: [requested, paid, cancelled],
};

const COMMANDS: Record<BookingCommand['type'], BookingCommand> = {
  request: { type: 'request', at: NOW, details },
  recordAuthorization: { type: 'recordAuthorization', at: NOW },
  rejectForPayment: { type: 'rejectForPayment', at: NOW, reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
  confirm: { type: 'confirm', at: NOW },
  cancel: cancelAt(NOW),
  withdraw: { type: 'withdraw', at: NOW, by: 'ROOM', reason: 'The room was closed.' },
  complete: { type: 'complete', at: END },
};

function cancelAt(at: string): BookingCommand {
  return { type: 'cancel', at, caller: { subject: 'henry', isStaff: true }, reason: 'broken heating' };
}

/** The event that follows from each command; undefined when none does, a rejection when it is rejected. */
type Outcome = BookingEvent | undefined | 'BookingNotCancellable';

const paidNow: BookingEvent = { type: 'BookingPaid', at: NOW };
const rejectedNow: BookingEvent = {
  type: 'BookingRejected',
  at: NOW,
  reason: 'PAYMENT_UNAVAILABLE',
  declineCode: null,
};
const confirmedNow: BookingEvent = { type: 'BookingConfirmed', at: NOW };
const cancelledByStaff = cancelledAt(NOW);
const withdrawn: BookingEvent = {
  type: 'BookingCancelled',
  at: NOW,
  by: 'ROOM',
  reason: 'The room was closed.',
};

function cancelledAt(at: string): BookingEvent {
  return { type: 'BookingCancelled', at, by: 'STAFF', reason: 'broken heating' };
}

describe.each<[BookingStatus, Record<BookingCommand['type'], Outcome>]>([
  [
    'REQUESTED',
    {
      request: undefined,
      recordAuthorization: paidNow,
      rejectForPayment: rejectedNow,
      confirm: undefined,
      cancel: cancelledByStaff,
      withdraw: withdrawn,
      complete: undefined,
    },
  ],
  [
    'PAID',
    {
      request: undefined,
      recordAuthorization: undefined,
      rejectForPayment: undefined,
      confirm: confirmedNow,
      cancel: cancelledByStaff,
      withdraw: withdrawn,
      complete: undefined,
    },
  ],
  [
    'CONFIRMED',
    {
      request: undefined,
      recordAuthorization: undefined,
      rejectForPayment: undefined,
      confirm: undefined,
      cancel: cancelledByStaff,
      withdraw: withdrawn,
      complete: completed,
    },
  ],
  ...(['COMPLETED', 'REJECTED', 'CANCELLED'] as const).map(
    (status): [BookingStatus, Record<BookingCommand['type'], Outcome>] => [
      status,
      {
        request: undefined,
        recordAuthorization: undefined,
        rejectForPayment: undefined,
        confirm: undefined,
        cancel: 'BookingNotCancellable',
        withdraw: 'BookingNotCancellable',
        complete: undefined,
      },
    ],
  ),
])('given a booking that is %s', (status, outcomes) => {
  const { state, when } = given(...HISTORIES[status]);

  test.each(Object.values(COMMANDS))('when $type, then its outcome follows', (command) => {
    expect(state?.status).toBe(status);
    const outcome = outcomes[command.type];
    if (outcome === 'BookingNotCancellable') when(command).thenRejection({ kind: outcome, status });
    else when(command).then(...(outcome ? [outcome] : []));
  });
});

describe('given no booking', () => {
  test('when requested, then it is requested with all its details', () => {
    given().when(COMMANDS.request).then({ type: 'BookingRequested', at: NOW, details });
  });

  test.each(Object.values(COMMANDS).filter(({ type }) => type !== 'request'))(
    'when $type, then there is none',
    (command) => {
      given().when(command).thenRejection({ kind: 'BookingNotFound' });
    },
  );
});

describe('the end of the slot', () => {
  const booking = given(...HISTORIES.CONFIRMED);
  const before = '2030-05-01T09:59:59.999Z';

  test('a confirmed booking is completed at the end and not earlier', () => {
    booking.when({ type: 'complete', at: before }).then();
    booking.when({ type: 'complete', at: END }).then(completed);
  });

  test('a confirmed booking can be cancelled before the end; from then on it counts as completed', () => {
    booking.when(cancelAt(before)).then(cancelledAt(before));
    booking.when(cancelAt(END)).thenRejection({ kind: 'BookingNotCancellable', status: 'COMPLETED' });
  });

  test('a booking that was never confirmed can be cancelled after the end, so that its payment is undone', () => {
    for (const status of ['REQUESTED', 'PAID'] as const)
      given(...HISTORIES[status])
        .when(cancelAt(END))
        .then(cancelledAt(END));
  });
});

describe('who may cancel a booking', () => {
  const booking = given(...HISTORIES.PAID);
  const cancelBy = (subject: string, isStaff = false): BookingCommand => ({
    type: 'cancel',
    at: NOW,
    caller: { subject, isStaff },
    reason: null,
  });

  test.each([
    ['the customer', cancelBy('alice'), 'CUSTOMER'],
    ['staff', cancelBy('henry', true), 'STAFF'],
    ['staff who are the customer', cancelBy('alice', true), 'CUSTOMER'],
  ] as const)('%s', (_who, command, by) => {
    booking.when(command).then({ type: 'BookingCancelled', at: NOW, by, reason: null });
  });

  test('for another customer the booking does not exist', () => {
    booking.when(cancelBy('bob')).thenRejection({ kind: 'BookingNotFound' });
  });
});

describe('the state of a booking', () => {
  test('has the reason of a rejection', () => {
    expect(stateAfter(HISTORIES.REJECTED)).toEqual({
      ...details,
      status: 'REJECTED',
      reason: 'PAYMENT_DECLINED',
      declineCode: 'expired_card',
    });
  });

  test('has time, origin and reason of a cancellation', () => {
    expect(stateAfter(HISTORIES.CANCELLED)).toEqual({
      ...details,
      status: 'CANCELLED',
      cancelledAt: EARLIER,
      cancelledBy: 'CUSTOMER',
      cancellationReason: 'ill',
    });
  });

  test('an event of a booking that was never requested is a fault', () => {
    expect(() => stateAfter([paid])).toThrow('never requested');
  });
});

import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import {
  type BookingDetails,
  type BookingEvent,
  type BookingStatus,
  bookingAt,
  type CustomerAction,
} from './booking.ts';
import { type BookingCommand, bookingDecider } from './booking-decide.ts';

const { given, stateAfter } = deciderSpec(bookingDecider);

const EARLIER = '2030-05-01T08:00:00.000Z';
const NOW = '2030-05-01T09:30:00.000Z';
const END = '2030-05-01T10:00:00.000Z';

const details: BookingDetails = {
  id: 'booking',
  room: { id: 'room', name: 'Han', hostId: 'henry' },
  customerId: 'alice',
  slot: { start: '2030-05-01T09:00:00.000Z', end: END },
  price: { amount: 1_500, currency: 'KRW' },
  requestedAt: EARLIER,
};

const ACTION: CustomerAction = { clientSecret: 'pi_1_secret_1', redirectUrl: null, expiresAt: END };
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
  awaitCustomer: { type: 'awaitCustomer', at: NOW, action: ACTION },
  releaseHold: { type: 'releaseHold', at: NOW, requestedBefore: NOW },
  rejectForPayment: { type: 'rejectForPayment', at: NOW, reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
  confirm: { type: 'confirm', at: NOW },
  cancel: cancelAt(NOW),
  withdraw: { type: 'withdraw', at: NOW, by: 'ROOM', reason: 'The room was closed.' },
  complete: { type: 'complete', at: END },
  transferRoom: { type: 'transferRoom', at: NOW, hostId: 'hanna' },
};

function cancelAt(at: string): BookingCommand {
  const actor = { subject: 'henry', manages: 'OWN' } as const;
  return { type: 'cancel', at, actor, hostId: 'henry', reason: 'broken heating' };
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
const waitingNow: BookingEvent = { type: 'PaymentActionRequired', at: NOW, action: ACTION };
const confirmedNow: BookingEvent = { type: 'BookingConfirmed', at: NOW };
const cancelledByHost = cancelledAt(NOW);
const withdrawn: BookingEvent = {
  type: 'BookingCancelled',
  at: NOW,
  by: 'ROOM',
  reason: 'The room was closed.',
};

const transferred: BookingEvent = { type: 'RoomTransferred', at: NOW, hostId: 'hanna' };

function cancelledAt(at: string): BookingEvent {
  return { type: 'BookingCancelled', at, by: 'HOST', reason: 'broken heating' };
}

describe.each<[BookingStatus, Record<BookingCommand['type'], Outcome>]>([
  [
    'REQUESTED',
    {
      request: undefined,
      recordAuthorization: paidNow,
      awaitCustomer: waitingNow,
      releaseHold: rejectedNow,
      rejectForPayment: rejectedNow,
      confirm: undefined,
      cancel: cancelledByHost,
      withdraw: withdrawn,
      complete: undefined,
      transferRoom: transferred,
    },
  ],
  [
    'PAID',
    {
      request: undefined,
      recordAuthorization: undefined,
      awaitCustomer: undefined,
      releaseHold: undefined,
      rejectForPayment: undefined,
      confirm: confirmedNow,
      cancel: cancelledByHost,
      withdraw: withdrawn,
      complete: undefined,
      transferRoom: transferred,
    },
  ],
  [
    'CONFIRMED',
    {
      request: undefined,
      recordAuthorization: undefined,
      awaitCustomer: undefined,
      releaseHold: undefined,
      rejectForPayment: undefined,
      confirm: undefined,
      cancel: cancelledByHost,
      withdraw: withdrawn,
      complete: completed,
      transferRoom: transferred,
    },
  ],
  ...(['COMPLETED', 'REJECTED', 'CANCELLED'] as const).map(
    (status): [BookingStatus, Record<BookingCommand['type'], Outcome>] => [
      status,
      {
        request: undefined,
        recordAuthorization: undefined,
        awaitCustomer: undefined,
        releaseHold: undefined,
        rejectForPayment: undefined,
        confirm: undefined,
        cancel: 'BookingNotCancellable',
        withdraw: 'BookingNotCancellable',
        complete: undefined,
        transferRoom: undefined,
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

  test.each<[BookingStatus, BookingStatus]>([
    ['REQUESTED', 'REQUESTED'],
    ['PAID', 'PAID'],
    ['CONFIRMED', 'COMPLETED'],
    ['COMPLETED', 'COMPLETED'],
    ['REJECTED', 'REJECTED'],
    ['CANCELLED', 'CANCELLED'],
  ])('a booking that is stored as %s is %s from then on', (stored, status) => {
    const state = stateAfter(HISTORIES[stored]);
    if (!state) throw new Error('there is a booking');
    expect(bookingAt(state, before)).toBe(state);
    expect(bookingAt(state, END)).toEqual({ ...state, status });
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
  const cancelBy = (
    subject: string,
    manages: Actor['manages'] = 'NONE',
    hostId: string | null = 'henry',
  ): BookingCommand => ({ type: 'cancel', at: NOW, actor: { subject, manages }, hostId, reason: null });

  test.each([
    ['the customer', cancelBy('alice'), 'CUSTOMER'],
    ["the room's host", cancelBy('henry', 'OWN'), 'HOST'],
    ["the room's host, who is an admin, too", cancelBy('henry', 'ALL'), 'HOST'],
    ['an admin', cancelBy('root', 'ALL'), 'ADMIN'],
    ['an admin, of a room that belongs to nobody', cancelBy('root', 'ALL', null), 'ADMIN'],
    ['a host who is the customer', cancelBy('alice', 'OWN'), 'CUSTOMER'],
  ] as const)('%s', (_who, command, by) => {
    booking.when(command).then({ type: 'BookingCancelled', at: NOW, by, reason: null });
  });

  test.each([
    ['another customer', cancelBy('bob')],
    ['another host', cancelBy('hanna', 'OWN')],
    ['the former host of a room', cancelBy('henry', 'OWN', 'hanna')],
    ['a host, of a room that belongs to nobody', cancelBy('henry', 'OWN', null)],
    ['the host of the room without the scope', cancelBy('henry')],
  ])('for %s the booking does not exist', (_who, command) => {
    booking.when(command).thenRejection({ kind: 'BookingNotFound' });
  });
});

describe('the host of the room', () => {
  const booking = given(...HISTORIES.PAID);

  test('a transfer to the host that it has changes nothing', () => {
    booking.when({ type: 'transferRoom', at: NOW, hostId: 'henry' }).then();
  });

  test('a transferred booking is in the status that it had, with the new host', () => {
    expect(booking.when({ type: 'transferRoom', at: NOW, hostId: null }).state()).toEqual({
      ...details,
      status: 'PAID',
      room: { ...details.room, hostId: null },
    });
  });
});

describe('given a booking whose customer has to act', () => {
  const waiting: BookingEvent = { type: 'PaymentActionRequired', at: EARLIER, action: ACTION };
  const waits = () => given(requested, waiting);
  const expired = { type: 'BookingRejected', reason: 'PAYMENT_EXPIRED', declineCode: null } as const;
  const declined = { reason: 'PAYMENT_DECLINED', declineCode: 'expired_card' } as const;

  test('it goes on when the payment is authorised', () =>
    waits().when(COMMANDS.recordAuthorization).then(paidNow));
  test('it is rejected when the payment is declined', () =>
    waits()
      .when({ type: 'rejectForPayment', at: NOW, ...declined })
      .then({ type: 'BookingRejected', at: NOW, ...declined }));
  test('it waits on while payment does not answer', () => waits().when(COMMANDS.rejectForPayment).then());
  test('it keeps the time that the customer was told first', () =>
    waits()
      .when({ type: 'awaitCustomer', at: NOW, action: { ...ACTION, expiresAt: '2030-05-01T11:00:00.000Z' } })
      .then());
  test('it does not wait longer than its slot', () =>
    given(requested)
      .when({ type: 'awaitCustomer', at: NOW, action: { ...ACTION, expiresAt: '2030-05-01T10:00:00.001Z' } })
      .then(waitingNow));
  test('its hold is released when the time is over, and not before', () => {
    waits().when(COMMANDS.releaseHold).then();
    waits()
      .when({ type: 'releaseHold', at: END, requestedBefore: EARLIER })
      .then({ ...expired, at: END });
  });
  test('it is cancelled like any other', () => waits().when(COMMANDS.cancel).then(cancelledByHost));
  test('it has nothing to do any more afterwards', () =>
    expect(stateAfter([requested, waiting, paid])).toEqual({ ...details, status: 'PAID' }));
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

import { describe, expect, test } from 'vitest';
import {
  type BookingDetails,
  type BookingEvent,
  type BookingState,
  type BookingStatus,
  evolve,
} from './booking.ts';
import { type BookingCommand, type BookingRejection, decide } from './booking-decide.ts';

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

function given(events: readonly BookingEvent[]): BookingState {
  return events.reduce<BookingState>(evolve, undefined);
}

type Outcome = BookingEvent['type'] | BookingRejection['kind'] | 'nothing';

/** What becomes of a command in a state: the event that follows, why it is refused, or nothing. */
function outcomeOf(command: BookingCommand, state: BookingState): Outcome {
  const decision = decide(command, state);
  if (!decision.accepted) return decision.rejection.kind;
  expect(decision.events.length).toBeLessThanOrEqual(1);
  return decision.events[0]?.type ?? 'nothing';
}

const nothing = 'nothing';
const refused = 'BookingNotCancellable';

describe.each<[BookingStatus, Record<BookingCommand['type'], Outcome>]>([
  [
    'REQUESTED',
    {
      request: nothing,
      recordAuthorization: 'BookingPaid',
      rejectForPayment: 'BookingRejected',
      confirm: nothing,
      cancel: 'BookingCancelled',
      withdraw: 'BookingCancelled',
      complete: nothing,
    },
  ],
  [
    'PAID',
    {
      request: nothing,
      recordAuthorization: nothing,
      rejectForPayment: nothing,
      confirm: 'BookingConfirmed',
      cancel: 'BookingCancelled',
      withdraw: 'BookingCancelled',
      complete: nothing,
    },
  ],
  [
    'CONFIRMED',
    {
      request: nothing,
      recordAuthorization: nothing,
      rejectForPayment: nothing,
      confirm: nothing,
      cancel: 'BookingCancelled',
      withdraw: 'BookingCancelled',
      complete: 'BookingCompleted',
    },
  ],
  ...(['COMPLETED', 'REJECTED', 'CANCELLED'] as const).map(
    (status): [BookingStatus, Record<BookingCommand['type'], Outcome>] => [
      status,
      {
        request: nothing,
        recordAuthorization: nothing,
        rejectForPayment: nothing,
        confirm: nothing,
        cancel: refused,
        withdraw: refused,
        complete: nothing,
      },
    ],
  ),
])('given a booking that is %s', (status, outcomes) => {
  test.each(Object.values(COMMANDS).map((command) => [command.type, outcomes[command.type]] as const))(
    'when asked to %s, then %s',
    (type, outcome) => {
      const state = given(HISTORIES[status]);
      expect(state?.status).toBe(status);
      expect(outcomeOf(COMMANDS[type], state)).toBe(outcome);
    },
  );
});

describe('given no booking', () => {
  test('when requested, then it is, with all its details', () => {
    expect(decide(COMMANDS.request, undefined)).toEqual({
      accepted: true,
      events: [{ type: 'BookingRequested', at: NOW, details }],
    });
  });

  test.each(Object.values(COMMANDS).filter(({ type }) => type !== 'request'))(
    'when asked to $type, then there is none',
    (command) => {
      expect(outcomeOf(command, undefined)).toBe('BookingNotFound');
    },
  );
});

describe('the end of the slot', () => {
  const booking = given(HISTORIES.CONFIRMED);
  const before = '2030-05-01T09:59:59.999Z';

  test('a confirmed booking is completed at the end and not a moment before', () => {
    expect(outcomeOf({ type: 'complete', at: before }, booking)).toBe('nothing');
    expect(outcomeOf({ type: 'complete', at: END }, booking)).toBe('BookingCompleted');
  });

  test('a confirmed booking can be cancelled until the end; from then on it counts as completed', () => {
    expect(outcomeOf(cancelAt(before), booking)).toBe('BookingCancelled');
    expect(decide(cancelAt(END), booking)).toEqual({
      accepted: false,
      rejection: { kind: 'BookingNotCancellable', status: 'COMPLETED' },
    });
  });

  test('a booking that was never confirmed can be cancelled after it, so that its money comes back', () => {
    for (const status of ['REQUESTED', 'PAID'] as const)
      expect(outcomeOf(cancelAt(END), given(HISTORIES[status]))).toBe('BookingCancelled');
  });
});

describe('who may cancel a booking', () => {
  const booking = given(HISTORIES.PAID);
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
    expect(decide(command, booking)).toEqual({
      accepted: true,
      events: [{ type: 'BookingCancelled', at: NOW, by, reason: null }],
    });
  });

  test('for another customer the booking does not exist', () => {
    expect(outcomeOf(cancelBy('bob'), booking)).toBe('BookingNotFound');
  });
});

describe('what a booking remembers', () => {
  test.each(['COMPLETED', 'REJECTED', 'CANCELLED'] as const)(
    'a refused cancellation says that the booking is %s',
    (status) => {
      expect(decide(COMMANDS.cancel, given(HISTORIES[status]))).toEqual({
        accepted: false,
        rejection: { kind: 'BookingNotCancellable', status },
      });
    },
  );

  test('a rejected one why, a cancelled one when, by whom and why', () => {
    expect(given(HISTORIES.REJECTED)).toEqual({
      ...details,
      status: 'REJECTED',
      reason: 'PAYMENT_DECLINED',
      declineCode: 'expired_card',
    });
    expect(given(HISTORIES.CANCELLED)).toEqual({
      ...details,
      status: 'CANCELLED',
      cancelledAt: EARLIER,
      cancelledBy: 'CUSTOMER',
      cancellationReason: 'ill',
    });
  });

  test('the events carry what the commands said', () => {
    expect(decide(COMMANDS.rejectForPayment, given(HISTORIES.REQUESTED))).toEqual({
      accepted: true,
      events: [{ type: 'BookingRejected', at: NOW, reason: 'PAYMENT_UNAVAILABLE', declineCode: null }],
    });
    expect(decide(COMMANDS.cancel, given(HISTORIES.PAID))).toEqual({
      accepted: true,
      events: [{ type: 'BookingCancelled', at: NOW, by: 'STAFF', reason: 'broken heating' }],
    });
  });

  test('an event about a booking that was never requested is a fault', () => {
    expect(() => evolve(undefined, paid)).toThrow('never requested');
  });
});

import { beforeEach, describe, expect, test } from 'vitest';
import { type Code, judge } from '../findings.ts';
import {
  at,
  change,
  emptySnapshot,
  event,
  givenBooking,
  givenCourse,
  givenRoom,
  givenStreams,
  type MutableSnapshot,
  type MutableView,
  NOTHING,
  NOW,
  PRICE,
  READER,
  remove,
  SUPPLIES,
  tell,
  viewOf,
  YESTERDAY,
} from '../testing/snapshots.ts';
import { checkAll } from './index.ts';

const SETTLE_MS = 30_000;
const PASSED = { start: at('07:00'), end: at('08:00') };

const LIKED = { likes: 2, bookmarks: 1, reviews: 1, ratings: 4 };
const COURSE = {
  id: 'empty',
  type: 'COURSE',
  version: 0,
  name: 'Old town',
  hostId: 'henry',
  status: 'OPEN',
  stops: 0,
  stored: NOTHING,
  sets: NOTHING,
} as const;

/** A course, and a room with a booking of each lasting kind, all settled. */
let snapshot: MutableSnapshot;
beforeEach(() => {
  snapshot = emptySnapshot();
  givenRoom(snapshot, 'room');
  givenCourse(snapshot, 'course');
  givenBooking(snapshot, 'confirmed', 'CONFIRMED');
  givenBooking(snapshot, 'completed', 'COMPLETED', { slot: PASSED });
  givenBooking(snapshot, 'cancelled', 'CANCELLED');
  givenBooking(snapshot, 'rejected', 'REJECTED');
  givenBooking(snapshot, 'voided', 'CANCELLED', { payment: 'VOIDED' });
});

/** @param breakIt what is done to the views, which show what is in the snapshot */
function verdict(breakIt?: (view: MutableView) => void) {
  const view = viewOf(snapshot);
  breakIt?.(view);
  return judge(checkAll({ ...snapshot, view }), snapshot.at, SETTLE_MS);
}
function codes(breakIt?: (view: MutableView) => void) {
  return [...new Set(verdict(breakIt).violations.map(({ code }) => code))].sort();
}

test('given a settled snapshot, then nothing is found', () => {
  givenStreams(snapshot);
  expect(verdict()).toEqual({ violations: [], settling: [], notices: [] });
});

/** Each entry makes one change to the snapshot, and lists all the codes that must be found. */
const broken: readonly (readonly [string, () => void, readonly Code[]])[] = [
  [
    'a second booking on the same slot',
    () => givenBooking(snapshot, 'second', 'CONFIRMED', { slot: { start: at('12:59'), end: at('14:00') } }),
    ['DOUBLE_ASSIGNED', 'DOUBLE_BOOKED'],
  ],
  [
    'a booking that is only requested',
    () => givenBooking(snapshot, 'x', 'REQUESTED', { slot: later() }),
    ['PAYMENT_STUCK', 'STUCK_REQUESTED'],
  ],
  [
    'a payment that waits for its customer after its booking has ended',
    () => {
      givenBooking(snapshot, 'x', 'REJECTED', { slot: later(), payment: 'REQUIRES_ACTION' });
      change(snapshot.payments, 'payment-x', { wish: 'BOOKING_REJECTED' });
    },
    ['PAYMENT_STUCK'],
  ],
  [
    'an intent that is left open after its payment was declined',
    () => {
      givenBooking(snapshot, 'x', 'REJECTED', { slot: later() });
      change(snapshot.payments, 'payment-x', { intentId: 'pi-x' });
    },
    ['PAYMENT_STUCK'],
  ],
  [
    'a booking that is only paid',
    () => givenBooking(snapshot, 'x', 'PAID', { slot: later() }),
    ['STUCK_PAID'],
  ],
  [
    'a confirmed booking whose slot has passed',
    () => givenBooking(snapshot, 'x', 'CONFIRMED', { slot: { start: at('08:00'), end: at('09:00') } }),
    ['NOT_COMPLETED'],
  ],
  [
    'a booking completed ahead of time',
    () => change(snapshot.bookings, 'completed', { slot: later() }),
    ['COMPLETED_TOO_EARLY'],
  ],
  [
    'a capture that never happened',
    () =>
      change(snapshot.intents, 'pi-confirmed', {
        status: 'requires_capture',
        capturable: PRICE.amount,
        received: 0,
      }),
    ['BOOKING_WITHOUT_MONEY', 'LEDGER_DIFFERS'],
  ],
  ['a booking without payment', () => dropPayment('confirmed'), ['BOOKING_WITHOUT_MONEY']],
  [
    'money taken for a rejected booking',
    () => change(snapshot.intents, 'pi-rejected', { status: 'succeeded', received: PRICE.amount }),
    ['LEDGER_DIFFERS', 'MONEY_WITHOUT_BOOKING'],
  ],
  [
    'a refund that is not requested from the provider',
    () => givenFailedRefund(at('09:29')),
    ['MONEY_WITHOUT_BOOKING', 'PAYMENT_STUCK'],
  ],
  [
    'a cancelled booking whose money is kept',
    () => givenBooking(snapshot, 'x', 'CANCELLED', { payment: 'CAPTURED' }),
    ['MONEY_WITHOUT_BOOKING'],
  ],
  [
    'a second intent with money',
    () => {
      const [intent] = snapshot.intents;
      if (intent) snapshot.intents.push({ ...intent, id: 'pi-again' });
    },
    ['CHARGED_TWICE'],
  ],
  [
    'money without a known payment',
    () => snapshot.intents.push(intent('pi-alien', { status: 'requires_capture', capturable: 5 })),
    ['MONEY_WITHOUT_BOOKING'],
  ],
  [
    'an unknown intent without money',
    () => snapshot.intents.push(intent('pi-alien', { status: 'canceled' })),
    ['INTENT_UNKNOWN'],
  ],
  [
    'a payment of no booking',
    () => dropBooking('confirmed'),
    ['MONEY_WITHOUT_BOOKING', 'PAYMENT_WITHOUT_BOOKING', 'RECORD_MISSING', 'STILL_ASSIGNED'],
  ],
  [
    'two payments of a booking',
    () => {
      const [payment] = snapshot.payments;
      if (payment)
        snapshot.payments.push({ ...payment, id: 'other', intentId: null, status: 'ABANDONED', version: 0 });
    },
    ['TWO_PAYMENTS'],
  ],
  [
    'a capture that is not done',
    () => {
      givenBooking(snapshot, 'x', 'PAID', { slot: later() });
      change(snapshot.payments, 'payment-x', { wish: 'CAPTURE' });
    },
    ['PAYMENT_STUCK', 'STUCK_PAID'],
  ],
  [
    'another price',
    () => change(snapshot.bookings, 'confirmed', { price: { amount: 999, currency: 'EUR' } }),
    ['PRICE_DIFFERS'],
  ],
  [
    'another currency at the provider',
    () => change(snapshot.intents, 'pi-confirmed', { amount: { amount: PRICE.amount, currency: 'KRW' } }),
    ['PRICE_DIFFERS'],
  ],
  [
    'a payment of another customer',
    () => change(snapshot.payments, 'payment-confirmed', { customerId: 'bob' }),
    ['PRICE_DIFFERS'],
  ],
  [
    'an intent that the provider lost',
    () => remove(snapshot.intents, 'pi-confirmed'),
    ['BOOKING_WITHOUT_MONEY', 'INTENT_MISSING'],
  ],
  [
    'a refund that the provider lost',
    () => remove(snapshot.providerRefunds, 're-cancelled'),
    ['MONEY_WITHOUT_BOOKING', 'REFUND_MISSING'],
  ],
  [
    'a refund that we do not know',
    () =>
      snapshot.providerRefunds.push({
        id: 're-x',
        intentId: 'pi-confirmed',
        amount: PRICE,
        status: 'SUCCEEDED',
        createdAt: YESTERDAY,
      }),
    ['BOOKING_WITHOUT_MONEY', 'REFUND_UNKNOWN'],
  ],
  [
    'a refund that came back',
    () => change(snapshot.providerRefunds, 're-cancelled', { status: 'FAILED' }),
    ['LEDGER_DIFFERS', 'MONEY_WITHOUT_BOOKING'],
  ],
  ['a lost assignment', () => change(snapshot.rooms, 'room', { assignments: [] }), ['NOT_ASSIGNED']],
  [
    'a completed booking that never had its room',
    () =>
      remove(snapshot.events, snapshot.events.find(({ bookingId }) => bookingId === 'completed')?.id ?? ''),
    ['EVENTS_MISSING', 'MESSAGE_WITHOUT_EVENT', 'NOT_ASSIGNED'],
  ],
  [
    'an assignment of a cancelled booking',
    () =>
      change(snapshot.rooms, 'room', {
        assignments: [...assignments(), { bookingId: 'cancelled', slot: later() }],
      }),
    ['STILL_ASSIGNED'],
  ],
  [
    'a booking of an unknown room',
    () => givenBooking(snapshot, 'x', 'REJECTED', { roomId: 'nowhere' }),
    ['ROOM_UNKNOWN'],
  ],
  [
    'a room that is FULL without a booking',
    () => change(snapshot.rooms, 'room', { status: 'FULL', occupiedBy: 'confirmed' }),
    ['ROOM_STATUS'],
  ],
  [
    'a room that is EMPTY while a slot runs',
    () => givenBooking(snapshot, 'x', 'CONFIRMED', { slot: { start: at('09:00'), end: at('10:00') } }),
    ['ROOM_STATUS'],
  ],
  ['a replica that lags', () => change(snapshot.replicas, 'room', { capacity: 5 }), ['REPLICA_DIFFERS']],
  ['a replica that is missing', () => remove(snapshot.replicas, 'room'), ['REPLICA_DIFFERS']],
  ['a room without supplies', () => void snapshot.stocks.pop(), ['RECORD_MISSING', 'SUPPLIES_MISSING']],
  [
    'a room whose registration supplies has missed',
    () => {
      snapshot.stocks.pop();
      snapshot.stocks.push({ roomId: 'room', version: 1, status: 'UNSTOCKED', supplies: [] });
    },
    ['SUPPLIES_MISSING'],
  ],
  [
    'a deleted room with supplies',
    () => {
      change(snapshot.rooms, 'room', { deleted: true, status: 'CLOSED', assignments: [] });
      change(snapshot.replicas, 'room', { deleted: true, closed: true });
      change(snapshot.targets, 'room', { status: 'DELETED' });
    },
    ['NOT_ASSIGNED', 'SUPPLIES_LEFT'],
  ],
  [
    'supplies of no room',
    () => snapshot.stocks.push({ roomId: 'nowhere', version: 0, status: 'PROVISIONED', supplies: SUPPLIES }),
    ['SUPPLIES_WITHOUT_ROOM'],
  ],
  [
    'a count that is not the size of its set',
    () => change(snapshot.targets, 'course', { stored: { ...LIKED, likes: 3 } }),
    ['COUNT_DIFFERS'],
  ],
  [
    'a rating that is not the mean of its reviews',
    () => change(snapshot.targets, 'course', { stored: { ...LIKED, ratings: 5 } }),
    ['COUNT_DIFFERS'],
  ],
  [
    'a set that does not follow from the events',
    () => change(snapshot.targets, 'room', { stored: LIKED, sets: LIKED }),
    ['COUNT_DIFFERS'],
  ],
  [
    'a deleted course with likes',
    () => change(snapshot.targets, 'course', { status: 'DELETED' }),
    ['ENGAGEMENT_LEFT'],
  ],
  [
    'a deleted course without them',
    () => change(snapshot.targets, 'course', { status: 'DELETED', stored: NOTHING, sets: NOTHING }),
    [],
  ],
  [
    'a former host in community',
    () => change(snapshot.targets, 'room', { hostId: 'holly' }),
    ['REPLICA_DIFFERS'],
  ],
  ['a room that community does not know', () => remove(snapshot.targets, 'room'), ['REPLICA_DIFFERS']],
  [
    'a room that only community knows',
    () => snapshot.targets.push({ ...COURSE, id: 'nowhere', type: 'ROOM', stops: null }),
    ['REPLICA_DIFFERS'],
  ],
  [
    'a like whose event is gone',
    () => remove(snapshot.events, 'community.liked.course.3'),
    ['COUNT_DIFFERS', 'EVENTS_MISSING'],
  ],
  ['a course that is gone', () => remove(snapshot.targets, 'course'), ['RECORD_MISSING']],
  [
    'a bookmark of which nobody was told',
    () => {
      const about = snapshot.events.findIndex((each) =>
        each.causationId.startsWith('community.bookmarkAdded'),
      );
      const [message] = snapshot.events.splice(about, 1);
      snapshot.events.push({ ...event('notification', 'messagesRead', READER, message?.version ?? 0) });
    },
    ['MESSAGES_LOST', 'MESSAGE_MISSING'],
  ],
  [
    'a confirmation that was told twice',
    () => tell(snapshot, 'booking.confirmed.confirmed.3', 'BOOKING_CONFIRMED confirmed'),
    ['MESSAGE_TWICE'],
  ],
  [
    'a message about nothing',
    () => tell(snapshot, 'booking.confirmed.nowhere.3', 'BOOKING_CONFIRMED nowhere'),
    ['MESSAGE_WITHOUT_EVENT'],
  ],
  [
    'a message to somebody else',
    () => change(snapshot.bookings, 'rejected', { customerId: 'bob' }),
    ['MESSAGE_MISADDRESSED', 'PRICE_DIFFERS'],
  ],
  [
    'a message of another kind',
    () => change(snapshot.events, messageAbout('booking.rejected'), { tells: 'BOOKING_CANCELLED rejected' }),
    ['MESSAGE_DIFFERS'],
  ],
  [
    'a message about another room',
    () =>
      change(snapshot.events, messageAbout('community.bookmarkAdded'), { tells: 'BOOKMARK_ADDED elsewhere' }),
    ['MESSAGE_DIFFERS'],
  ],
  [
    'a message that is not the one that was sent',
    () => change(snapshot.mailboxes, READER, { there: { ...counts(), asSent: counts().messages - 1 } }),
    ['MESSAGES_LOST'],
  ],
  [
    'a count of unread messages that is not their number',
    () =>
      change(snapshot.mailboxes, READER, { there: { ...counts(), unread: 0, asSent: counts().messages } }),
    ['MESSAGES_MISCOUNTED'],
  ],
  [
    'an event that waits',
    () => change(snapshot.events, 'booking.confirmed.confirmed.3', { published: false }),
    ['NOT_PUBLISHED'],
  ],
  ['an event that is gone', () => remove(snapshot.events, 'booking.paid.confirmed.2'), ['EVENTS_MISSING']],
  [
    'a status flipped by hand',
    () => change(snapshot.bookings, 'rejected', { status: 'CANCELLED' }),
    ['STATE_DIFFERS'],
  ],
  [
    'a stream that lost an event',
    () => void givenStreams(snapshot).delete('booking.paid.confirmed'),
    ['STREAM_MISSING_EVENTS'],
  ],
  [
    'a stream with an unknown event',
    () => void givenStreams(snapshot).set('booking.paid.unknown', 1),
    ['STREAM_UNKNOWN_EVENTS'],
  ],
];

test.each(broken)('given %s, then it is named', (_title, breakIt, expected) => {
  breakIt();
  expect(codes()).toEqual(expected);
});

/** Each entry makes one change to the views, and names the code that must be found. */
const brokenViews: readonly (readonly [string, (view: MutableView) => void, Code])[] = [
  ['a room of which the board does not know', ({ rooms }) => rooms.pop(), 'VIEW_BEHIND'],
  [
    'a board that still shows the former name',
    (view) => edit(view, 'rooms', { name: 'Former', foldedName: 'former', version: 0 }),
    'VIEW_BEHIND',
  ],
  ['a wrong room', (view) => edit(view, 'rooms', { capacity: 5 }), 'VIEW_DIFFERS'],
  ['a name that is searched wrongly', (view) => edit(view, 'rooms', { foldedName: 'Han' }), 'VIEW_DIFFERS'],
  [
    'a room that is FULL on the board',
    (view) => edit(view, 'roomStatuses', { status: 'FULL' }),
    'VIEW_DIFFERS',
  ],
  ['another beginning of a status', (view) => edit(view, 'roomStatuses', { since: NOW }), 'VIEW_DIFFERS'],
  ['supplies that are elsewhere', (view) => edit(view, 'stocks', { quantities: [4, 1] }), 'VIEW_DIFFERS'],
  ['supplies before their change', (view) => edit(view, 'stocks', { version: 0 }), 'VIEW_BEHIND'],
  ['a page without its booking', ({ bookings }) => bookings.pop(), 'VIEW_BEHIND'],
  [
    'a booking that stays paid',
    (view) => edit(view, 'bookings', { status: 'PAID', version: 2 }),
    'VIEW_BEHIND',
  ],
  ['a wrong status of a booking', (view) => edit(view, 'bookings', { status: 'PAID' }), 'VIEW_DIFFERS'],
  ['a booking of another customer', (view) => edit(view, 'bookings', { customerId: 'bob' }), 'VIEW_DIFFERS'],
  ['another slot', (view) => edit(view, 'bookings', { startsAt: at('11:00') }), 'VIEW_DIFFERS'],
  [
    'a booking that was never made',
    ({ bookings }) => bookings.push(...bookings.slice(0, 1).map((row) => ({ ...row, id: 'nobody’s' }))),
    'VIEW_WITHOUT_FACT',
  ],
  ['a version that no event has', (view) => edit(view, 'bookings', { version: 9 }), 'VIEW_WITHOUT_FACT'],
  [
    'a payment that is not captured',
    (view) => edit(view, 'payments', { status: 'AUTHORIZED' }),
    'VIEW_DIFFERS',
  ],
  ['a page without its payment', ({ payments }) => payments.pop(), 'VIEW_BEHIND'],
  ['a wrong course', (view) => edit(view, 'courses', { stopCount: 2 }), 'VIEW_DIFFERS'],
  ['a course of which the board does not know', ({ courses }) => courses.pop(), 'VIEW_BEHIND'],
  ['a wrong count of likes', (view) => edit(view, 'engagements', { likeCount: 3 }), 'VIEW_DIFFERS'],
  ['a wrong rating', (view) => edit(view, 'engagements', { rating: 5 }), 'VIEW_DIFFERS'],
  ['a bookmark that the page lacks', ({ bookmarks }) => bookmarks.pop(), 'VIEW_BEHIND'],
  ['a bookmark that is no longer set', (view) => edit(view, 'bookmarks', { isSet: false }), 'VIEW_DIFFERS'],
  [
    'a bookmark that was never set',
    (view) => edit(view, 'bookmarks', { targetId: 'room' }),
    'VIEW_WITHOUT_FACT',
  ],
  ['a wrong count of unread messages', (view) => edit(view, 'mailboxes', { unreadCount: 1 }), 'VIEW_DIFFERS'],
  [
    'a count before the last message',
    (view) => edit(view, 'mailboxes', { version: 1, unreadCount: 1 }),
    'VIEW_BEHIND',
  ],
];

test.each(brokenViews)('given %s in a view, then it is named', (_title, breakIt, expected) => {
  expect(codes(breakIt)).toContain(expected);
});

describe('a view', () => {
  test('is unsettled while the last event about its row is young', () => {
    change(snapshot.events, 'booking.confirmed.confirmed.3', { at: '2030-05-02T09:29:50.000Z' });
    const { violations, settling } = verdict((view) => edit(view, 'bookings', { version: 2 }));
    expect(violations).toEqual([]);
    expect(settling).toMatchObject([
      {
        code: 'VIEW_BEHIND',
        ids: { table: 'bookings', booking: 'confirmed' },
        correlationId: 'case-confirmed',
      },
    ]);
  });

  test('of a deleted course keeps what people thought of it', () => {
    change(snapshot.targets, 'course', { status: 'DELETED', stored: NOTHING, sets: NOTHING });
    snapshot.bookmarks = [];
    const counted = { rating: 4, reviewCount: 1, likeCount: 2, bookmarkCount: 1 };
    expect(
      codes((view) => {
        edit(view, 'engagements', counted);
        edit(view, 'bookmarks', { isSet: true });
      }),
    ).toEqual([]);
  });

  test('of a payment that was abandoned has no row', () => {
    givenBooking(snapshot, 'x', 'REJECTED', { payment: 'ABANDONED' });
    expect(codes()).toEqual([]);
  });
});

describe('a customer with more messages than are kept', () => {
  test('has the newest of them', () => {
    for (let count = 0; count < 300; count += 1) givenBooking(snapshot, `b-${count}`, 'CANCELLED');
    expect(snapshot.mailboxes[0]?.version).toBeGreaterThan(1_000);
    expect(codes()).toEqual([]);
  });
});

describe('a finding', () => {
  test('names the booking and the correlation id of its case', () => {
    change(snapshot.rooms, 'room', { assignments: [] });
    expect(verdict().violations).toMatchObject([
      { code: 'NOT_ASSIGNED', ids: { booking: 'confirmed', room: 'room' }, correlationId: 'case-confirmed' },
    ]);
  });

  test('is unsettled while anything of its case has just changed; an overlap never is', () => {
    givenBooking(snapshot, 'x', 'CONFIRMED', { slot: { start: at('12:00'), end: at('13:00') } });
    change(snapshot.events, 'booking.confirmed.x.3', { at: '2030-05-02T09:29:50.000Z' });
    const { violations, settling } = verdict();
    expect(violations.map(({ code }) => code)).toEqual(['DOUBLE_BOOKED']);
    expect(settling.map(({ code }) => code)).toEqual(['DOUBLE_ASSIGNED']);
  });

  test('a hold may last as long as booking allows, half a minute by default, before it counts as unsettled', () => {
    givenBooking(snapshot, 'x', 'REQUESTED', { slot: later() });
    change(snapshot.bookings, 'x', { requestedAt: '2030-05-02T09:29:10.000Z' });
    expect(verdict().violations.map(({ code }) => code)).not.toContain('STUCK_REQUESTED');
    change(snapshot.bookings, 'x', { requestedAt: '2030-05-02T09:28:50.000Z' });
    expect(verdict().violations.map(({ code }) => code)).toContain('STUCK_REQUESTED');
    snapshot.holdLimitMs = 60_000;
    expect(verdict().violations.map(({ code }) => code)).not.toContain('STUCK_REQUESTED');
  });

  test('a booking that waits for its customer may last until the time that they were told', () => {
    givenBooking(snapshot, 'x', 'REQUESTED', { slot: later(), payment: 'REQUIRES_ACTION' });
    change(snapshot.bookings, 'x', { expiresAt: at('09:31') });
    expect(verdict().violations).toEqual([]);
    for (const status of ['requires_capture', 'requires_payment_method']) {
      change(snapshot.intents, 'pi-x', { status, capturable: status === 'requires_capture' ? 1_000 : 0 });
      expect(verdict().violations).toEqual([]);
    }
    change(snapshot.bookings, 'x', { expiresAt: at('09:29') });
    expect(verdict().violations.map(({ code }) => code)).toEqual(['STUCK_REQUESTED']);
  });

  test('a refund that is to be retried is unsettled until that retry is overdue', () => {
    givenFailedRefund(at('09:35'));
    const { violations, settling } = verdict();
    expect(violations).toEqual([]);
    expect(settling.map(({ code }) => code)).toEqual(['MONEY_WITHOUT_BOOKING', 'PAYMENT_STUCK']);
    expect(settling[0]?.message).toContain(`a refund is due at ${at('09:35')}`);
    expect(settling[1]?.message).toContain(`due at ${at('09:35')} after 1 that failed`);
    snapshot.at = '2030-05-02T09:35:29.000Z';
    expect(verdict().violations).toEqual([]);
    snapshot.at = '2030-05-02T09:35:31.000Z';
    expect(codes()).toEqual(['MONEY_WITHOUT_BOOKING', 'PAYMENT_STUCK']);
  });

  test('adjacent slots do not overlap, nor do cancelled ones', () => {
    givenBooking(snapshot, 'before', 'CONFIRMED', { slot: { start: at('11:00'), end: at('12:00') } });
    givenBooking(snapshot, 'inside', 'CANCELLED');
    expect(codes()).toEqual([]);
  });

  test('a slot within a longer one is found even if another slot lies between', () => {
    const long = { start: at('14:00'), end: at('18:00') };
    givenBooking(snapshot, 'long', 'CONFIRMED', { slot: long });
    givenBooking(snapshot, 'short', 'REJECTED', { slot: { start: at('14:30'), end: at('15:00') } });
    givenBooking(snapshot, 'late', 'CONFIRMED', { slot: { start: at('17:00'), end: at('19:00') } });
    expect(codes()).toEqual(['DOUBLE_ASSIGNED', 'DOUBLE_BOOKED']);
  });
});

describe('a notice is no violation', () => {
  test('a claim without outcome, an event twice in its stream, a refund in progress or given up', () => {
    givenBooking(snapshot, 'y', 'CANCELLED', { payment: 'REFUND_FAILED' });
    snapshot.claims.push({ service: 'booking', commandId: 'confirmed', claimedAt: YESTERDAY });
    givenStreams(snapshot).set('booking.paid.confirmed', 2);
    givenBooking(snapshot, 'x', 'CANCELLED');
    change(snapshot.payments, 'payment-x', { status: 'CAPTURED', refunds: pendingRefund() });
    change(snapshot.providerRefunds, 're-x', { status: 'PENDING' });
    snapshot.subjects = undefined;
    const { violations, notices } = verdict();
    expect(violations).toEqual([]);
    expect(notices.map(({ code }) => code)).toEqual(['REFUND_FAILED', 'CLAIM_UNSETTLED', 'REFUND_PENDING']);
  });
});

describe('what happens at the provider without us', () => {
  /** A refund of a confirmed or cancelled booking that was made there. */
  function givenOutside(booking: string, amount: number, origin: 'PROVIDER' | 'ELSEWHERE' = 'PROVIDER') {
    const part = { ...refund('outside'), amount: { ...PRICE, amount }, status: 'SUCCEEDED' } as const;
    const providerId = origin === 'PROVIDER' ? part.providerId : null;
    change(snapshot.payments, `payment-${booking}`, { refunds: [{ ...part, origin, providerId }] });
    if (providerId === null) return;
    const { id, status, createdAt } = { ...part, id: providerId };
    snapshot.providerRefunds.push({
      id,
      status,
      createdAt,
      amount: part.amount,
      intentId: `pi-${booking}`,
    });
  }

  test('a part that is known leaves the booking as it is', () => {
    givenOutside('confirmed', 400);
    expect(verdict().violations).toEqual([]);
  });
  test('the whole does not', () => {
    givenOutside('confirmed', PRICE.amount);
    change(snapshot.payments, 'payment-confirmed', { status: 'REFUNDED' });
    expect(codes()).toContain('BOOKING_WITHOUT_MONEY');
  });
  test('money that went back otherwise stays with the provider', () => {
    givenBooking(snapshot, 'x', 'CANCELLED', { payment: 'CAPTURED' });
    givenOutside('x', PRICE.amount, 'ELSEWHERE');
    change(snapshot.payments, 'payment-x', { status: 'REFUNDED' });
    expect(codes()).not.toContain('MONEY_WITHOUT_BOOKING');
  });

  const dispute = { providerId: 'du_1', status: 'NEEDS_RESPONSE', amount: PRICE } as const;
  const there = { ...dispute, intentId: 'pi-confirmed', createdAt: YESTERDAY };
  test('a dispute that is not noted is a violation', () => {
    snapshot.disputes.push(there);
    expect(codes()).toEqual(['DISPUTE_UNKNOWN']);
    change(snapshot.payments, 'payment-confirmed', { dispute: { ...dispute, status: 'INQUIRY' } });
    expect(codes()).toEqual(['DISPUTE_UNKNOWN']);
  });
  test('a dispute that is noted is a notice until it is answered', () => {
    snapshot.disputes.push(there);
    change(snapshot.payments, 'payment-confirmed', { dispute });
    expect(verdict()).toMatchObject({ violations: [], notices: [{ code: 'DISPUTED' }] });
    snapshot.disputes.splice(0, 1, { ...there, status: 'WON' });
    change(snapshot.payments, 'payment-confirmed', { dispute: { ...dispute, status: 'WON' } });
    expect(verdict()).toMatchObject({ violations: [], notices: [] });
  });
});

test('ten thousand bookings are checked', () => {
  for (let room = 0; room < 100; room += 1) {
    givenRoom(snapshot, `room-${room}`);
    for (let day = 0; day < 100; day += 1) {
      const date = new Date(Date.parse(NOW) + (day + 1) * 86_400_000).toISOString().slice(0, 10);
      const slot = { start: `${date}T10:00:00.000Z`, end: `${date}T11:00:00.000Z` };
      givenBooking(snapshot, `b-${room}-${day}`, 'CONFIRMED', { roomId: `room-${room}`, slot });
    }
  }
  expect(codes()).toEqual([]);
}, 60_000);

/** Changes the first row of a table. */
function edit<Table extends keyof MutableView>(
  view: MutableView,
  table: Table,
  fields: Partial<MutableView[Table][number]>,
): void {
  const [row] = view[table];
  if (!row) throw new Error(`There is no row in ${table}`);
  Object.assign(row, fields);
}

/** The counts of Alice’s messages as they are stored. */
function counts() {
  const [mailbox] = snapshot.mailboxes;
  if (!mailbox) throw new Error('There are no messages');
  return mailbox.stored;
}

/** The id of the message that an event of the name has caused. */
function messageAbout(event: string): string {
  return snapshot.events.find(({ causationId }) => causationId.startsWith(`${event}.`))?.id ?? '';
}

function later() {
  return { start: at('20:00'), end: at('21:00') };
}

function assignments() {
  return snapshot.rooms[0]?.assignments ?? [];
}

function pendingRefund() {
  return [{ ...refund('x'), status: 'PENDING' }] as const;
}

/**
 * A cancelled booking whose money came back once, and whose next refund is not requested before that time.
 */
function givenFailedRefund(notBefore: string) {
  givenBooking(snapshot, 'x', 'CANCELLED');
  change(snapshot.payments, 'payment-x', {
    status: 'CAPTURED',
    version: 4,
    refunds: [
      { ...refund('x'), status: 'FAILED' },
      { ...refund('x-2'), status: 'PENDING', providerId: null, notBefore },
    ],
  });
  change(snapshot.providerRefunds, 're-x', { status: 'FAILED' });
  snapshot.events.push(event('payment', 'refundFailed', 'payment-x', 4));
}

function refund(name: string) {
  return {
    id: `refund-${name}`,
    amount: PRICE,
    origin: 'SERVICE' as const,
    providerId: `re-${name}`,
    createdAt: YESTERDAY,
    notBefore: YESTERDAY,
  };
}

function intent(id: string, fields: Partial<MutableSnapshot['intents'][number]>) {
  return {
    id,
    status: 'canceled',
    amount: PRICE,
    capturable: 0,
    received: 0,
    createdAt: YESTERDAY,
    reference: {},
    ...fields,
  };
}

function dropPayment(bookingId: string): void {
  remove(snapshot.payments, `payment-${bookingId}`);
  remove(snapshot.intents, `pi-${bookingId}`);
  snapshot.events = snapshot.events.filter(({ aggregateId }) => aggregateId !== `payment-${bookingId}`);
}

function dropBooking(bookingId: string): void {
  remove(snapshot.bookings, bookingId);
  snapshot.events = snapshot.events.filter(({ id }) => id !== event('booking', 'requested', bookingId, 1).id);
}

test.each([
  ['after an erasure', '2000-01-01T00:00:00.000Z', '2000-01-01T00:00:07.000Z', ['MESSAGE_MISSING']],
  ['since the request of one', '2000-01-01T00:00:00.000Z', undefined, []],
  ['while one lasted', '2000-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z', []],
])('given a booking of which nobody was told, %s', (_when, from, to, expected) => {
  snapshot.mailboxes = [];
  snapshot.events = snapshot.events.filter(({ service }) => service !== 'notification');
  expect(codes()).toEqual(['MESSAGE_MISSING']);
  snapshot.erasures = [{ from, to }];
  expect(codes()).toEqual(expected);
});

test('given an erased customer, then neither messages nor events of streams are missing', () => {
  remove(snapshot.targets, 'course');
  snapshot.bookmarks = [];
  snapshot.mailboxes = [];
  snapshot.events = snapshot.events.filter(({ service }) => !['notification', 'community'].includes(service));
  const subjects = givenStreams(snapshot);
  const ofCustomer = /^(booking|payment)\.|^room\.(un)?assigned\./;
  for (const subject of subjects.keys()) if (ofCustomer.test(subject)) subjects.delete(subject);
  expect(codes()).toEqual(['MESSAGE_MISSING', 'STREAM_MISSING_EVENTS']);
  const customerId = 'erased-1';
  for (const { id } of snapshot.bookings) change(snapshot.bookings, id, { customerId });
  for (const { id } of snapshot.payments) change(snapshot.payments, id, { customerId });
  expect(codes()).toEqual([]);
});

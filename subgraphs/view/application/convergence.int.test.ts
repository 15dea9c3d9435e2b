import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import {
  bookmarkAdded,
  bookmarkRemoved,
  courseDeleted,
  courseRegistered,
  courseUpdated,
  liked,
  reviewWritten,
  unliked,
} from '../../../schema/events/community.ts';
import { messagesRead } from '../../../schema/events/notification.ts';
import { paymentAuthorized, paymentCaptured, paymentRefunded } from '../../../schema/events/payment.ts';
import { roomClosed, roomDeleted, roomTransferred, roomUpdated } from '../../../schema/events/room.ts';
import { suppliesChanged, suppliesRemoved } from '../../../schema/events/supplies.ts';
import {
  at,
  bookingOf,
  courseOf,
  eventOf,
  MAILBOX,
  messageOf,
  paymentOf,
  registrationOf,
  roomOf,
  statusOf,
  stockOf,
  storyOf,
  targetOf,
  type ViewEvent,
} from '../testing/events.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { PROJECTIONS } from './views.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await createFixture();
  return () => fixture[Symbol.asyncDispose]();
});

/** Some days of two rooms, their bookings and a course: every kind of row changes, and some go. */
function story(): readonly ViewEvent[] {
  const han = roomOf();
  const nam = roomOf({ name: 'Nam', location: null });
  const booked = bookingOf({ room: han });
  const cancelled = bookingOf({ room: nam, customer: { id: 'bob' } });
  const payment = paymentOf(cancelled.id);
  const refund = { id: newId(), amount: payment.amount, status: 'SUCCEEDED' } as const;
  const course = courseOf();
  const alice = { customer: { id: 'alice' } };
  const stocked = { room: { id: nam.id } };
  return [
    ...registrationOf(han),
    ...registrationOf(nam),
    ...storyOf(booked),
    ...storyOf(cancelled, 'CANCELLED'),
    statusOf(han, 3, 'FULL', booked.id, at('09:00')),
    statusOf(han, 4, 'EMPTY', booked.id, at('10:00')),
    eventOf(roomUpdated, han.id, 5, { room: { ...han, name: 'Han river', capacity: 4 } }),
    eventOf(roomTransferred, han.id, 6, {
      room: { ...han, name: 'Han river', capacity: 4, host: { id: 'hana' } },
      previousHost: han.host ?? null,
    }),
    eventOf(roomClosed, nam.id, 3, { room: { ...nam, closed: true }, reason: null }),
    statusOf(nam, 4, 'CLOSED', null, at('11:00')),
    eventOf(roomDeleted, nam.id, 5, { room: { ...nam, closed: true, deleted: true } }),
    eventOf(paymentAuthorized, payment.id, 1, { payment }),
    eventOf(paymentCaptured, payment.id, 2, { payment: { ...payment, status: 'CAPTURED' } }),
    eventOf(paymentRefunded, payment.id, 3, { payment: { ...payment, status: 'REFUNDED' }, refund }),
    stockOf(han.id, { Chair: 8, Projector: 0 }),
    stockOf(nam.id, { Chair: 2 }),
    eventOf(suppliesChanged, nam.id, 2, { ...stocked, supplies: [] }),
    eventOf(suppliesRemoved, nam.id, 3, { ...stocked, supplies: [] }),
    eventOf(liked, han.id, 1, { target: targetOf('ROOM', han.id, { likeCount: 1 }), ...alice }),
    eventOf(bookmarkAdded, han.id, 2, {
      target: targetOf('ROOM', han.id, { likeCount: 1, bookmarkCount: 1 }),
      ...alice,
    }),
    eventOf(unliked, han.id, 3, { target: targetOf('ROOM', han.id, { bookmarkCount: 1 }), ...alice }),
    eventOf(bookmarkRemoved, han.id, 4, { target: targetOf('ROOM', han.id), ...alice }),
    eventOf(courseRegistered, course.id, 1, { course }),
    eventOf(courseUpdated, course.id, 2, { course: { ...course, title: 'Across the river', stops: [] } }),
    eventOf(reviewWritten, course.id, 3, {
      target: targetOf('COURSE', course.id, { reviewCount: 1, rating: 4 }),
      ...alice,
      review: { id: newId(), rating: 4 },
    }),
    eventOf(bookmarkAdded, course.id, 4, {
      target: targetOf('COURSE', course.id, { reviewCount: 1, rating: 4, bookmarkCount: 1 }),
      ...alice,
    }),
    messageOf('alice', 1, 1),
    messageOf('alice', 2, 2),
    eventOf(messagesRead, MAILBOX, 3, { customer: { id: 'alice' }, unreadCount: 0, messages: [] }),
    eventOf(courseDeleted, course.id, 5, { course: { ...course, stops: [], deleted: true } }),
  ];
}

test('the story fills every table', async () => {
  await fixture.clear();
  await fixture.take(...story());
  const stored = Object.entries(await fixture.dump());
  expect(stored.filter(([, rows]) => rows.length === 0)).toEqual([]);
  expect(stored.length).toBe(new Set(PROJECTIONS.map(({ table }) => table)).size);
});

test('a shuffled, doubled stream ends the same as one in order', async () => {
  const inOrder = story();
  await fixture.clear();
  for (const event of inOrder) await fixture.take(event);
  const expected = await fixture.dump();

  const doubled = [...inOrder, ...inOrder];
  const shuffled = fc.shuffledSubarray(doubled, { minLength: doubled.length });
  // Some events arrive at the same time and share a statement, others alone.
  const groups = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: doubled.length });
  await fc.assert(
    fc.asyncProperty(shuffled, groups, async (events, sizes) => {
      await fixture.clear();
      const rest = [...events];
      for (const size of sizes) await fixture.take(...rest.splice(0, size));
      expect(await fixture.dump()).toEqual(expected);
    }),
    { numRuns: 20 },
  );
});

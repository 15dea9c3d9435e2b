import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import {
  bookmarkAdded,
  bookmarkRemoved,
  courseDeleted,
  courseRegistered,
} from '../../../schema/events/community.ts';
import { messagesRead } from '../../../schema/events/notification.ts';
import { paymentAuthorized, paymentCaptured, paymentRefundFailed } from '../../../schema/events/payment.ts';
import { roomDeleted, roomUpdated } from '../../../schema/events/room.ts';
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
  storyOf,
  targetOf,
} from '../testing/events.ts';
import { MY_PAGE, useService } from '../testing/graph.ts';

const service = useService();
beforeEach(() => service.fixture.setClock(at('08:00')));

async function pageOf(subject: string, variables: object = {}) {
  const { data, errors } = await service.graph.ask('customer', MY_PAGE, variables, subject);
  expect(errors).toBeUndefined();
  return data.myPage;
}

async function bookingsOf(subject: string) {
  return (await pageOf(subject)).bookings.edges.map(({ node }) => node);
}

describe('bookings', () => {
  test('are the caller’s own, newest first, each with the status of its payment', async () => {
    const room = roomOf();
    const older = bookingOf({ room });
    const newer = bookingOf({ room, price: { amount: 5_000_000_000, currency: 'EUR' } });
    const payment = paymentOf(older.id);
    await service.fixture.take(
      ...registrationOf(room),
      ...storyOf(older),
      ...storyOf(newer, 'CANCELLED'),
      ...storyOf(bookingOf({ room, customer: { id: 'bob' } })),
      eventOf(paymentCaptured, payment.id, 2, { payment: { ...payment, status: 'CAPTURED' } }),
      eventOf(paymentAuthorized, payment.id, 1, { payment }),
    );
    expect(await bookingsOf('alice')).toEqual([
      {
        bookingId: newer.id,
        roomId: room.id,
        roomName: 'Han',
        slot: newer.slot,
        status: 'CANCELLED',
        paymentStatus: null,
        price: { amount: 5_000_000_000, currency: 'EUR', decimal: '50000000.00' },
        booking: { id: newer.id },
      },
      {
        bookingId: older.id,
        roomId: room.id,
        roomName: 'Han',
        slot: older.slot,
        status: 'CONFIRMED',
        paymentStatus: 'CAPTURED',
        price: { amount: 1_000, currency: 'KRW', decimal: '1000' },
        booking: { id: older.id },
      },
    ]);
    expect(await bookingsOf('carol')).toEqual([]);
  });

  test('are COMPLETED from their end on, also before the event of it arrives', async () => {
    await service.fixture.take(...storyOf(bookingOf()), ...storyOf(bookingOf(), 'CANCELLED'));
    const statusesAt = async (instant: string) => {
      service.fixture.setClock(instant);
      return (await bookingsOf('alice')).map(({ status }) => status);
    };
    expect(await statusesAt('2030-05-01T09:59:59.999Z')).toEqual(['CANCELLED', 'CONFIRMED']);
    expect(await statusesAt(at('10:00'))).toEqual(['CANCELLED', 'COMPLETED']);
  });

  test('have the current name of the room, also of a deleted one, or the one at the time of booking', async () => {
    const room = roomOf();
    const booking = bookingOf({ room: { ...room, name: 'Before' } });
    await service.fixture.take(...storyOf(booking));
    expect(await bookingsOf('alice')).toMatchObject([{ roomName: 'Before' }]);
    await service.fixture.take(
      ...registrationOf(room),
      eventOf(roomUpdated, room.id, 3, { room: { ...room, name: 'After' } }),
    );
    expect(await bookingsOf('alice')).toMatchObject([{ roomName: 'After' }]);
    await service.fixture.take(
      eventOf(roomDeleted, room.id, 4, { room: { ...room, name: 'After', deleted: true } }),
    );
    expect(await bookingsOf('alice')).toMatchObject([{ roomName: 'After' }]);
  });

  test('an old name of a payment’s status is understood', async () => {
    const booking = bookingOf();
    const payment = paymentOf(booking.id, { status: 'FAILED' });
    const refund = { id: newId(), amount: payment.amount, status: 'FAILED' } as const;
    await service.fixture.take(
      ...storyOf(booking, 'CANCELLED'),
      eventOf(paymentRefundFailed, payment.id, 3, { payment, refund, reason: 'closed account' }),
    );
    expect(await bookingsOf('alice')).toMatchObject([{ paymentStatus: 'REFUND_FAILED' }]);
  });

  test('are paged', async () => {
    const bookings = Array.from({ length: 3 }, () => bookingOf());
    await service.fixture.take(...bookings.flatMap((booking) => storyOf(booking)));
    const first = (await pageOf('alice', { first: 2 })).bookings;
    expect(first).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false, endCursor: first.edges[1]?.cursor },
    });
    const second = (await pageOf('alice', { first: 2, after: first.pageInfo.endCursor })).bookings;
    expect(second.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const ids = [...first.edges, ...second.edges].map(({ node }) => node.bookingId);
    expect(ids).toEqual(bookings.map(({ id }) => id).toReversed());
  });
});

describe('bookmarks', () => {
  const alice = { customer: { id: 'alice' } };

  test('are the caller’s own, and go with what they are on', async () => {
    const room = roomOf();
    const course = courseOf();
    await service.fixture.take(
      ...registrationOf(room),
      eventOf(courseRegistered, course.id, 1, { course }),
      eventOf(bookmarkAdded, room.id, 1, { target: targetOf('ROOM', room.id), ...alice }),
      eventOf(bookmarkAdded, course.id, 2, { target: targetOf('COURSE', course.id), ...alice }),
    );
    expect(await pageOf('alice')).toMatchObject({
      bookmarkedRoomIds: [room.id],
      bookmarkedCourseIds: [course.id],
    });
    expect(await pageOf('bob')).toMatchObject({ bookmarkedRoomIds: [], bookmarkedCourseIds: [] });
    await service.fixture.take(
      eventOf(roomDeleted, room.id, 3, { room: { ...room, deleted: true } }),
      eventOf(courseDeleted, course.id, 3, { course: { ...course, deleted: true } }),
    );
    expect(await pageOf('alice')).toMatchObject({ bookmarkedRoomIds: [], bookmarkedCourseIds: [] });
  });

  test('a removed bookmark is gone, also when the news of its setting comes later', async () => {
    const { id } = roomOf();
    const target = targetOf('ROOM', id);
    await service.fixture.take(eventOf(bookmarkRemoved, id, 2, { target, ...alice }));
    await service.fixture.take(eventOf(bookmarkAdded, id, 1, { target, ...alice }));
    expect(await pageOf('alice')).toMatchObject({ bookmarkedRoomIds: [] });
    await service.fixture.take(eventOf(bookmarkAdded, id, 3, { target, ...alice }));
    expect(await pageOf('alice')).toMatchObject({ bookmarkedRoomIds: [id] });
  });
});

test('unread messages are counted as the newest news has it', async () => {
  const customer = { id: 'alice' };
  await service.fixture.take(messageOf('alice', 2, 2), messageOf('alice', 1, 1));
  expect(await pageOf('alice')).toMatchObject({ unreadMessages: 2 });
  expect(await pageOf('bob')).toMatchObject({ unreadMessages: 0 });
  await service.fixture.take(eventOf(messagesRead, MAILBOX, 3, { customer, unreadCount: 1, messages: [] }));
  expect(await pageOf('alice')).toMatchObject({ unreadMessages: 1 });
});

test('the page needs a token', async () => {
  expect(await service.graph.post(MY_PAGE, {})).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  });
});

describe('the page of an erased customer', () => {
  const CUSTOMER = { id: 'erin' };

  /** A booking, a bookmark and a message of the customer. */
  function newPage() {
    const booking = bookingOf({ room: roomOf(), customer: CUSTOMER });
    const target = targetOf('COURSE', newId());
    const erased = { customer: CUSTOMER, pseudonym: 'erased-1', bookings: [booking] };
    return {
      page: [
        ...storyOf(booking, 'CANCELLED'),
        eventOf(bookmarkAdded, target.id, 1, { target, customer: CUSTOMER }),
        messageOf(CUSTOMER.id, 1, 1),
      ],
      erasure: eventOf(customerErased, newId(), 1, erased),
    };
  }

  test('is empty, and earlier events that come again do not fill it', async () => {
    const { page, erasure } = newPage();
    await service.fixture.take(...page);
    expect(await bookingsOf('erin')).toHaveLength(1);
    await service.fixture.take(erasure);
    await service.fixture.take(...page.slice(0, 1));
    expect(await pageOf('erin')).toMatchObject({
      unreadMessages: 0,
      bookmarkedCourseIds: [],
      bookings: { totalCount: 0 },
    });
  });

  test('is empty in the new tables of a rebuild, too', async () => {
    const { page, erasure } = newPage();
    const { pool } = service.fixture;
    await service.fixture.take(...page);
    await pool.query(`CREATE SCHEMA view_rebuild; CREATE TABLE view_rebuild.bookings (LIKE bookings INCLUDING ALL);
      INSERT INTO view_rebuild.bookings SELECT * FROM bookings`);
    await service.fixture.take(erasure);
    const { rowCount } = await pool.query("SELECT FROM view_rebuild.bookings WHERE customer_id = 'erin'");
    expect(rowCount).toBe(0);
  });
});

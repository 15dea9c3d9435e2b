import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { subjectOf } from '../../../platform/messaging/event.ts';
import {
  bookingCancelled,
  bookingConfirmed,
  bookingRejected,
  customerErased,
} from '../../../schema/events/booking.ts';
import { bookmarkAdded, bookmarkRemoved } from '../../../schema/events/community.ts';
import { messageSent } from '../../../schema/events/notification.ts';
import { paymentRefunded } from '../../../schema/events/payment.ts';
import { roomAssigned, roomRegistered, roomUnassigned } from '../../../schema/events/room.ts';
import type { MessageContent } from '../domain/message.ts';
import { bookingOf, createFixture, type Fixture, NOON, type RoomData, roomOf } from '../testing/fixture.ts';

let fixture: Fixture;
let room: RoomData;
let alice: string;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(async () => {
  alice = `alice ${newId()}`;
  room = await fixture.knownRoom();
  fixture.setClock(NOON);
  await fixture.publish();
});

async function contents(): Promise<readonly MessageContent[]> {
  return (await fixture.messages(alice)).map(({ content }) => content);
}

describe('each change has one message to its customer', () => {
  test('a booking: confirmed, rejected, cancelled', async () => {
    const booking = bookingOf(room, { customer: { id: alice } });
    await fixture.deliver(bookingConfirmed, { data: { booking } });
    const rejected = { reason: 'PAYMENT_DECLINED', declineCode: 'expired_card' } as const;
    await fixture.deliver(bookingRejected, { data: { booking, ...rejected } });
    const cancelled = { ...booking, cancelledAt: NOON, cancellationReason: 'The heating is broken.' };
    await fixture.deliver(bookingCancelled, { data: { booking: cancelled, cancelledBy: 'STAFF' } });

    const { id: bookingId, slot, price } = booking;
    const use = { bookingId, room: { id: room.id, name: room.name }, slot };
    expect(await contents()).toEqual([
      { kind: 'BOOKING_CANCELLED', ...use, by: 'STAFF', reason: 'The heating is broken.' },
      { kind: 'BOOKING_REJECTED', ...use, reason: 'PAYMENT_DECLINED' },
      { kind: 'BOOKING_CONFIRMED', ...use, price },
    ]);
    expect(await fixture.messages(alice)).toMatchObject([
      { number: 3, timeZone: 'Asia/Seoul', createdAt: NOON, readAt: null },
      { number: 2 },
      { number: 1 },
    ]);
  });

  test('a refund, an assignment and a release', async () => {
    const { id: bookingId, slot, price } = bookingOf(room);
    const customer = { id: alice };
    const refund = { id: newId(), amount: price, status: 'SUCCEEDED' } as const;
    const payment = {
      id: newId(),
      status: 'REFUNDED',
      amount: price,
      booking: { id: bookingId },
      customer,
    } as const;
    await fixture.deliver(paymentRefunded, { data: { payment, refund } });
    const named = { id: room.id, name: room.name };
    const assignment = { room: named, booking: { id: bookingId, customer }, slot };
    await fixture.deliver(roomAssigned, { data: assignment });
    await fixture.deliver(roomUnassigned, { data: { ...assignment, reason: 'ROOM_CLOSED' } });

    expect(await contents()).toEqual([
      { kind: 'ROOM_UNASSIGNED', bookingId, room: named, slot, reason: 'ROOM_CLOSED' },
      { kind: 'ROOM_ASSIGNED', bookingId, room: named, slot },
      { kind: 'BOOKING_REFUNDED', bookingId, amount: price },
    ]);
  });

  test('a bookmark that is set, and one that is removed', async () => {
    await fixture.tell(alice, { name: 'River' });
    await fixture.tell(alice, { definition: bookmarkRemoved, name: 'River' });
    expect(await contents()).toMatchObject([
      { kind: 'BOOKMARK_REMOVED', target: { type: 'ROOM', name: 'River' } },
      { kind: 'BOOKMARK_ADDED' },
    ]);
  });
});

describe('a message is sent once', () => {
  test('although its event comes several times, at once and to several processes', async () => {
    const other = fixture.createInstance();
    const booking = bookingOf(room, { customer: { id: alice } });
    const event = { id: newId(), data: { booking } };
    const before = fixture.stored();
    await Promise.all(
      [fixture.services, other, fixture.services, other].map((instance) =>
        fixture.deliver(bookingConfirmed, event, instance),
      ),
    );
    await fixture.deliver(bookingConfirmed, event);
    expect(await contents()).toHaveLength(1);
    expect(await fixture.queries.unreadCount(alice)).toBe(1);
    expect(fixture.stored()).toBe(before + 1);
    expect(await fixture.publish()).toHaveLength(1);
  });

  test('also for many events that arrive together: numbered, counted and published in order', async () => {
    const bob = `bob ${newId()}`;
    const all = Array.from({ length: 250 }, (_, index) => ({ id: newId(), name: `Room ${index}` }));
    await Promise.all([...all, ...all].map((each) => fixture.tell(alice, each)));
    await fixture.tell(bob);
    const messages = await fixture.messages(alice);
    expect(messages.map(({ number }) => number)).toEqual(all.map((_, index) => 250 - index));
    expect(await fixture.queries.unreadCount(alice)).toBe(250);

    const published = await fixture.publish();
    const [ofBob, ofAlice] = [bob, alice].map((id) =>
      published.filter(({ aggregateId }) => aggregateId === subjectKey(id)),
    );
    expect(ofAlice?.map(({ version }) => version)).toEqual(all.map((_, index) => index + 1));
    const data = ofAlice?.map((event) => messageSent.data.parse(event.data)) ?? [];
    expect(data.map(({ unreadCount }) => unreadCount)).toEqual(all.map((_, index) => index + 1));
    expect(data.map(({ id }) => id)).toEqual(messages.map(({ id }) => id).reverse());
    expect(ofBob).toHaveLength(1);
  });

  test('and not for what happened more than a week ago', async () => {
    fixture.setClock('2030-05-08T12:00:00.001Z');
    await fixture.tell(alice, { time: '2030-05-01T12:00:00.000Z' });
    expect(await contents()).toEqual([]);
    await fixture.tell(alice, { time: '2030-05-01T12:00:00.001Z' });
    expect(await contents()).toHaveLength(1);
  });

  test('nor for what the inbox may have forgotten', async () => {
    const forgetful = fixture.createInstance(3_600_000);
    fixture.setClock('2030-05-01T13:00:00.001Z');
    const target = { type: 'ROOM', id: newId(), name: 'Han', host: null } as const;
    const sizes = { likeCount: 0, bookmarkCount: 1, reviewCount: 0, rating: null };
    const data = { target: { ...target, ...sizes }, customer: { id: alice } };
    await fixture.deliver(bookmarkAdded, { time: NOON, data }, forgetful);
    expect(await contents()).toEqual([]);
    await fixture.deliver(bookmarkAdded, { time: '2030-05-01T12:00:00.001Z', data }, forgetful);
    expect(await contents()).toHaveLength(1);
  });
});

test('an event carries the message as the graph has it, its customer and the count of unread ones', async () => {
  const booking = bookingOf(room, { customer: { id: alice } });
  await fixture.deliver(bookingConfirmed, { data: { booking }, correlationId: 'a-story' });
  const [event] = await fixture.publish();
  const [message] = await fixture.messages(alice);
  expect(event).toMatchObject({ type: messageSent.type, version: 1, cause: { correlationId: 'a-story' } });
  expect(event && subjectOf(event)).toBe(`notification.messageSent.${subjectKey(alice)}`);
  expect(event?.data).toEqual({
    customer: { id: alice },
    unreadCount: 1,
    id: message?.id,
    kind: 'BOOKING_CONFIRMED',
    text: 'Your booking of Han is confirmed: Thu, May 2, 2030, 6:00 – 7:00 PM GMT+9. Price: ₩20,000.',
    booking: { id: booking.id },
    target: null,
    createdAt: NOON,
    readAt: null,
  });
});

describe('times are those of the room', () => {
  test('also when its registration arrives after the event of a booking', async () => {
    const late = roomOf({ timeZone: 'Europe/Berlin' });
    const booking = bookingOf(late, { customer: { id: alice } });
    const confirmed = fixture.deliver(bookingConfirmed, { data: { booking } });
    await fixture.deliver(roomRegistered, { data: { room: late, supplies: null }, aggregateId: late.id });
    await confirmed;
    expect(await fixture.messages(alice)).toMatchObject([{ timeZone: 'Europe/Berlin' }]);
  });

  test('after the last of its changes, in whatever order they arrive', async () => {
    const moved = await fixture.knownRoom({ timeZone: 'Asia/Tokyo' }, 3);
    await fixture.knownRoom({ ...moved, timeZone: 'Asia/Seoul' }, 2);
    const booking = bookingOf(moved, { customer: { id: alice } });
    await fixture.deliver(bookingConfirmed, { data: { booking } });
    expect(await fixture.messages(alice)).toMatchObject([{ timeZone: 'Asia/Tokyo' }]);
  });
});

test('a customer keeps the newest 1,000 messages; the others are gone, unread ones are no longer counted', async () => {
  const first = { id: newId() };
  await fixture.tell(alice, first);
  await Promise.all(Array.from({ length: 1_000 }, () => fixture.tell(alice)));
  const messages = await fixture.messages(alice);
  expect(messages.map(({ number }) => number)).toEqual(messages.map((_, index) => 1_001 - index));
  expect(messages).toHaveLength(1_000);
  expect(await fixture.queries.unreadCount(alice)).toBe(1_000);
  expect(await fixture.queries.count({ customerId: alice, unreadOnly: true })).toBe(1_000);
  await fixture.tell(alice, first);
  expect(await fixture.messages(alice)).toEqual(messages);
});

describe('an erased customer', () => {
  const contactOf = (customerId: string) => ({
    customerId,
    email: `${customerId}@example.org`,
    locale: undefined,
  });
  const erased = (customerId: string) => ({
    data: { customer: { id: customerId }, pseudonym: 'erased-1', bookings: [] },
  });

  test('has no messages, e-mails, events and contact any more; others keep theirs', async () => {
    const { services, pool } = fixture;
    for (const customer of ['carol', 'dave']) {
      await services.rememberCustomer(contactOf(customer));
      await fixture.tell(customer);
    }
    await fixture.deliver(customerErased, erased('carol'));
    await fixture.deliver(customerErased, erased('carol'));
    expect(await fixture.messages('carol')).toEqual([]);
    expect(await fixture.messages('dave')).toHaveLength(1);
    const { rows } = await pool.query<{ customers: number; mails: number; events: number; waiting: number }>(
      `SELECT (SELECT count(*) FROM customers WHERE id = 'carol') AS customers,
        (SELECT count(*) FROM mails WHERE customer_key = $1) AS mails,
        (SELECT count(*) FROM events WHERE aggregate_id = $1) AS events,
        (SELECT count(*) FROM outbox WHERE position NOT IN (SELECT position FROM events)) AS waiting`,
      [subjectKey('carol')],
    );
    expect(rows).toEqual([{ customers: 0, mails: 0, events: 0, waiting: 0 }]);
  });

  test('is told about nothing under the pseudonym, and is new when they come back', async () => {
    await fixture.tell('erased-1');
    expect(await fixture.messages('erased-1')).toEqual([]);
    await fixture.services.rememberCustomer(contactOf('erin'));
    await fixture.tell('erin');
    await fixture.deliver(customerErased, erased('erin'));
    await fixture.services.rememberCustomer(contactOf('erin'));
    await fixture.tell('erin');
    expect(await fixture.messages('erin')).toMatchObject([{ number: 1 }]);
    const { rows } = await fixture.pool.query("SELECT email FROM customers WHERE id = 'erin'");
    expect(rows).toEqual([{ email: 'erin@example.org' }]);
  });
});

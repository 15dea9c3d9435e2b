import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { BookingStatusDocument, RoomStatusDocument } from '../examples/documents.generated.ts';
import { HOUR_MS } from '../platform/config/duration.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, cancel, eventuallyBooking, givenBooking, seeBooking } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { seeRoom } from './support/room.ts';
import { watch } from './support/watch.ts';

let instance: SharedInstance;
let host: Client;
let alice: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  alice = await instance.as('alice-books');
});
afterAll(() => instance[Symbol.asyncDispose]());

describe('the main use case', () => {
  test('B4 On booking, the room is assigned and becomes FULL, for all subscribers', async () => {
    const roomId = await givenRoom(host);
    const bob = await instance.as('bob-watches');
    await using door = watch(bob.subscribe(RoomStatusDocument, { roomIds: [roomId] }));
    const first = await door.until(() => true);
    expect(first.roomStatusChanged).toMatchObject({
      kind: 'SNAPSHOT',
      status: 'EMPTY',
      previousStatus: null,
      room: { id: roomId, name: 'Han River' },
      booking: null,
    });

    const bookingId = await givenBooking(alice, { roomId });
    const full = await door.until(({ roomStatusChanged }) => roomStatusChanged.status === 'FULL');
    expect(full.roomStatusChanged).toMatchObject({
      kind: 'CHANGE',
      previousStatus: 'EMPTY',
      room: { name: 'Han River' },
      // Another customer's booking: that the room is taken is public, the payment is not.
      booking: { id: bookingId, payment: null },
    });
    const confirmed = await eventuallyBooking(alice, bookingId, 'CONFIRMED', 'CAPTURED');
    expect(confirmed.room?.status).toBe('FULL');
    expect(await seeRoom(bob, roomId)).toMatchObject({ status: 'FULL', currentBooking: { id: bookingId } });
  });

  test('B6 On cancelling, the room is released and becomes EMPTY, for all subscribers; the booking is CANCELLED', async () => {
    const roomId = await givenRoom(host);
    const bob = await instance.as('bob-watches');
    await using door = watch(bob.subscribe(RoomStatusDocument, { roomIds: [roomId] }));
    await door.until(() => true);
    const bookingId = await givenBooking(alice, { roomId });
    await eventuallyBooking(alice, bookingId, 'CONFIRMED', 'CAPTURED');
    await door.until(({ roomStatusChanged: { status } }) => status === 'FULL');

    expect(await cancel(alice, { id: bookingId, reason: 'Rain' })).toMatchObject({
      __typename: 'CancelBookingSuccess',
      booking: { status: 'CANCELLED', cancellationReason: 'Rain' },
    });
    const refunded = await eventuallyBooking(alice, bookingId, 'CANCELLED', 'REFUNDED');
    expect(refunded.payment?.refunds).toMatchObject([{ status: 'SUCCEEDED', amount: { amount: 10_000 } }]);
    await door.until(({ roomStatusChanged: { status, kind } }) => status === 'EMPTY' && kind === 'CHANGE');
    expect(door.seen.map(({ data }) => data?.roomStatusChanged.status)).toEqual(['EMPTY', 'FULL', 'EMPTY']);
    expect(await seeRoom(bob, roomId)).toMatchObject({ status: 'EMPTY', currentBooking: null });
  });

  test('F3 Correlation: one business case has one correlation id through all of its events', async () => {
    const roomId = await givenRoom(host);
    const bookingId = await givenBooking(alice, { roomId, slot: slotIn(24) });
    await eventuallyBooking(alice, bookingId, 'CONFIRMED');
    const history = (await seeBooking(alice, bookingId))?.history ?? [];
    expect(history.map(({ type }) => type)).toEqual(['REQUESTED', 'PAID', 'CONFIRMED']);
    expect(new Set(history.map(({ correlationId }) => correlationId)).size).toBe(1);
  });

  test('a booking reports each of its states live to its customer, and a gap can be filled', async () => {
    const roomId = await givenRoom(host);
    const bookingId = await givenBooking(alice, { roomId, slot: slotIn(24) });
    await using changes = watch(alice.subscribe(BookingStatusDocument, { bookingId }));
    const { bookingChanged: first } = await changes.until(() => true);
    expect(first.kind).toBe('SNAPSHOT');
    await changes.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CONFIRMED');
    await cancel(alice, { id: bookingId });
    await changes.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CANCELLED');

    await using resumed = watch(alice.subscribe(BookingStatusDocument, { bookingId, after: first.cursor }));
    await resumed.until(({ bookingChanged }) => bookingChanged.booking?.status === 'CANCELLED');
    const missed = changes.seen.slice(1).map(({ data }) => data?.bookingChanged.cursor);
    expect(resumed.seen.map(({ data }) => data?.bookingChanged.cursor)).toEqual(missed);
    expect(resumed.seen.every(({ data }) => data?.bookingChanged.kind === 'CHANGE')).toBe(true);
  });
});

describe('payment', () => {
  test('C9 No booking without payment: a declined card holds no slot', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    const declined = await book(alice, { roomId, slot, paymentMethod: 'pm_card_visa_chargeDeclined' });
    expect(declined).toMatchObject({ __typename: 'PaymentDeclined', declineCode: 'generic_decline' });
    expect(await book(alice, { roomId, slot })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });

  test('cards are not tested here: after five declines nothing reaches the provider, and others book', async () => {
    const roomId = await givenRoom(host);
    const tester = await instance.as('tester');
    const tries = Array.from({ length: 60 }, (_, index) =>
      book(tester, {
        roomId,
        slot: slotIn(30 + index),
        paymentMethod: 'pm_card_visa_chargeDeclined',
      }),
    );
    const outcomes = await Promise.all(tries);
    const declined = outcomes.filter(({ __typename }) => __typename === 'PaymentDeclined').length;
    // As many as are paid at one time may be under way when the fifth is declined.
    expect(declined).toBeGreaterThanOrEqual(5);
    expect(declined).toBeLessThanOrEqual(4 + 8);
    const refused = outcomes.filter(({ __typename }) => __typename !== 'PaymentDeclined');
    for (const outcome of refused)
      expect(outcome).toMatchObject({ __typename: 'TooManyAttempts', retryAfterSeconds: expect.any(Number) });
    expect(await book(alice, { roomId, slot: slotIn(30) })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });

  test('an unknown payment method is bad input', async () => {
    const roomId = await givenRoom(host);
    expect(await book(alice, { roomId, paymentMethod: 'pm_nonsense' })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ field: 'paymentMethod', code: 'UNKNOWN' }],
    });
  });

  test('a free room is booked without money', async () => {
    const roomId = await givenRoom(host, { hourlyRate: { amount: 0, currency: 'EUR' } });
    const bookingId = await givenBooking(alice, { roomId });
    const booking = await eventuallyBooking(alice, bookingId, 'CONFIRMED', 'CAPTURED');
    expect(booking.price).toMatchObject({ amount: 0 });
  });
});

describe('a room has one booking at a time', () => {
  test('B2 A customer books a room: of two who race for a slot, exactly one gets it, a hundred times in a row', async () => {
    const bob = await instance.as('bob-races');
    const roomId = await givenRoom(host);
    for (let round = 0; round < 100; round += 1) {
      const slot = slotIn(48 + round);
      const answers = await Promise.all([alice, bob].map((customer) => book(customer, { roomId, slot })));
      const kinds = answers.map(({ __typename }) => __typename).sort();
      expect(kinds, `round ${round}`).toEqual(['BookRoomSuccess', 'SlotTaken']);
    }
  });

  test('C2 A customer books a room; the second one is offered the next free slot', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24, 2);
    await givenBooking(alice, { roomId, slot });
    const next = { start: slot.end, end: new Date(Date.parse(slot.end) + 2 * HOUR_MS).toISOString() };
    expect(await book(alice, { roomId, slot })).toMatchObject({
      __typename: 'SlotTaken',
      slot,
      nextFreeSlot: next,
    });
    expect(await book(alice, { roomId, slot: next })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });
});

describe('idempotency', () => {
  test('E1 A customer books a room: the same key returns the same booking, with another input a conflict', async () => {
    const roomId = await givenRoom(host);
    const input = { roomId, slot: slotIn(24), idempotencyKey: 'key-1' };
    const twice = await Promise.all([givenBooking(alice, input), givenBooking(alice, input)]);
    expect(twice[1]).toBe(twice[0]);
    expect(await givenBooking(alice, input)).toBe(twice[0]);
    expect(await book(alice, { ...input, slot: slotIn(30) })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    const bob = await instance.as('bob-has-keys-of-his-own');
    expect(await book(bob, input)).toMatchObject({ __typename: 'SlotTaken' });
    await eventually(async () => {
      const payments = await alice.run('query ($id: ID!) { booking(id: $id) { payment { id } } }', {
        id: twice[0],
      });
      expect(payments.errors).toBeUndefined();
    });
  });
});

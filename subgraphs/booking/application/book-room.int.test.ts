import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import type { Attempt } from '../../../platform/idempotency/once.ts';
import { newId } from '../../../platform/identifiers.ts';
import { slotFrom } from '../domain/slot.ts';
import {
  AUTHORIZED,
  append,
  at,
  book,
  cause,
  createFixture,
  type Fixture,
  type PaymentFake,
  roomOf,
  slot,
} from '../testing/fixture.ts';
import type { BookRoom } from './book-room.ts';
import type { Authorization, RoomReplica } from './ports.ts';

let fixture: Fixture;
let payments: PaymentFake;
let room: RoomReplica;

beforeAll(async () => {
  fixture = await createFixture();
  payments = fixture.payments;
  return () => fixture[Symbol.asyncDispose]();
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  payments.reset();
  fixture.setClock(at('08:00'));
  return () => expect(payments.inFlight).toBe(0);
});

const firstAttempt = (): Attempt => ({ commandId: newId(), isRetry: false });

function bookRoom(fields: Partial<BookRoom> = {}) {
  return fixture.services.bookRoom({
    attempt: firstAttempt(),
    customerId: 'alice',
    roomId: room.id,
    slot: slot('09:00', '10:30'),
    paymentMethod: 'pm_card_visa',
    cause,
    ...fields,
  });
}

const UNAVAILABLE = { kind: 'PaymentUnavailable', retryAfterSeconds: 2 } as const;

async function stateOf(attempt: Attempt) {
  return (await fixture.bookings.load(attempt.commandId)).state;
}

const held = async () =>
  (await fixture.queries.heldSlots([room.id], slot('00:00', '23:59'))).get(room.id) ?? [];

describe('given a free room', () => {
  test('when the payment is authorised, then the booking is paid at the price of its slot', async () => {
    const attempt = firstAttempt();
    const bookingId = attempt.commandId;
    expect(await bookRoom({ attempt })).toMatchObject({
      kind: 'BookRoomSuccess',
      booking: { id: bookingId, status: 'PAID' },
    });
    const price = { amount: 1_500, currency: 'KRW' };
    expect(payments.requests).toEqual([
      {
        bookingId,
        roomId: room.id,
        customerId: 'alice',
        amount: price,
        paymentMethod: 'pm_card_visa',
        cause,
      },
    ]);
    expect(await stateOf(attempt)).toEqual({
      id: bookingId,
      status: 'PAID',
      room: { id: room.id, name: 'Han', hostId: 'henry' },
      customerId: 'alice',
      slot: slot('09:00', '10:30'),
      price,
      requestedAt: at('08:00'),
    });
  });

  test('when its id is written in capital letters, then it is the same room', async () => {
    expect(await bookRoom({ roomId: room.id.toUpperCase() })).toMatchObject({
      kind: 'BookRoomSuccess',
      booking: { room: { id: room.id } },
    });
  });

  test('when the slot is left out, then it is the hour from now', async () => {
    await bookRoom({ slot: null });
    expect(await held()).toEqual([slot('08:00', '09:00')]);
  });

  test('when price or name of the room change during the payment, then the booking keeps both', async () => {
    const attempt = firstAttempt();
    payments.answer = async () => {
      await fixture.rooms.save({
        ...room,
        version: 2,
        name: 'Nam',
        hourlyRate: { amount: 9_000, currency: 'KRW' },
      });
      return AUTHORIZED;
    };
    await bookRoom({ attempt });
    expect(await stateOf(attempt)).toMatchObject({ room: { name: 'Han' }, price: { amount: 1_500 } });
  });

  test('when the event of the room arrives after the booking, then the booking waits for it', async () => {
    // The id of a room has the time of its registration: just now.
    const young = roomOf({ id: newId() });
    fixture.setClock(new Date().toISOString());
    const booked = bookRoom({ roomId: young.id, slot: undefined });
    await fixture.rooms.save(young);
    expect(await booked).toMatchObject({ kind: 'BookRoomSuccess' });
  });
});

describe('given an expected price', () => {
  const krw = (amount: number) => ({ amount, currency: 'KRW' });
  /** A new hourly rate reaches booking at a time of the day. */
  const changeRate = (version: number, amount: number, time: string, currency = 'KRW') => {
    fixture.setClock(at(time));
    return fixture.rooms.save({ ...room, version, hourlyRate: { amount, currency } });
  };

  test('when it is the price now, then it is charged', async () => {
    expect(await bookRoom({ expectedPrice: krw(1_500) })).toMatchObject({ kind: 'BookRoomSuccess' });
    expect(payments.requests).toMatchObject([{ amount: krw(1_500) }]);
  });

  test.each([
    ['another amount', krw(1_499)],
    ['a larger amount', krw(1_501)],
    ['another currency', { amount: 1_500, currency: 'JPY' }],
  ])('when it is %s, then nothing is held or charged', async (_what, expectedPrice) => {
    const attempt = firstAttempt();
    expect(await bookRoom({ attempt, expectedPrice })).toEqual({
      kind: 'PriceChanged',
      expected: expectedPrice,
      actual: krw(1_500),
    });
    expect([await held(), payments.requests, await stateOf(attempt)]).toEqual([[], [], undefined]);
  });

  test('when it was the price within the last 10 minutes, then it is charged', async () => {
    await changeRate(2, 2_000, '08:01');
    await changeRate(3, 3_000, '08:02');
    fixture.setClock(at('08:11'));
    expect(await bookRoom({ expectedPrice: krw(1_500) })).toMatchObject({ booking: { price: krw(1_500) } });
    expect(await bookRoom({ slot: slot('11:00', '12:00'), expectedPrice: krw(2_000) })).toMatchObject({
      booking: { price: krw(2_000) },
    });
    expect(await bookRoom({ slot: slot('12:00', '13:00') })).toMatchObject({
      booking: { price: krw(3_000) },
    });
    expect(payments.requests.map(({ amount }) => amount.amount)).toEqual([1_500, 2_000, 3_000]);
  });

  test('when it was the price in another currency lately, then it is charged in that', async () => {
    await changeRate(2, 5_000, '08:01', 'JPY');
    expect(await bookRoom({ expectedPrice: krw(1_500) })).toMatchObject({ booking: { price: krw(1_500) } });
  });

  test('when it was the price longer ago, then it has changed', async () => {
    await changeRate(2, 2_000, '08:01');
    await changeRate(3, 3_000, '08:05');
    fixture.setClock(at('08:12'));
    expect(await bookRoom({ expectedPrice: krw(1_500) })).toMatchObject({
      kind: 'PriceChanged',
      actual: krw(4_500),
    });
  });

  test('when it would be the price of another slot, then it has changed', async () => {
    expect(await bookRoom({ expectedPrice: krw(1_000) })).toMatchObject({ kind: 'PriceChanged' });
  });

  test('when the booking was held at it by an earlier attempt, then it is the price, whatever has changed', async () => {
    const attempt = firstAttempt();
    payments.answer = () => Promise.reject(new Error('cut off'));
    await expect(bookRoom({ attempt, expectedPrice: krw(1_500) })).rejects.toThrow('cut off');
    await changeRate(2, 2_000, '08:01');
    fixture.setClock(at('08:30'));
    payments.answer = () => AUTHORIZED;
    const retried = { attempt: { ...attempt, isRetry: true }, expectedPrice: krw(1_500) };
    expect(await bookRoom(retried)).toMatchObject({ booking: { price: krw(1_500) } });
  });

  test.each([
    [{ amount: -1, currency: 'KRW' }, 'expectedPrice.amount', 'TOO_SMALL'],
    [{ amount: Number.NaN, currency: 'KRW' }, 'expectedPrice.amount', 'MALFORMED'],
    [{ amount: 1_500, currency: 'WON' }, 'expectedPrice.currency', 'UNKNOWN'],
  ])('%j is invalid', async (expectedPrice, field, code) => {
    expect(await bookRoom({ expectedPrice })).toMatchObject({
      kind: 'InvalidInput',
      problems: [{ field, code }],
    });
  });
});

describe('given a payment whose customer has to act', () => {
  const asked = { clientSecret: 'pi_1_secret_1', redirectUrl: 'https://bank.example/1' };
  const waits: Authorization = { kind: 'ActionRequired', ...asked };
  const required = ({ commandId: bookingId }: Attempt) => ({
    kind: 'PaymentActionRequired',
    bookingId,
    ...asked,
    expiresAt: at('08:10'),
  });

  test('then the slot is held for ten minutes, and a retry has the same outcome', async () => {
    const attempt = firstAttempt();
    payments.answer = () => waits;
    expect(await bookRoom({ attempt })).toEqual(required(attempt));
    expect(await held()).toEqual([slot('09:00', '10:30')]);
    fixture.setClock(at('08:05'));
    const retry = { attempt: { ...attempt, isRetry: true } };
    expect(await bookRoom(retry)).toEqual(required(attempt));
    payments.answer = () => UNAVAILABLE;
    expect(await bookRoom(retry)).toEqual(required(attempt));
    expect(payments.requests).toHaveLength(1);
    expect(payments.confirmations).toHaveLength(2);
  });

  test('when they have acted, then a retry returns the booking', async () => {
    const attempt = firstAttempt();
    payments.answer = () => waits;
    await bookRoom({ attempt });
    payments.answer = () => AUTHORIZED;
    expect(await bookRoom({ attempt: { ...attempt, isRetry: true } })).toMatchObject({
      kind: 'BookRoomSuccess',
      booking: { id: attempt.commandId, status: 'PAID' },
    });
  });

  test('when their time is over, then a retry tells so, and the slot is free', async () => {
    const attempt = firstAttempt();
    payments.answer = () => waits;
    await bookRoom({ attempt });
    fixture.setClock(at('08:10'));
    await fixture.services.jobs.releaseStaleHolds();
    expect(await bookRoom({ attempt: { ...attempt, isRetry: true } })).toEqual({ kind: 'PaymentExpired' });
    expect(await held()).toEqual([]);
  });
});

describe('given declined payments', () => {
  const decline = () => {
    payments.answer = async () => ({ kind: 'PaymentDeclined', declineCode: 'generic_decline' });
  };
  const kindOf = async (booked: ReturnType<typeof bookRoom>) => (await booked).kind;

  test('when five were declined in ten minutes, then the next one waits until the first is forgotten', async () => {
    const customerId = newId();
    decline();
    for (const time of ['08:00', '08:01', '08:02', '08:03', '08:04']) {
      fixture.setClock(at(time));
      expect(await kindOf(bookRoom({ customerId }))).toBe('PaymentDeclined');
    }
    payments.reset();
    fixture.setClock(at('08:05'));
    expect(await bookRoom({ customerId })).toEqual({ kind: 'TooManyAttempts', retryAfterSeconds: 300 });
    expect(payments.requests).toEqual([]);
    expect(await held()).toEqual([]);
    // Others book, and they themselves do when the time is over.
    expect(await kindOf(bookRoom({ slot: slot('11:00', '12:00') }))).toBe('BookRoomSuccess');
    fixture.setClock(at('08:11'));
    expect(await kindOf(bookRoom({ customerId }))).toBe('BookRoomSuccess');
  });

  test.each<Authorization>([
    { kind: 'PaymentUnavailable', retryAfterSeconds: 7 },
    { kind: 'PaymentRefused', code: 'amount_too_small' },
    { kind: 'PaymentMethodUnknown' },
  ])('when payments fail otherwise (%o), then none counts', async (authorization) => {
    const customerId = newId();
    payments.answer = async () => authorization;
    for (let tries = 0; tries < 6; tries += 1) await bookRoom({ customerId });
    payments.reset();
    expect(await kindOf(bookRoom({ customerId }))).toBe('BookRoomSuccess');
  });

  test('when an attempt is repeated with its key, then it counts once', async () => {
    const customerId = newId();
    decline();
    const attempt = firstAttempt();
    await bookRoom({ customerId, attempt });
    for (let tries = 0; tries < 6; tries += 1)
      expect(await kindOf(bookRoom({ customerId, attempt: { ...attempt, isRetry: true } }))).toBe(
        'PaymentDeclined',
      );
    payments.reset();
    expect(await kindOf(bookRoom({ customerId }))).toBe('BookRoomSuccess');
  });
});

test('given a slot that ends more than two years ahead, then the customer learns until when', async () => {
  const far = (ms: number) => slotFrom(addMilliseconds(at('08:00'), 730 * 24 * 3_600_000 + ms), 3_600_000);
  expect(await bookRoom({ slot: far(0) })).toMatchObject({
    kind: 'InvalidInput',
    problems: [
      {
        field: 'slot.end',
        code: 'TOO_FAR_AHEAD',
        message: expect.stringContaining(addMilliseconds(at('08:00'), 730 * 24 * 3_600_000)),
      },
    ],
  });
  expect(await bookRoom({ slot: far(-3_600_000) })).toMatchObject({ kind: 'BookRoomSuccess' });
});

describe('given a payment that fails', () => {
  test.each<[Authorization, object]>([
    [
      { kind: 'PaymentDeclined', declineCode: 'insufficient_funds' },
      { kind: 'PaymentDeclined', declineCode: 'insufficient_funds' },
    ],
    [
      { kind: 'PaymentUnavailable', retryAfterSeconds: 7 },
      { kind: 'PaymentUnavailable', retryAfterSeconds: 7 },
    ],
    [
      { kind: 'PaymentMethodUnknown' },
      { kind: 'InvalidInput', problems: [{ field: 'paymentMethod', code: 'UNKNOWN' }] },
    ],
  ])(
    'when payment answers %o, then the slot is free again and the customer learns why',
    async (authorization, outcome) => {
      const attempt = firstAttempt();
      payments.answer = () => authorization;
      expect(await bookRoom({ attempt })).toMatchObject(outcome);
      expect(await stateOf(attempt)).toMatchObject({ status: 'REJECTED' });
      expect(await held()).toEqual([]);
      payments.answer = () => AUTHORIZED;
      expect(await bookRoom({ customerId: 'bob' })).toMatchObject({ kind: 'BookRoomSuccess' });
    },
  );

  test('when payment is known to be down, then nothing is held and payment is not called', async () => {
    const attempt = firstAttempt();
    payments.admit = async () => UNAVAILABLE;
    expect(await bookRoom({ attempt })).toEqual(UNAVAILABLE);
    expect(await stateOf(attempt)).toBeUndefined();
    expect(payments.requests).toEqual([]);
    expect(await bookRoom({ slot: slot('10:00', '09:00') })).toMatchObject({ kind: 'InvalidInput' });
  });

  test('when payment is known to be down and an earlier attempt holds the slot, then it is freed', async () => {
    const attempt = { ...firstAttempt(), isRetry: true };
    await book(fixture, 'REQUESTED', { id: attempt.commandId, room });
    payments.admit = async () => UNAVAILABLE;
    payments.answer = () => UNAVAILABLE;
    expect(await bookRoom({ attempt })).toEqual({ ...UNAVAILABLE, rejectedBooking: attempt.commandId });
    expect(await held()).toEqual([]);
  });

  test('the slot is held during the payment', async () => {
    payments.answer = async () => {
      expect(await held()).toEqual([slot('09:00', '10:30')]);
      return AUTHORIZED;
    };
    await bookRoom();
    expect.assertions(1);
  });

  test('when the booking is cancelled during the payment, then it stays cancelled', async () => {
    const attempt = firstAttempt();
    payments.answer = async (bookingId) => {
      await append(fixture, bookingId, [
        { type: 'BookingCancelled', at: at('08:00'), by: 'CUSTOMER', reason: null },
      ]);
      return AUTHORIZED;
    };
    expect(await bookRoom({ attempt })).toMatchObject({ kind: 'BookRoomSuccess' });
    expect(await stateOf(attempt)).toMatchObject({ status: 'CANCELLED' });
    expect(await held()).toEqual([]);
  });

  test('when the hold expires during the payment, then a late authorisation has no effect', async () => {
    const attempt = firstAttempt();
    payments.answer = async (bookingId) => {
      await append(fixture, bookingId, [
        { type: 'BookingRejected', at: at('08:00'), reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
      ]);
      return AUTHORIZED;
    };
    expect(await bookRoom({ attempt })).toEqual({
      kind: 'PaymentUnavailable',
      retryAfterSeconds: 1,
      rejectedBooking: attempt.commandId,
    });
    expect(await stateOf(attempt)).toMatchObject({ status: 'REJECTED' });
  });
});

describe('given a taken slot', () => {
  test('then the next free slot of the same length is returned, and payment is not called', async () => {
    await book(fixture, 'PAID', { room, slot: slot('09:30', '11:00') });
    await book(fixture, 'CONFIRMED', { room, slot: slot('12:00', '13:00') });
    expect(await bookRoom()).toEqual({
      kind: 'SlotTaken',
      slot: slot('09:00', '10:30'),
      // The gap from 11:00 to 12:00 is too short.
      nextFreeSlot: slot('13:00', '14:30'),
    });
    expect(payments.requests).toEqual([]);
  });

  test('when the next one ends more than two years ahead, then none is returned', async () => {
    const last = slotFrom(addMilliseconds(at('08:00'), (730 * 24 - 1) * 3_600_000), 3_600_000);
    await book(fixture, 'CONFIRMED', { room, slot: last });
    expect(await bookRoom({ slot: last })).toMatchObject({ kind: 'SlotTaken', nextFreeSlot: null });
  });

  test('when none is free within 31 days, then none is returned', async () => {
    const all = { start: at('00:00'), end: '2030-07-01T00:00:00.000Z' };
    await book(fixture, 'CONFIRMED', { room, slot: all });
    expect(await bookRoom()).toMatchObject({ kind: 'SlotTaken', nextFreeSlot: null });
  });
});

describe('given a provider that refuses the payment itself', () => {
  test.each([
    ['amount_too_small', { kind: 'InvalidInput', problems: [{ field: 'slot', code: 'TOO_SMALL' }] }],
    ['amount_too_large', { kind: 'InvalidInput', problems: [{ field: 'slot', code: 'TOO_LARGE' }] }],
    ['account_invalid', { kind: 'PaymentRefused', code: 'account_invalid' }],
  ])('for %s, then the hold is released and the outcome says so', async (code, outcome) => {
    payments.answer = () => ({ kind: 'PaymentRefused', code });
    const attempt = firstAttempt();
    const rejected = { ...outcome, rejectedBooking: attempt.commandId };
    expect(await bookRoom({ attempt })).toMatchObject(rejected);
    expect(await held()).toEqual([]);
    expect(await stateOf(attempt)).toMatchObject({ status: 'REJECTED', reason: 'PAYMENT_REFUSED' });
    expect(await bookRoom({ attempt: { ...attempt, isRetry: true } })).toMatchObject(rejected);
  });
});

test('given a taken slot at the end of the year 9999, then no other one is returned', async () => {
  fixture.setClock('9999-12-31T20:00:00.000Z');
  const last = { start: '9999-12-31T22:00:00.000Z', end: '9999-12-31T23:59:59.999Z' };
  await book(fixture, 'CONFIRMED', { room, slot: last });
  expect(await bookRoom({ slot: last })).toEqual({ kind: 'SlotTaken', slot: last, nextFreeSlot: null });
});

describe('given a room that cannot be booked', () => {
  test.each([
    ['closed', { closed: true }],
    ['deleted', { deleted: true }],
  ])('one that is %s is unavailable', async (_what, fields) => {
    await fixture.rooms.save({ ...room, version: 2, ...fields });
    expect(await bookRoom()).toEqual({ kind: 'RoomUnavailable', roomId: room.id });
  });

  test.each([
    ['is unknown', '0190b6a0-0000-7000-8000-000000000000'],
    ['has an id from the far future', 'ffffffff-ffff-7fff-8fff-ffffffffffff'],
    ['has an id of another UUID version', '3d813cbb-47fb-42ba-91df-831e1593ac29'],
  ])('one that %s is unavailable', async (_what, roomId) => {
    expect(await bookRoom({ roomId })).toEqual({ kind: 'RoomUnavailable', roomId });
    expect(payments.requests).toEqual([]);
  });
});

describe('given invalid input', () => {
  test.each<[string, Partial<BookRoom>, string, string]>([
    ['a malformed room id', { roomId: 'room-1' }, 'roomId', 'MALFORMED'],
    ['no payment method', { paymentMethod: '' }, 'paymentMethod', 'REQUIRED'],
    ['a payment method that is too long', { paymentMethod: 'x'.repeat(256) }, 'paymentMethod', 'TOO_LONG'],
    ['a payment method that cannot be stored', { paymentMethod: 'pm\0' }, 'paymentMethod', 'MALFORMED'],
    ['a malformed start', { slot: { start: 'soon', end: at('10:00') } }, 'slot.start', 'MALFORMED'],
    [
      'a malformed end',
      { slot: { start: at('09:00'), end: '2030-02-30T00:00:00Z' } },
      'slot.end',
      'MALFORMED',
    ],
    ['a slot that has started', { slot: slot('07:58', '09:00') }, 'slot.start', 'IN_THE_PAST'],
    ['an end before the start', { slot: slot('10:00', '09:00') }, 'slot.end', 'REVERSED'],
    ['a slot that is too short', { slot: slot('09:00', '09:04') }, 'slot.end', 'TOO_SHORT'],
    [
      'a slot that is too long',
      { slot: { start: at('09:00'), end: '2030-05-31T09:01:00Z' } },
      'slot.end',
      'TOO_LONG',
    ],
  ])('%s: InvalidInput names the field and what is wrong, and nothing is held', async (...row) => {
    const [, fields, field, code] = row;
    expect(await bookRoom(fields)).toMatchObject({
      kind: 'InvalidInput',
      field,
      problems: [{ field, code }],
    });
    expect(payments.requests).toEqual([]);
    expect(await held()).toEqual([]);
  });

  test('all invalid values are named at once, in the order of the fields', async () => {
    const invalid = {
      roomId: 'room-1',
      slot: { start: 'soon', end: 'later' },
      paymentMethod: 'x'.repeat(256),
    };
    expect(await bookRoom(invalid)).toMatchObject({
      kind: 'InvalidInput',
      field: 'roomId',
      problems: [
        { field: 'roomId', code: 'MALFORMED' },
        { field: 'slot.start', code: 'MALFORMED' },
        { field: 'slot.end', code: 'MALFORMED' },
        { field: 'paymentMethod', code: 'TOO_LONG' },
      ],
    });
    expect(await bookRoom({ slot: slot('07:00', '06:00'), paymentMethod: ' ' })).toMatchObject({
      problems: [
        { field: 'slot.start', code: 'IN_THE_PAST' },
        { field: 'slot.end', code: 'REVERSED' },
        { field: 'paymentMethod', code: 'REQUIRED' },
      ],
    });
  });

  test.each([
    ['TOO_SMALL', { amount: 49, currency: 'USD' }, '0.50 USD'],
    ['TOO_SMALL', { amount: 17_499, currency: 'HUF' }, '175.00 HUF'],
    ['TOO_LARGE', { amount: 100_000_000, currency: 'KRW' }, '99999999 KRW'],
    ['TOO_LARGE', { amount: 1_000_000, currency: 'ISK' }, '999999 ISK'],
    ['TOO_LARGE', { amount: Number.MAX_SAFE_INTEGER, currency: 'USD' }, '999999.99 USD'],
  ])('a price that no card can pay is %s before anything is held: %j', async (code, hourlyRate, bound) => {
    await fixture.rooms.save({ ...room, version: 2, hourlyRate });
    const message = expect.stringContaining(bound);
    expect(await bookRoom({ slot: slot('09:00', '10:00') })).toMatchObject({
      kind: 'InvalidInput',
      problems: [{ field: 'slot', code, message }],
    });
    expect(payments.requests).toEqual([]);
    expect(await held()).toEqual([]);
  });

  test.each([
    { amount: 50, currency: 'USD' },
    { amount: 99_999_999, currency: 'KRW' },
    { amount: 999_999_999_999, currency: 'IDR' },
    { amount: 0, currency: 'EUR' },
  ])('the least and the largest that a card can pay, and nothing, are booked: %j', async (hourlyRate) => {
    await fixture.rooms.save({ ...room, version: 2, hourlyRate });
    const attempt = firstAttempt();
    expect(await bookRoom({ attempt, slot: slot('09:00', '10:00') })).toMatchObject({
      kind: 'BookRoomSuccess',
    });
    expect(await stateOf(attempt)).toMatchObject({ price: hourlyRate });
  });

  test('a price in a currency that is not taken any more is a problem of the room', async () => {
    await fixture.rooms.save({ ...room, version: 2, hourlyRate: { amount: 5_000, currency: 'HRK' } });
    expect(await bookRoom()).toMatchObject({ problems: [{ field: 'roomId', code: 'UNKNOWN' }] });
  });
});

describe('given an earlier attempt at the same command', () => {
  /** The next attempt at a command whose first one was cut off during the payment. */
  async function cutOff(): Promise<Attempt> {
    const attempt = firstAttempt();
    payments.answer = () => Promise.reject(new Error('the process ended'));
    await expect(bookRoom({ attempt })).rejects.toThrow('the process ended');
    payments.answer = () => AUTHORIZED;
    return { ...attempt, isRetry: true };
  }

  test('that was cut off during the payment, then the same booking is paid', async () => {
    const attempt = await cutOff();
    // The booking itself holds the slot, whose start may have passed.
    fixture.setClock(at('09:20'));
    expect(await bookRoom({ attempt })).toMatchObject({
      kind: 'BookRoomSuccess',
      booking: { id: attempt.commandId },
    });
    expect(payments.requests.map(({ bookingId }) => bookingId)).toEqual([
      attempt.commandId,
      attempt.commandId,
    ]);
    expect(await held()).toHaveLength(1);
  });

  test('that was cut off before it held the slot, then this attempt holds it', async () => {
    const attempt = { commandId: newId(), isRetry: true };
    expect(await bookRoom({ attempt })).toMatchObject({
      kind: 'BookRoomSuccess',
      booking: { id: attempt.commandId },
    });
  });

  test('that is still running, then both return one booking', async () => {
    const attempt = firstAttempt();
    const outcomes = await Promise.all([
      bookRoom({ attempt }),
      bookRoom({ attempt: { ...attempt, isRetry: true } }),
    ]);
    expect(outcomes).toMatchObject(
      outcomes.map(() => ({ kind: 'BookRoomSuccess', booking: { id: attempt.commandId } })),
    );
    expect(await held()).toHaveLength(1);
  });

  test.each([
    ['the room was closed', () => fixture.rooms.save({ ...room, version: 2, closed: true })],
    [
      'its start passed',
      async () => {
        fixture.setClock(at('09:20'));
      },
    ],
    ['nothing else happened', async () => {}],
  ])('that was faster in another process, then its booking is returned (%s)', async (_what, happen) => {
    const attempt = firstAttempt();
    await bookRoom({ attempt });
    const booking = await stateOf(attempt);
    await happen();
    expect(booking).toMatchObject({ status: 'PAID' });
    expect(await bookRoom({ attempt })).toMatchObject({ kind: 'BookRoomSuccess', booking });
    expect(payments.requests).toHaveLength(1);
  });

  test.each([
    ['cancelled', { type: 'BookingCancelled', by: 'CUSTOMER', reason: null }, { kind: 'BookRoomSuccess' }],
    [
      'rejected by a scheduled job',
      { type: 'BookingRejected', reason: 'PAYMENT_UNAVAILABLE', declineCode: null },
      { kind: 'PaymentUnavailable' },
    ],
    [
      'declined',
      { type: 'BookingRejected', reason: 'PAYMENT_DECLINED', declineCode: 'expired_card' },
      { kind: 'PaymentDeclined', declineCode: 'expired_card' },
    ],
    ['paid', { type: 'BookingPaid' }, { kind: 'BookRoomSuccess' }],
  ] as const)(
    'whose booking was %s meanwhile, then payment is not called again',
    async (_what, event, outcome) => {
      const attempt = await cutOff();
      await append(fixture, attempt.commandId, [{ ...event, at: at('08:00') }]);
      payments.requests = [];
      expect(await bookRoom({ attempt })).toMatchObject(outcome);
      expect(payments.requests).toEqual([]);
    },
  );
});

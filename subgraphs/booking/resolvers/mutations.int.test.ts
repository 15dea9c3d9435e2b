import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/identity.ts';
import type { Authorization, RoomReplica } from '../application/ports.ts';
import { at, book, createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { BOOK, CANCEL, type Data, type Graph, serveGraph } from '../testing/graph.ts';

let fixture: Fixture;
let graph: Graph;
let room: RoomReplica;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
  return async () => {
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  fixture.payments.reset();
});

async function bookRoom(fields: object = {}, subject = 'alice'): Promise<Data> {
  const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa', ...fields };
  const answer = await graph.ask('customer', BOOK, { input }, subject);
  return answer.data?.bookRoom ?? answer;
}

async function cancelBooking(input: object, subject = 'alice', role: Role = 'customer'): Promise<Data> {
  const answer = await graph.ask(role, CANCEL, { input }, subject);
  return answer.data?.cancelBooking ?? answer;
}

describe('bookRoom', () => {
  test('tells the payment as it was authorised, and asks payment when the attempt has not authorised it', async () => {
    const query = `mutation ($input: BookRoomInput!) {
      bookRoom(input: $input) { ... on BookRoomSuccess { booking { id payment { id status } } } } }`;
    const input = {
      roomId: room.id,
      slot: slot('09:00', '10:00'),
      paymentMethod: 'pm_card_visa',
      idempotencyKey: newId(),
    };
    const attempt = () => graph.ask('customer', query, { input });
    const payment = { id: newId(), status: 'AUTHORIZED' } as const;
    fixture.payments.answer = () => ({ kind: 'Authorized', paymentId: payment.id });
    expect((await attempt()).data.bookRoom.booking).toMatchObject({ payment });
    fixture.payments.payment = { ...payment, status: 'CAPTURED' };
    expect((await attempt()).data.bookRoom.booking).toMatchObject({ payment: fixture.payments.payment });
    fixture.payments.payment = undefined;
    expect((await attempt()).data.bookRoom.booking).toMatchObject({ payment: null });
    fixture.payments.payment = { kind: 'PaymentUnavailable', retryAfterSeconds: 1 };
    expect(await attempt()).toMatchObject({
      data: { bookRoom: { booking: { id: expect.any(String), payment: null } } },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'payment' } }],
    });
  });

  test('returns the booking', async () => {
    expect(await bookRoom()).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: {
        status: 'PAID',
        price: { amount: 1_000, currency: 'KRW', decimal: '1000' },
        customer: { id: 'alice' },
      },
    });
  });

  test.each<[Authorization, object]>([
    [
      { kind: 'PaymentDeclined', declineCode: 'expired_card' },
      { __typename: 'PaymentDeclined', declineCode: 'expired_card' },
    ],
    [
      { kind: 'PaymentUnavailable', retryAfterSeconds: 3 },
      { __typename: 'PaymentUnavailable', retryAfterSeconds: 3 },
    ],
    [
      { kind: 'PaymentMethodUnknown' },
      {
        __typename: 'InvalidInput',
        field: 'paymentMethod',
        problems: [{ field: 'paymentMethod', code: 'UNKNOWN' }],
      },
    ],
  ])('returns the problem of a payment: %o', async (authorization, outcome) => {
    fixture.payments.answer = () => authorization;
    expect(await bookRoom()).toEqual({ ...outcome, message: expect.any(String) });
  });

  test('returns the next free slot for a taken one, and RoomUnavailable for an unknown room', async () => {
    await bookRoom();
    expect(await bookRoom({}, 'bob')).toMatchObject({
      __typename: 'SlotTaken',
      nextFreeSlot: slot('10:00', '11:00'),
    });
    const roomId = '0190b6a0-0000-7000-8000-000000000000';
    expect(await bookRoom({ roomId })).toMatchObject({ __typename: 'RoomUnavailable', roomId });
  });

  test('names all invalid values, the first one by itself', async () => {
    const wrong = {
      roomId: 'room-1',
      slot: { start: '2030-05-01', end: '2030-02-30T09:00:00Z' },
      paymentMethod: 'x'.repeat(256),
    };
    expect(await bookRoom(wrong)).toEqual({
      __typename: 'InvalidInput',
      message: expect.any(String),
      field: 'roomId',
      problems: [
        { field: 'roomId', code: 'MALFORMED' },
        { field: 'slot.start', code: 'MALFORMED' },
        { field: 'slot.end', code: 'MALFORMED' },
        { field: 'paymentMethod', code: 'TOO_LONG' },
      ],
    });
  });

  test('books above 2^31 minor units', async () => {
    const hourlyRate = { amount: 3_000_000_000, currency: 'IDR' };
    await fixture.rooms.save({ ...room, version: 2, hourlyRate });
    expect(await bookRoom()).toMatchObject({
      booking: { price: { ...hourlyRate, decimal: '30000000.00' } },
    });
  });

  test('reads the room of the new booking only once', async () => {
    const query = `mutation ($input: BookRoomInput!) {
      bookRoom(input: $input) { ... on BookRoomSuccess { booking { room { name location timeZone host { id } } } } }
    }`;
    const read = vi.spyOn(fixture.rooms, 'byIds');
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const { data } = await graph.ask('customer', query, { input });
    expect(data.bookRoom.booking.room).toEqual({
      name: 'Han',
      location: 'Seoul',
      timeZone: 'Asia/Seoul',
      host: { id: 'henry' },
    });
    expect(read).not.toHaveBeenCalled();
  });

  test('runs once per key; another input is a conflict; invalid input leaves the key free', async () => {
    const idempotencyKey = newId();
    expect(await bookRoom({ idempotencyKey, paymentMethod: '' })).toMatchObject({
      __typename: 'InvalidInput',
    });
    const first = await bookRoom({ idempotencyKey });
    expect(first).toMatchObject({ __typename: 'BookRoomSuccess' });
    expect(await bookRoom({ idempotencyKey })).toEqual(first);
    expect(await bookRoom({ idempotencyKey, slot: slot('11:00', '12:00') })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    // Another customer's key is another key.
    expect(await bookRoom({ idempotencyKey }, 'bob')).toMatchObject({ __typename: 'SlotTaken' });
  });

  test('makes one booking of concurrent requests with one key', async () => {
    const idempotencyKey = newId();
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => bookRoom({ idempotencyKey })));
    expect(outcomes[0]).toMatchObject({ __typename: 'BookRoomSuccess' });
    expect(new Set(outcomes.map((outcome) => outcome.booking?.id)).size).toBe(1);
  });
});

describe('cancelBooking', () => {
  test('runs once per key', async () => {
    const { id } = await book(fixture, 'PAID', { room });
    const input = { id, reason: 'ill', idempotencyKey: newId() };
    const first = await cancelBooking(input);
    expect(first).toEqual({
      __typename: 'CancelBookingSuccess',
      booking: { id, status: 'CANCELLED', cancelledAt: at('08:00'), cancellationReason: 'ill' },
    });
    expect(await cancelBooking(input)).toEqual(first);
    expect(await cancelBooking({ id })).toMatchObject({
      __typename: 'BookingNotCancellable',
      status: 'CANCELLED',
    });
  });

  test('returns the cancelled booking, also when the request has loaded it before', async () => {
    const idempotencyKey = newId();
    const { booking } = await bookRoom({ idempotencyKey });
    const input = {
      roomId: room.id,
      slot: slot('09:00', '10:00'),
      paymentMethod: 'pm_card_visa',
      idempotencyKey,
    };
    const { data } = await graph.ask(
      'customer',
      `mutation ($input: BookRoomInput!, $id: ID!) {
        bookRoom(input: $input) { ... on BookRoomSuccess { booking { status } } }
        cancelBooking(input: { id: $id }) { ... on CancelBookingSuccess { booking { status } } }
      }`,
      { input, id: booking.id },
      'alice',
    );
    expect(data).toEqual({
      bookRoom: { booking: { status: 'PAID' } },
      cancelBooking: { booking: { status: 'CANCELLED' } },
    });
  });

  test.each(['booking-1', '', '\0', newId()])('%j is NotFound, with and without a key', async (id) => {
    expect(await cancelBooking({ id })).toMatchObject({ __typename: 'NotFound', missingId: id });
    expect(await cancelBooking({ id, idempotencyKey: 'k' })).toMatchObject({
      __typename: 'NotFound',
      missingId: id,
    });
  });

  test.each<[string, Role, string]>([
    ['bob', 'customer', 'NotFound'],
    ['hanna', 'host', 'NotFound'],
    ['henry', 'customer', 'NotFound'],
    ['henry', 'host', 'CancelBookingSuccess'],
    ['root', 'admin', 'CancelBookingSuccess'],
  ])(
    "another customer's booking in a room of henry: for %s, a %s, it is %s",
    async (subject, role, outcome) => {
      const { id } = await book(fixture, 'PAID', { room });
      expect(await cancelBooking({ id }, subject, role)).toMatchObject({ __typename: outcome });
    },
  );

  test.each(['', ' \n', '\u3164', '\u2800\u200b\ufe0f'])('the blank reason %j is none', async (reason) => {
    const { id } = await book(fixture, 'PAID', { room });
    expect(await cancelBooking({ id, reason })).toMatchObject({
      __typename: 'CancelBookingSuccess',
      booking: { cancellationReason: null },
    });
  });

  test('a reason is shown as NFC, and counts characters as people do', async () => {
    const { id } = await book(fixture, 'PAID', { room });
    const reason = '회의'.normalize('NFD').repeat(500);
    expect(await cancelBooking({ id, reason })).toMatchObject({
      booking: { cancellationReason: reason.normalize('NFC') },
    });
  });

  test('a reason that is too long or turns text is named', async () => {
    const { id } = await book(fixture, 'PAID', { room });
    expect(await cancelBooking({ id, reason: 'x'.repeat(1_001) })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ field: 'reason', code: 'TOO_LONG' }],
    });
    expect(await cancelBooking({ id, reason: 'ill\u202e' })).toMatchObject({
      problems: [{ field: 'reason', code: 'MALFORMED' }],
    });
  });
});

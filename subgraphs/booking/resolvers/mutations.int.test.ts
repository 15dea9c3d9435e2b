import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
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

async function cancelBooking(
  input: object,
  subject = 'alice',
  role: 'customer' | 'host' = 'customer',
): Promise<Data> {
  const answer = await graph.ask(role, CANCEL, { input }, subject);
  return answer.data?.cancelBooking ?? answer;
}

describe('bookRoom', () => {
  test('returns the booking', async () => {
    expect(await bookRoom()).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: { status: 'PAID', price: { amount: 1_000, currency: 'KRW' }, customer: { id: 'alice' } },
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
    [{ kind: 'PaymentMethodUnknown' }, { __typename: 'InvalidInput', field: 'paymentMethod' }],
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

  test.each<[object, string]>([
    [{ roomId: 'room-1' }, 'roomId'],
    [{ slot: { start: '2030-05-01', end: at('10:00') } }, 'slot.start'],
    [{ slot: { start: at('09:00'), end: '2030-02-30T09:00:00Z' } }, 'slot.end'],
    [{ slot: slot('07:00', '10:00') }, 'slot.start'],
    [{ slot: slot('10:00', '09:00') }, 'slot.end'],
    [{ slot: slot('09:00', '09:04') }, 'slot.end'],
    [{ slot: { start: at('09:00'), end: at('09:00').replace('05-01', '06-01') } }, 'slot.end'],
  ])('names the invalid field: %o', async (fields, field) => {
    expect(await bookRoom(fields)).toMatchObject({ __typename: 'InvalidInput', field });
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
    expect(await cancelBooking({ id })).toMatchObject({ __typename: 'NotFound', id });
    expect(await cancelBooking({ id, idempotencyKey: 'k' })).toMatchObject({ __typename: 'NotFound', id });
  });

  test("another customer's booking is NotFound, except for staff", async () => {
    const { id } = await book(fixture, 'PAID', { room });
    expect(await cancelBooking({ id }, 'bob')).toMatchObject({ __typename: 'NotFound' });
    expect(await cancelBooking({ id }, 'henry', 'host')).toMatchObject({
      __typename: 'CancelBookingSuccess',
    });
  });
});

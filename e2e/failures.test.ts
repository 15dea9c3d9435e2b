import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import {
  CloseRoomDocument,
  DeleteRoomDocument,
  ReopenRoomDocument,
  RoomDocument,
  RoomStatusDocument,
} from '../examples/documents.generated.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, eventuallyBooking, givenBooking, newestBooking, seeBooking } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { providerOf } from './support/provider.ts';
import { seeRoom } from './support/room.ts';
import { watch } from './support/watch.ts';

let instance: SharedInstance;
let host: Client;
let carol: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  carol = await instance.as('carol');
});
afterAll(() => instance[Symbol.asyncDispose]());

describe('the room service is down', () => {
  test('B10 Rooms are booked while the room service is down; when it returns, every booking is assigned', async () => {
    const roomId = await givenRoom(host);
    const bookings: string[] = [];
    await eventually(async () => expect(await seeRoom(carol, roomId)).toBeTruthy());
    await using door = watch(carol.subscribe(RoomStatusDocument, { roomIds: [roomId] }));
    await door.until(() => true);

    await instance.without(['room'], async () => {
      for (const hours of [0, 24, 48])
        bookings.push(await givenBooking(carol, { roomId, slot: slotIn(hours) }));
      for (const id of bookings) {
        const { data } = await carol.run<{ booking: { status: string } }, { id: string }>(
          'query ($id: ID!) { booking(id: $id) { status } }',
          { id },
        );
        expect(data?.booking.status).toBe('PAID');
      }
      const answer = await carol.run(RoomDocument, { id: roomId });
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'SUBGRAPH_UNAVAILABLE',
        subgraph: 'room',
      });
    });
    for (const id of bookings) await eventuallyBooking(carol, id, 'CONFIRMED', 'CAPTURED');
    await door.until(({ roomStatusChanged }) => roomStatusChanged.status === 'FULL');
  });
});

describe('the supplies service is down', () => {
  test('A6 A room is registered while supplies is down, and gets its supplies when it returns', async () => {
    let roomId = '';
    await instance.without(['supplies'], async () => {
      roomId = await givenRoom(host, { supplies: [{ name: 'Projector', quantity: 2 }] });
      const answer = await carol.run(RoomDocument, { id: roomId });
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'SUBGRAPH_UNAVAILABLE',
        subgraph: 'supplies',
      });
    });
    await eventually(async () => {
      expect((await seeRoom(carol, roomId))?.supplies).toMatchObject([{ name: 'Projector', quantity: 2 }]);
    });
  });

  test('A5 A room is not deleted while supplies does not answer, and the answer says so; later it is', async () => {
    const roomId = await givenRoom(host, { supplies: [{ name: 'Projector', quantity: 2 }] });
    await eventually(async () => expect((await seeRoom(carol, roomId))?.supplies).toHaveLength(1));
    await instance.without(['supplies'], async () => {
      const { data } = await host.run(DeleteRoomDocument, {
        input: { id: roomId, idempotencyKey: 'delete-1' },
      });
      expect(data?.deleteRoom).toMatchObject({ __typename: 'SuppliesUnavailable' });
    });
    expect(await seeRoom(carol, roomId)).toMatchObject({ id: roomId });

    const { data } = await host.run(DeleteRoomDocument, {
      input: { id: roomId, idempotencyKey: 'delete-1' },
    });
    expect(data?.deleteRoom).toEqual({ __typename: 'DeleteRoomSuccess', roomId });
    expect(await seeRoom(carol, roomId)).toBeNull();
  });
});

describe('payment is down', () => {
  test('B9 Without payment there is no booking: no slot is held, and the answer says when to retry', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    await instance.without(['payment'], async () => {
      const answer = await book(carol, { roomId, slot });
      expect(answer).toMatchObject({
        __typename: 'PaymentUnavailable',
        retryAfterSeconds: expect.any(Number),
      });
    });
    await eventuallyBooking(carol, await givenBooking(carol, { roomId, slot }), 'CONFIRMED');
  });
});

describe('the provider hangs', () => {
  test('an authorisation without a known outcome is voided', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    // Otherwise a webhook would report the outcome.
    await providerOf(instance).while({ hangAfter: true, webhookLossRate: 1 }, async () => {
      expect(await book(carol, { roomId, slot })).toMatchObject({ __typename: 'PaymentUnavailable' });
    });
    const id = (await newestBooking(carol))?.id ?? '';
    await eventuallyBooking(carol, id, 'REJECTED', 'VOIDED');
    expect(await book(carol, { roomId, slot })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });
});

describe('a room goes away', () => {
  test('a closed room takes no new bookings, a reopened one does', async () => {
    const roomId = await givenRoom(host);
    await host.run(CloseRoomDocument, { input: { id: roomId, reason: 'Painting' } });
    await eventually(async () => {
      expect(await book(carol, { roomId, slot: slotIn(24) })).toMatchObject({
        __typename: 'RoomUnavailable',
      });
    });
    expect((await seeRoom(carol, roomId))?.status).toBe('CLOSED');
    await host.run(ReopenRoomDocument, { input: { id: roomId } });
    await eventually(async () => {
      expect(await book(carol, { roomId, slot: slotIn(24) })).toMatchObject({
        __typename: 'BookRoomSuccess',
      });
    });
  });

  test('F1 Saga with compensation: a booking is cancelled without a charge if its room closes before the assignment', async () => {
    const roomId = await givenRoom(host);
    await eventuallyBooking(carol, await givenBooking(carol, { roomId, slot: slotIn(24) }), 'CONFIRMED');
    // Booking receives no events while NATS is down, so it accepts bookings for the closed room.
    let bookingId = '';
    await instance.without(['nats'], async () => {
      await host.run(CloseRoomDocument, { input: { id: roomId } });
      bookingId = await givenBooking(carol, { roomId, slot: slotIn(48) });
    });
    await eventuallyBooking(carol, bookingId, 'CANCELLED', 'VOIDED');
    expect((await seeBooking(carol, bookingId))?.cancellationReason).toBe('The room was closed.');
  });

  test('deleting a room with bookings is refused, or cancels and refunds them', async () => {
    const roomId = await givenRoom(host);
    const bookingId = await givenBooking(carol, { roomId, slot: slotIn(24) });
    await eventuallyBooking(carol, bookingId, 'CONFIRMED', 'CAPTURED');
    const refused = await host.run(DeleteRoomDocument, { input: { id: roomId } });
    expect(refused.data?.deleteRoom).toMatchObject({ __typename: 'RoomHasBookings', bookingCount: 1 });
    const deleted = await host.run(DeleteRoomDocument, { input: { id: roomId, cancelBookings: true } });
    expect(deleted.data?.deleteRoom).toMatchObject({ __typename: 'DeleteRoomSuccess' });
    const { data } = await eventually(async () => {
      const answer = await carol.run(
        'query ($id: ID!) { booking(id: $id) { status cancellationReason payment { status } } }',
        { id: bookingId },
      );
      expect(answer.data).toMatchObject({
        booking: { status: 'CANCELLED', payment: { status: 'REFUNDED' } },
      });
      return answer;
    });
    expect(data).toMatchObject({ booking: { cancellationReason: 'The room was removed.' } });
  });
});

describe('F14 Self-healing: processes die', () => {
  test.each([
    'booking',
    'payment',
    'room',
    'supplies',
    'community',
    'notification',
    'view',
    'nats',
    'postgres',
    'mongodb',
  ])('the system recovers from kill -9 of %s', async (name) => {
    const roomId = await givenRoom(host);
    const earlier = await givenBooking(carol, { roomId, slot: slotIn(24) });
    instance.kill(name);

    // One command, however many attempts it takes: another slot under the same key would be a conflict.
    const input = {
      roomId,
      slot: slotIn(48),
      paymentMethod: 'pm_card_visa',
      idempotencyKey: `after-${name}`,
    };
    const later = await eventually(async () => {
      const answer = await carol.run<
        { bookRoom: { __typename: string; booking?: { id: string } } },
        { input: object }
      >(
        'mutation ($input: BookRoomInput!) { bookRoom(input: $input) { __typename ... on BookRoomSuccess { booking { id } } } }',
        { input },
      );
      expect(answer.data?.bookRoom?.__typename, JSON.stringify(answer)).toBe('BookRoomSuccess');
      return answer.data?.bookRoom.booking?.id ?? '';
    }, 30_000);
    for (const id of [earlier, later]) {
      await eventually(async () => expect((await seeBooking(carol, id))?.status).toBe('CONFIRMED'), 30_000);
    }
    // Also those that a booking does without: the tests that follow use them.
    await eventually(async () => {
      const { rows } = await instance.launcher().status();
      expect(rows.find((row) => row.name === name)).toMatchObject({ state: 'ready' });
      expect(rows.filter(({ state }) => state === 'not ready')).toEqual([]);
    }, 60_000);
  });
});

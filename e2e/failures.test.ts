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
import { providerOf } from './support/provider.ts';
import { watch } from './support/watch.ts';
import { enter, givenRoom, slotIn, type World } from './support/world.ts';

let world: World;
let host: Client;
let carol: Client;

beforeAll(async () => {
  world = await enter();
  host = await world.as('henry', 'host');
  carol = await world.as('carol');
});
afterAll(() => world[Symbol.asyncDispose]());

async function seeRoom(id: string) {
  return (await carol.run(RoomDocument, { id })).data?.room;
}

describe('the room service is down', () => {
  test('rooms are booked all the same, and every booking is assigned when it returns', async () => {
    const roomId = await givenRoom(host);
    const bookings: string[] = [];
    await eventually(async () => expect(await seeRoom(roomId)).toBeTruthy());
    await using door = watch(carol.subscribe(RoomStatusDocument, { roomIds: [roomId] }));
    await door.until(() => true);

    await world.without(['room'], async () => {
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
  test('a room is registered, and stocked when supplies returns', async () => {
    let roomId = '';
    await world.without(['supplies'], async () => {
      roomId = await givenRoom(host, { supplies: [{ name: 'Projector', quantity: 2 }] });
      const answer = await carol.run(RoomDocument, { id: roomId });
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'SUBGRAPH_UNAVAILABLE',
        subgraph: 'supplies',
      });
    });
    await eventually(async () => {
      expect((await seeRoom(roomId))?.supplies).toMatchObject([{ name: 'Projector', quantity: 2 }]);
    });
  });

  test('a room is not deleted, and the answer says why; then it is, with its supplies', async () => {
    const roomId = await givenRoom(host, { supplies: [{ name: 'Projector', quantity: 2 }] });
    const supplyId = await eventually(async () => {
      const [supply] = (await seeRoom(roomId))?.supplies ?? [];
      if (!supply) throw new Error('not stocked yet');
      return supply.id;
    });
    await world.without(['supplies'], async () => {
      const { data } = await host.run(DeleteRoomDocument, {
        input: { id: roomId, idempotencyKey: 'delete-1' },
      });
      expect(data?.deleteRoom).toMatchObject({ __typename: 'SuppliesUnavailable' });
    });
    expect(await seeRoom(roomId)).toMatchObject({ id: roomId });

    const { data } = await host.run(DeleteRoomDocument, {
      input: { id: roomId, idempotencyKey: 'delete-1' },
    });
    expect(data?.deleteRoom).toEqual({ __typename: 'DeleteRoomSuccess', id: roomId });
    expect(await seeRoom(roomId)).toBeNull();
    await eventually(async () => {
      const supply = await carol.run('query ($id: ID!) { supply(id: $id) { id } }', { id: supplyId });
      expect(supply.data).toEqual({ supply: null });
    });
  });
});

describe('payment is down', () => {
  test('nothing is held, and the answer says when to come back', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    await world.without(['payment'], async () => {
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
  test('an authorisation whose outcome nobody heard is voided', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    // Otherwise a webhook tells what the answer does not.
    await providerOf(world).while({ hangAfter: true, webhookLossRate: 1 }, async () => {
      expect(await book(carol, { roomId, slot })).toMatchObject({ __typename: 'PaymentUnavailable' });
    });
    const id = (await newestBooking(carol))?.id ?? '';
    await eventuallyBooking(carol, id, 'REJECTED', 'VOIDED');
    expect(await book(carol, { roomId, slot })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });
});

describe('a room goes away', () => {
  test('closing refuses new bookings, reopening takes them again', async () => {
    const roomId = await givenRoom(host);
    await host.run(CloseRoomDocument, { input: { id: roomId, reason: 'Painting' } });
    await eventually(async () => {
      expect(await book(carol, { roomId, slot: slotIn(24) })).toMatchObject({
        __typename: 'RoomUnavailable',
      });
    });
    expect((await seeRoom(roomId))?.status).toBe('CLOSED');
    await host.run(ReopenRoomDocument, { input: { id: roomId } });
    await eventually(async () => {
      expect(await book(carol, { roomId, slot: slotIn(24) })).toMatchObject({
        __typename: 'BookRoomSuccess',
      });
    });
  });

  test('a booking whose room was closed before it could be assigned is cancelled, and nothing is charged', async () => {
    const roomId = await givenRoom(host);
    await eventuallyBooking(carol, await givenBooking(carol, { roomId, slot: slotIn(24) }), 'CONFIRMED');
    // Booking hears of nothing while NATS is away, so it goes on taking bookings for the closed room.
    let bookingId = '';
    await world.without(['nats'], async () => {
      await host.run(CloseRoomDocument, { input: { id: roomId } });
      bookingId = await givenBooking(carol, { roomId, slot: slotIn(48) });
    });
    await eventuallyBooking(carol, bookingId, 'CANCELLED', 'VOIDED');
    expect((await seeBooking(carol, bookingId))?.cancellationReason).toBe('The room was closed.');
  });

  test('deleting a room with bookings says so, or cancels and refunds them', async () => {
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

describe('processes die', () => {
  test.each(['booking', 'payment', 'room', 'supplies', 'nats', 'postgres', 'mongodb'])(
    'the system recovers from kill -9 of %s',
    async (name) => {
      const roomId = await givenRoom(host);
      const earlier = await givenBooking(carol, { roomId, slot: slotIn(24) });
      world.kill(name);

      // One command, however often it takes: a slot of its own at each try would be another under the same key.
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
        expect(answer.data?.bookRoom.__typename, JSON.stringify(answer)).toBe('BookRoomSuccess');
        return answer.data?.bookRoom.booking?.id ?? '';
      }, 30_000);
      for (const id of [earlier, later]) {
        await eventually(async () => expect((await seeBooking(carol, id))?.status).toBe('CONFIRMED'), 30_000);
      }
    },
  );
});

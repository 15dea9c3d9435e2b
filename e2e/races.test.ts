import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { RoomDocument } from '../examples/documents.generated.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, cancel, eventuallyBooking, givenBooking, seeBooking, untilHeld } from './support/booking.ts';
import { type Intent, providerOf } from './support/provider.ts';
import { lockRow } from './support/row-lock.ts';
import { enter, givenRoom, slotIn, type World } from './support/world.ts';

let world: World;
let host: Client;
let erin: Client;

beforeAll(async () => {
  world = await enter();
  host = await world.as('henry', 'host');
  erin = await world.as('erin');
});
afterAll(() => world[Symbol.asyncDispose]());

/** Long enough for a test to take hold of the booking's row before the provider answers. */
const SLOW = { latencyMs: 1_500 };

describe('booking is killed when payment has granted the money and PAID is not committed yet', () => {
  /** Asks for a booking and kills the service in the middle of that commit; the request is cut off. */
  async function killedBeforePaid(request: Parameters<typeof book>[1]): Promise<string> {
    let id = '';
    await providerOf(world).while(SLOW, async () => {
      const answer = book(erin, request).catch(() => 'cut off');
      id = await untilHeld(erin, request.roomId);
      await using lock = await lockRow(world, 'booking.bookings', `id = '${id}'`);
      await lock.untilWanted();
      world.kill('booking');
      await lock.endWaiting();
      expect(await answer).toBe('cut off');
    });
    expect(await providerOf(world).intentsOf([id])).toMatchObject([{ status: 'requires_capture' }]);
    return id;
  }

  test('the slot is free again, and the money is let go', async () => {
    const request = { roomId: await givenRoom(host), slot: slotIn(24) };
    const id = await killedBeforePaid(request);
    await eventuallyBooking(erin, id, 'REJECTED', 'VOIDED');
    expect(await providerOf(world).intentsOf([id])).toMatchObject([{ status: 'canceled', captured: 0 }]);
    await eventuallyBooking(erin, await givenBooking(erin, request), 'CONFIRMED', 'CAPTURED');
  });

  test('and asked again with the same key, it is that booking that is paid, once', async () => {
    const roomId = await givenRoom(host);
    const request = { roomId, slot: slotIn(24), idempotencyKey: `once-${roomId}` };
    const id = await killedBeforePaid(request);
    const again = await eventually(() => givenBooking(erin, request));
    expect(again).toBe(id);
    await eventuallyBooking(erin, id, 'CONFIRMED', 'CAPTURED');
    expect(await providerOf(world).intentsOf([id])).toMatchObject([{ status: 'succeeded' }]);
  });
});

describe('a booking is cancelled', () => {
  const statusOf = async (roomId: string) =>
    (await erin.run(RoomDocument, { id: roomId })).data?.room?.status;

  test('before its room could be assigned: the room stays free and nothing is taken', async () => {
    const roomId = await givenRoom(host);
    let id = '';
    await world.without(['room'], async () => {
      id = await givenBooking(erin, { roomId });
      expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    });
    await eventuallyBooking(erin, id, 'CANCELLED', 'VOIDED');
    await eventually(async () => expect(await statusOf(roomId)).toBe('EMPTY'));
    expect(await providerOf(world).intentsOf([id])).toMatchObject([{ status: 'canceled', captured: 0 }]);
  });

  test('while the provider has taken the money and nobody has heard of it yet: it is given back', async () => {
    const roomId = await givenRoom(host);
    const provider = providerOf(world);
    let id = '';
    await provider.while({ webhookLossRate: 1 }, async () => {
      await world.without(['room'], async () => {
        id = await givenBooking(erin, { roomId, slot: slotIn(24) });
        await provider.misbehave({ hangAfter: true });
      });
      await eventually(async () =>
        expect(await provider.intentsOf([id])).toMatchObject([{ status: 'succeeded' }]),
      );
      expect(await seeBooking(erin, id)).toMatchObject({ status: 'PAID' });
      expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    });
    await eventuallyBooking(erin, id, 'CANCELLED', 'REFUNDED');
    const [intent] = await provider.intentsOf([id]);
    expect(intent?.refunded).toBe(intent?.captured);
  });

  test('while payment is about to note that it shall take the money: it is not taken, or given back', async () => {
    const roomId = await givenRoom(host);
    await using away = new AsyncDisposableStack();
    await world.stop('room');
    away.defer(() => world.start('room'));
    const id = await givenBooking(erin, { roomId, slot: slotIn(24) });
    {
      await using lock = await lockRow(world, 'payment.payments', `booking_id = '${id}'`);
      await away.disposeAsync();
      // The room is assigned, and payment has come as far as this row.
      await lock.untilWanted();
      expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    }
    await eventually(async () => {
      const booking = await seeBooking(erin, id);
      expect(booking?.status).toBe('CANCELLED');
      expect(['VOIDED', 'REFUNDED']).toContain(booking?.payment?.status);
      expect(await providerOf(world).intentsOf([id])).toSatisfy(nothingKept);
    });
  });

  test('the moment it is made, many times over: none keeps the room or the money', async () => {
    const roomId = await givenRoom(host);
    const ids = await Promise.all(
      Array.from({ length: 16 }, async (_, index) => {
        const id = await givenBooking(erin, { roomId, slot: slotIn(index * 2) });
        expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
        return id;
      }),
    );
    await eventually(async () => {
      for (const id of ids) {
        const booking = await seeBooking(erin, id);
        expect(booking?.status).toBe('CANCELLED');
        expect(['VOIDED', 'REFUNDED']).toContain(booking?.payment?.status);
      }
      expect(await providerOf(world).intentsOf(ids)).toSatisfy(nothingKept);
      expect(await statusOf(roomId)).toBe('EMPTY');
    });
  });
});

/** True when each intent was cancelled, or gave back what it took. */
function nothingKept(intents: readonly Intent[]) {
  return intents.every(({ status, captured, refunded }) => status === 'canceled' || captured === refunded);
}

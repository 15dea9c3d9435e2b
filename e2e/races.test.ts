import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, cancel, eventuallyBooking, givenBooking, seeBooking } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { type Intent, providerOf } from './support/provider.ts';
import { seeRoom } from './support/room.ts';
import { lockRow, type RowLock } from './support/row-lock.ts';

let instance: SharedInstance;
let host: Client;
let erin: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  erin = await instance.as('erin');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** Long enough for a test to lock the booking's row before the provider responds. */
const SLOW = { latencyMs: 1_500 };
/** Time for several requests. */
const CAUGHT_MS = 60_000;

type Request = Parameters<typeof book>[1];

describe('booking is killed when payment has authorised the money and PAID is not committed yet', () => {
  /** A request whose answer waits for a locked row: the one that the commit of PAID changes. */
  type CaughtRequest = AsyncDisposable & {
    readonly request: Request;
    readonly answer: Promise<unknown>;
    readonly lock: RowLock;
  };

  async function catchBeforePaid(request: Request): Promise<CaughtRequest> {
    await using stack = new AsyncDisposableStack();
    const answer = book(erin, request).catch(() => 'cut off');
    const lock = stack.use(await lockRow(instance, 'booking.bookings', `room_id = '${request.roomId}'`));
    const first = await Promise.race([answer, lock.untilWanted().then(() => 'wanted')]);
    expect(first, 'the answer came before the row was locked').toBe('wanted');
    const held = stack.move();
    return { request, answer, lock, [Symbol.asyncDispose]: () => held.disposeAsync() };
  }

  /** Kills the service during that commit of a request, which is cut off. Returns it and its booking's id. */
  async function killedBeforePaid(
    newRequest: () => Promise<Request>,
  ): Promise<{ readonly request: Request; readonly id: string }> {
    const { request, id } = await providerOf(instance).while(SLOW, async () => {
      // On a busy machine the answer may come first: then another request is sent.
      await using caught = await eventually(async () => catchBeforePaid(await newRequest()), CAUGHT_MS);
      instance.kill('booking');
      await caught.lock.endWaiting();
      expect(await caught.answer).toBe('cut off');
      return { request: caught.request, id: caught.lock.id };
    });
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ status: 'requires_capture' }]);
    return { request, id };
  }

  test('the slot is free again, and the authorisation is voided', async () => {
    const { request, id } = await killedBeforePaid(async () => ({
      roomId: await givenRoom(host),
      slot: slotIn(24),
    }));
    await eventuallyBooking(erin, id, 'REJECTED', 'VOIDED');
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ status: 'canceled', captured: 0 }]);
    await eventuallyBooking(erin, await givenBooking(erin, request), 'CONFIRMED', 'CAPTURED');
  });

  test('and a retry with the same key pays the same booking, once', async () => {
    const { request, id } = await killedBeforePaid(async () => {
      const roomId = await givenRoom(host);
      return { roomId, slot: slotIn(24), idempotencyKey: `once-${roomId}` };
    });
    const again = await eventually(() => givenBooking(erin, request));
    expect(again).toBe(id);
    await eventuallyBooking(erin, id, 'CONFIRMED', 'CAPTURED');
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ status: 'succeeded' }]);
  });
});

describe('a booking is cancelled', () => {
  test('before its room is assigned: the room stays free and nothing is captured', async () => {
    const roomId = await givenRoom(host);
    let id = '';
    await instance.without(['room'], async () => {
      id = await givenBooking(erin, { roomId });
      expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    });
    await eventuallyBooking(erin, id, 'CANCELLED', 'VOIDED');
    await eventually(async () => expect((await seeRoom(erin, roomId))?.status).toBe('EMPTY'));
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ status: 'canceled', captured: 0 }]);
  });

  test('while the provider has captured the money and did not respond yet: it is refunded', async () => {
    const roomId = await givenRoom(host);
    const provider = providerOf(instance);
    let id = '';
    await provider.while({ webhookLossRate: 1 }, async () => {
      await instance.without(['room'], async () => {
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

  test('while payment is about to record the capture: nothing is captured, or it is refunded', async () => {
    const roomId = await givenRoom(host);
    await using away = new AsyncDisposableStack();
    await instance.stop('room');
    away.defer(() => instance.start('room'));
    const id = await givenBooking(erin, { roomId, slot: slotIn(24) });
    {
      await using lock = await lockRow(instance, 'payment.payments', `booking_id = '${id}'`);
      await away.disposeAsync();
      // The room is assigned, and payment waits for this row.
      await lock.untilWanted();
      expect(await cancel(erin, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    }
    await eventually(async () => {
      const booking = await seeBooking(erin, id);
      expect(booking?.status).toBe('CANCELLED');
      expect(['VOIDED', 'REFUNDED']).toContain(booking?.payment?.status);
      expect(await providerOf(instance).intentsOf([id])).toSatisfy(nothingKept);
    });
  });

  test('E6 The customer can cancel, immediately after booking, many times: no room or money is kept', async () => {
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
      expect(await providerOf(instance).intentsOf(ids)).toSatisfy(nothingKept);
      expect((await seeRoom(erin, roomId))?.status).toBe('EMPTY');
    });
  });
});

/** True if each intent was cancelled, or refunded what it captured. */
function nothingKept(intents: readonly Intent[]) {
  return intents.every(({ status, captured, refunded }) => status === 'canceled' || captured === refunded);
}

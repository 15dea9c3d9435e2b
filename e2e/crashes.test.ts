import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../examples/client.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book, eventuallyBooking, givenHeldRequest } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';
import { providerOf } from './support/provider.ts';

let instance: SharedInstance;
let host: Client;
let dora: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  dora = await instance.as('dora');
});
afterAll(() => instance[Symbol.asyncDispose]());

describe('booking is killed while it waits for payment', () => {
  test.each([
    ['whose payment has not reached the provider yet', { hang: true }, []],
    ['whose payment is authorised', { hangAfter: true, webhookLossRate: 1 }, ['requires_capture']],
  ])('%s: the slot is free again, and nothing stays charged', async (_when, misbehaviour, statuses) => {
    const provider = providerOf(instance);
    const { request, id } = await provider.while(misbehaviour, async () => {
      const held = await givenHeldRequest(dora, async () => ({
        roomId: await givenRoom(host),
        slot: slotIn(24),
      }));
      if (statuses.length > 0)
        await eventually(async () => expect(await provider.intentsOf([held.id])).toHaveLength(1));
      instance.kill('booking');
      expect(await held.answer).toBe('cut off');
      return held;
    });
    await eventually(async () => {
      expect(await book(dora, request)).toMatchObject({ __typename: 'BookRoomSuccess' });
    }, 60_000);
    await eventually(async () => {
      for (const intent of await provider.intentsOf([id]))
        expect(intent).toMatchObject({ status: 'canceled', captured: 0 });
    });
    const { data } = await dora.run('query ($id: ID!) { booking(id: $id) { status } }', { id });
    expect(data).toEqual({ booking: { status: 'REJECTED' } });
  });

  test('and the customer retries with the same key: the same booking is paid', async () => {
    const misbehaviour = { hangAfter: true, webhookLossRate: 1 };
    const { request, id } = await providerOf(instance).while(misbehaviour, async () => {
      const held = await givenHeldRequest(dora, async () => {
        const roomId = await givenRoom(host);
        return { roomId, slot: slotIn(24), idempotencyKey: `again-${roomId}` };
      });
      instance.kill('booking');
      await held.answer;
      return held;
    });
    const booked = await eventually(async () => {
      const answer = await book(dora, request);
      if (answer.__typename !== 'BookRoomSuccess') throw new Error(`Not booked: ${JSON.stringify(answer)}`);
      return answer.booking.id;
    }, 30_000);
    expect(booked).toBe(id);
    await eventuallyBooking(dora, id, 'CONFIRMED', 'CAPTURED');
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ status: 'succeeded' }]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../examples/client.ts';
import { book, eventuallyBooking, givenBooking, newestBooking, seeBooking } from '../support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from '../support/instance.ts';
import { providerOf } from '../support/provider.ts';
import { seeRoom } from '../support/room.ts';

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('sun');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** A booking and its payment without its room, which is readable while the room service is down. */
async function seePaid(id: string): Promise<unknown> {
  const { data } = await customer.run<{ booking: unknown }, object>(
    'query ($id: ID!) { booking(id: $id) { status payment { status amount { amount } } } }',
    { id },
  );
  return data?.booking;
}

describe('spacerent: booking to registration, my page', () => {
  test('E2 The booking is submitted to payment: the provider has one request for it', async () => {
    const id = await givenBooking(customer, { roomId: await givenRoom(host), slot: slotIn(24) });
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([{ metadata: { bookingId: id } }]);
  });

  test('E3 Payment approves: the booking is PAID before anything else happens to it', async () => {
    const id = await givenBooking(customer, { roomId: await givenRoom(host), slot: slotIn(24) });
    const { history } = await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    expect(history.map(({ type }) => type)).toEqual(['REQUESTED', 'PAID', 'CONFIRMED']);
  });

  test('E4 On approval, the room is assigned to the booking', async () => {
    const roomId = await givenRoom(host);
    const id = await givenBooking(customer, { roomId });
    await eventuallyBooking(customer, id, 'CONFIRMED');
    expect(await seeRoom(customer, roomId)).toMatchObject({ status: 'FULL', currentBooking: { id } });
  });

  test('E7 No assignment without payment', async () => {
    const roomId = await givenRoom(host);
    const declined = await book(customer, { roomId, paymentMethod: 'pm_card_visa_chargeDeclined' });
    expect(declined).toMatchObject({ __typename: 'PaymentDeclined' });
    const rejected = (await newestBooking(customer))?.id ?? '';
    // By then, a booking of the same room that was paid is assigned.
    const paid = await givenBooking(customer, { roomId, slot: slotIn(24) });
    await eventuallyBooking(customer, paid, 'CONFIRMED');
    expect((await seeBooking(customer, rejected))?.history.map(({ type }) => type)).toEqual([
      'REQUESTED',
      'REJECTED',
    ]);
    expect(await seeRoom(customer, roomId)).toMatchObject({ status: 'EMPTY', currentBooking: null });
  });

  test('E8 Booking and payment go on while the room service is down', async () => {
    const roomId = await givenRoom(host);
    let id = '';
    await instance.without(['room'], async () => {
      id = await givenBooking(customer, { roomId, slot: slotIn(24) });
      expect(await seePaid(id)).toEqual({
        status: 'PAID',
        payment: { status: 'AUTHORIZED', amount: { amount: 10_000 } },
      });
    });
    await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
  });
});

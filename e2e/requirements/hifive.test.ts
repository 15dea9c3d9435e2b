import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../examples/client.ts';
import { CloseRoomDocument, RoomsDocument } from '../../examples/documents.generated.ts';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { book, cancel, eventuallyBooking, givenBooking } from '../support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from '../support/instance.ts';
import { providerOf } from '../support/provider.ts';

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('hana-books');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** The status of a room alone, which the room service answers. */
async function statusOf(roomId: string): Promise<unknown> {
  const { data, errors } = await customer.run<{ room: { status: string } }, object>(
    'query ($id: ID!) { room(id: $id) { status } }',
    { id: roomId },
  );
  expect(errors).toBeUndefined();
  return data?.room.status;
}

describe('HiFive: booking, payment, live status', () => {
  test('B1 A host registers a room, which customers see', async () => {
    const name = `Room ${newId()}`;
    const id = await givenRoom(host, { name, location: 'Seoul' });
    const { data } = await customer.run(RoomsDocument, { filter: { nameContains: name } });
    expect(data?.rooms?.edges.map(({ node }) => node)).toMatchObject([
      { id, name, location: 'Seoul', capacity: 8, status: 'EMPTY', hourlyRate: { amount: 10_000 } },
    ]);
  });

  test('B3 The customer pays: the price is captured, once', async () => {
    const id = await givenBooking(customer, { roomId: await givenRoom(host), slot: slotIn(24, 2) });
    const { payment } = await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    expect(payment?.amount).toEqual({ amount: 20_000, currency: 'EUR' });
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([
      { status: 'succeeded', captured: 20_000, refunded: 0 },
    ]);
  });

  test('B5 The customer can cancel, and nobody else; the slot is free for others at once', async () => {
    const roomId = await givenRoom(host);
    const slot = slotIn(24);
    const id = await givenBooking(customer, { roomId, slot });
    const other = await instance.as('hugh-books');
    expect(await cancel(other, { id })).toMatchObject({ __typename: 'NotFound' });
    expect(await book(other, { roomId, slot })).toMatchObject({ __typename: 'SlotTaken' });
    expect(await cancel(customer, { id, reason: 'Rain' })).toMatchObject({
      __typename: 'CancelBookingSuccess',
      booking: { id, status: 'CANCELLED', cancellationReason: 'Rain' },
    });
    expect(await book(other, { roomId, slot })).toMatchObject({ __typename: 'BookRoomSuccess' });
  });

  test('B7 Room status can be read at any time, also while all other services are down', async () => {
    const roomId = await givenRoom(host);
    expect(await statusOf(roomId)).toBe('EMPTY');
    await givenBooking(customer, { roomId });
    await eventually(async () => expect(await statusOf(roomId)).toBe('FULL'));
    await instance.without(['booking', 'payment', 'supplies'], async () => {
      expect(await statusOf(roomId)).toBe('FULL');
    });
    const closed = await givenRoom(host);
    await host.run(CloseRoomDocument, { input: { id: closed } });
    expect(await statusOf(closed)).toBe('CLOSED');
  });
});

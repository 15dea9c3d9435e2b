import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../examples/client.ts';
import { DeleteRoomDocument, UpdateRoomDocument } from '../../examples/documents.generated.ts';
import { book, cancel, eventuallyBooking, givenBooking, seeBooking } from '../support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from '../support/instance.ts';
import { providerOf } from '../support/provider.ts';
import { seeRoom } from '../support/room.ts';

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('sara');
});
afterAll(() => instance[Symbol.asyncDispose]());

describe('Shared office: reviews, messages, one screen', () => {
  test('C1 An operator registers, changes and deletes rooms, and no customer does', async () => {
    const id = await givenRoom(host, { name: 'Blue' });
    expect(await seeRoom(customer, id)).toMatchObject({ name: 'Blue', capacity: 8 });
    const changes = { id, name: 'Green', capacity: 12 };
    for (const { errors } of [
      await customer.run(UpdateRoomDocument, { input: changes }),
      await customer.run(DeleteRoomDocument, { input: { id } }),
    ])
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const updated = await host.run(UpdateRoomDocument, { input: changes });
    expect(updated.data?.updateRoom).toMatchObject({ __typename: 'UpdateRoomSuccess' });
    expect(await seeRoom(customer, id)).toMatchObject({ name: 'Green', capacity: 12 });
    const deleted = await host.run(DeleteRoomDocument, { input: { id } });
    expect(deleted.data?.deleteRoom).toEqual({ __typename: 'DeleteRoomSuccess', roomId: id });
    expect(await seeRoom(customer, id)).toBeNull();
  });

  test('C3 Payment goes with the booking: one answer has both', async () => {
    const answer = await book(customer, { roomId: await givenRoom(host), slot: slotIn(24) });
    expect(answer).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: {
        status: 'PAID',
        price: { amount: 10_000, currency: 'EUR' },
        payment: { id: expect.any(String), status: expect.stringMatching(/^(AUTHORIZED|CAPTURED)$/) },
      },
    });
  });

  test('C5 A customer can cancel: what was captured is refunded, and the history says so', async () => {
    const id = await givenBooking(customer, { roomId: await givenRoom(host), slot: slotIn(24) });
    await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    expect(await cancel(customer, { id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
    await eventuallyBooking(customer, id, 'CANCELLED', 'REFUNDED');
    expect(await providerOf(instance).intentsOf([id])).toMatchObject([
      { captured: 10_000, refunded: 10_000 },
    ]);
    const history = (await seeBooking(customer, id))?.history.map(({ type }) => type);
    expect(history).toEqual(['REQUESTED', 'PAID', 'CONFIRMED', 'CANCELLED']);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../examples/client.ts';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { eventuallyBooking, givenBooking } from '../support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from '../support/instance.ts';

const FREE_ROOMS = `query ($slot: SlotInput!, $name: String!) {
  availableRooms(slot: $slot, filter: { nameContains: $name }) { edges { node { id } } } }`;
const WHOLE_BOOKING = `query ($id: ID!) {
  booking(id: $id) { status payment { status } room { status supplies { name } } } }`;

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('otto');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** The rooms of this name that are free in the slot. */
async function findFree(name: string, slot: { readonly start: string; readonly end: string }) {
  const { data } = await customer.run<{ availableRooms: { edges: { node: { id: string } }[] } }, object>(
    FREE_ROOMS,
    { slot, name },
  );
  return data?.availableRooms.edges.map(({ node }) => node.id);
}

describe('Operation', () => {
  test('F2 CQRS: free rooms are found in a model of their own, while the room service is down', async () => {
    const name = `Room ${newId()}`;
    const free = await givenRoom(host, { name });
    const taken = await givenRoom(host, { name });
    const slot = slotIn(24);
    await eventually(async () => expect(await findFree(name, slot)).toEqual([free, taken].sort()));
    await instance.without(['room'], async () => {
      await givenBooking(customer, { roomId: taken, slot });
      expect(await findFree(name, slot)).toEqual([free]);
    });
  });

  test('F6 Polyglot persistence: one answer joins both databases; without MongoDB, bookings go on in PostgreSQL', async () => {
    const name = `Room ${newId()}`;
    const roomId = await givenRoom(host, { name, supplies: [{ name: 'Lamp', quantity: 1 }] });
    await eventually(async () => expect(await findFree(name, slotIn(24))).toEqual([roomId]));
    let id = '';
    await instance.without(['mongodb'], async () => {
      id = await givenBooking(customer, { roomId });
    });
    await eventuallyBooking(customer, id, 'CONFIRMED', 'CAPTURED');
    await eventually(async () => {
      const { data } = await customer.run(WHOLE_BOOKING, { id });
      expect(data).toEqual({
        booking: {
          status: 'CONFIRMED',
          payment: { status: 'CAPTURED' },
          room: { status: 'FULL', supplies: [{ name: 'Lamp' }] },
        },
      });
    });
  });
});

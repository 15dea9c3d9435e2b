import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Client } from '../../examples/client.ts';
import {
  AddSupplyDocument,
  DeleteRoomDocument,
  RemoveSupplyDocument,
  SetStandardSuppliesDocument,
  UpdateSupplyDocument,
} from '../../examples/documents.generated.ts';
import { newId } from '../../platform/identifiers.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { givenRoom, openSharedInstance, type SharedInstance } from '../support/instance.ts';
import { seeRoom } from '../support/room.ts';

const SUPPLIES = [
  { name: 'Chair', quantity: 8 },
  { name: 'Projector', quantity: 1 },
];

let instance: SharedInstance;
let host: Client;
let customer: Client;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customer = await instance.as('mia');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** The ids of a room's supplies, once it is stocked with those. */
function eventuallyStocked(roomId: string, supplies: typeof SUPPLIES): Promise<readonly string[]> {
  return eventually(async () => {
    const stock = (await seeRoom(customer, roomId))?.supplies ?? [];
    expect(stock.map(({ name, quantity }) => ({ name, quantity }))).toEqual(supplies);
    return stock.map(({ id }) => id);
  });
}

describe('meetingroom: rooms and supplies', () => {
  test('A2 Registering a room provisions its supplies: those of the catalogue, or those that it names', async () => {
    const newHost = await instance.as(`hugo-${newId()}`, 'host');
    await newHost.run(SetStandardSuppliesDocument, { input: { lines: SUPPLIES } });
    await eventuallyStocked(await givenRoom(newHost), SUPPLIES);
    const own = [{ name: 'Piano', quantity: 1 }];
    await eventuallyStocked(await givenRoom(newHost, { supplies: own }), own);
  });

  test('A3 Staff add, change and remove a room’s supplies', async () => {
    const roomId = await givenRoom(host, { supplies: SUPPLIES });
    const [chairs = '', projector = ''] = await eventuallyStocked(roomId, SUPPLIES);
    const added = await host.run(AddSupplyDocument, { input: { roomId, name: 'Lamp', quantity: 3 } });
    expect(added.data?.addSupply).toMatchObject({ __typename: 'AddSupplySuccess' });
    const updated = await host.run(UpdateSupplyDocument, { input: { id: chairs, quantity: 10 } });
    expect(updated.data?.updateSupply).toMatchObject({ __typename: 'UpdateSupplySuccess' });
    const refused = await customer.run(RemoveSupplyDocument, { input: { id: projector } });
    expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const removed = await host.run(RemoveSupplyDocument, { input: { id: projector } });
    expect(removed.data?.removeSupply).toMatchObject({ __typename: 'RemoveSupplySuccess' });
    await eventuallyStocked(roomId, [
      { name: 'Chair', quantity: 10 },
      { name: 'Lamp', quantity: 3 },
    ]);
  });

  test('A4 Deleting a room removes all its supplies', async () => {
    const roomId = await givenRoom(host, { supplies: SUPPLIES });
    const ids = await eventuallyStocked(roomId, SUPPLIES);
    const { data } = await host.run(DeleteRoomDocument, { input: { id: roomId } });
    expect(data?.deleteRoom).toEqual({ __typename: 'DeleteRoomSuccess', roomId });
    for (const id of ids)
      await eventually(async () => {
        const supply = await customer.run('query ($id: ID!) { supply(id: $id) { id } }', { id });
        expect(supply).toMatchObject({ data: { supply: null } });
        expect(supply.errors).toBeUndefined();
      });
  });
});

import { describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { SupplyQueries } from '../application/ports.ts';
import { ROOMS, SUPPLY, serveGraph, useService, useStockedRoom } from '../testing/graph.ts';

const service = useService();
const stocked = useStockedRoom(service);

async function suppliesOf(...rooms: readonly string[]) {
  const representations = rooms.map((id) => ({ __typename: 'Room', id }));
  return (await service.graph.ask('customer', ROOMS, { rooms: representations })).data._entities;
}
async function chairs(): Promise<string> {
  const [room] = await suppliesOf(stocked.id);
  return room?.supplies[0]?.id ?? '';
}

describe('queries', () => {
  test('a supply by its id, in any case', async () => {
    const id = await chairs();
    const { data } = await service.graph.ask('customer', SUPPLY, { id: id.toUpperCase() });
    expect(data.supply).toEqual({
      id,
      name: 'Chair',
      quantity: 8,
      roomId: stocked.id,
      room: { id: stocked.id },
    });
  });
  test('an unknown supply is null, a malformed id is BAD_USER_INPUT', async () => {
    expect((await service.graph.ask('customer', SUPPLY, { id: newId() })).data).toEqual({ supply: null });
    expect((await service.graph.ask('customer', SUPPLY, { id: '42' })).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });
  test('rooms that are unknown or deleted have no supplies', async () => {
    const [unknown, deleted] = [newId(), newId()];
    await service.fixture.registerRoom(deleted, null);
    await service.fixture.deleteRoom(deleted);
    expect(await suppliesOf(stocked.id, unknown, deleted)).toMatchObject([
      { id: stocked.id, supplies: [{ name: 'Chair', quantity: 8 }] },
      { id: unknown, supplies: [] },
      { id: deleted, supplies: [] },
    ]);
  });
  test('the supplies of a room by name, in upper or lower case alike', async () => {
    const roomId = newId();
    const names = ['whiteboard', 'Chair', '의자', 'apple', 'Marker'];
    await service.fixture.registerRoom(
      roomId,
      names.map((name) => ({ name, quantity: 1 })),
    );
    const [room] = await suppliesOf(roomId);
    expect(room?.supplies.map(({ name }) => name)).toEqual([
      'apple',
      'Chair',
      'Marker',
      'whiteboard',
      '의자',
    ]);
  });
  test('a supply as an entity', async () => {
    const id = await chairs();
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Supply { name room { id } } } }';
    const of = [id, newId()].map((each) => ({ __typename: 'Supply', id: each }));
    const { data } = await service.graph.ask('customer', query, { of });
    expect(data._entities).toEqual([{ name: 'Chair', room: { id: stocked.id } }, null]);
  });
  test('references with an id in upper case resolve, those with a malformed id are null', async () => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) {
      ... on Supply { id } ... on Room { id supplies { name } } } }`;
    const id = await chairs();
    const { data } = await service.graph.ask('customer', query, {
      of: [
        { __typename: 'Supply', id: id.toUpperCase() },
        { __typename: 'Supply', id: 'x' },
        { __typename: 'Room', id: stocked.id.toUpperCase() },
        { __typename: 'Room', id: 'x' },
      ],
    });
    expect(data._entities).toEqual([{ id }, null, { id: stocked.id, supplies: [{ name: 'Chair' }] }, null]);
  });
  test('the supplies of many rooms by one read of the store', async () => {
    let reads = 0;
    const queries: SupplyQueries = {
      ...service.fixture.services.queries,
      byRooms(roomIds) {
        reads += 1;
        return service.fixture.services.queries.byRooms(roomIds);
      },
    };
    const counted = await serveGraph({
      ...service.fixture,
      services: { ...service.fixture.services, queries },
    });
    const rooms = Array.from({ length: 20 }, () => ({ __typename: 'Room', id: newId() }));
    for (const { id } of rooms) await service.fixture.registerRoom(id, [{ name: 'Chair', quantity: 1 }]);
    const { data } = await counted.ask('customer', ROOMS, { rooms });
    await counted.close();
    expect(data._entities.map(({ supplies }) => supplies.length)).toEqual(Array(20).fill(1));
    expect(reads).toBe(1);
  });
});

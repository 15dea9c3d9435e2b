import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { SupplyQueries } from '../application/ports.ts';
import { ROOMS, SUPPLY } from '../testing/documents.ts';
import { createFixture, type SuppliesFixture } from '../testing/fixture.ts';
import { type Graph, serveGraph } from '../testing/graph.ts';

let fixture: SuppliesFixture;
let graph: Graph;
let roomId: string;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture);
});
afterAll(async () => {
  await graph.close();
  await fixture[Symbol.asyncDispose]();
});
/** Each test has a room with eight chairs. */
beforeEach(async () => {
  roomId = newId();
  await fixture.registerRoom(roomId, [{ name: 'Chair', quantity: 8 }]);
});

async function suppliesOf(...rooms: readonly string[]) {
  const representations = rooms.map((id) => ({ __typename: 'Room', id }));
  return (await graph.ask('customer', ROOMS, { rooms: representations })).data._entities;
}
async function chairs(): Promise<string> {
  const [room] = await suppliesOf(roomId);
  return room?.supplies[0]?.id ?? '';
}

describe('reading', () => {
  test('a supply by its id', async () => {
    const id = await chairs();
    const { data } = await graph.ask('customer', SUPPLY, { id: id.toUpperCase() });
    expect(data.supply).toEqual({ id, name: 'Chair', quantity: 8, room: { id: roomId } });
  });
  test('an unknown supply is null, a malformed id is BAD_USER_INPUT', async () => {
    expect((await graph.ask('customer', SUPPLY, { id: newId() })).data).toEqual({ supply: null });
    expect((await graph.ask('customer', SUPPLY, { id: '42' })).errors?.[0]?.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });
  test('rooms: those that are unknown or deleted have nothing', async () => {
    const [unknown, deleted] = [newId(), newId()];
    await fixture.registerRoom(deleted, null);
    await fixture.deleteRoom(deleted);
    expect(await suppliesOf(roomId, unknown, deleted)).toMatchObject([
      { id: roomId, supplies: [{ name: 'Chair', quantity: 8 }] },
      { id: unknown, supplies: [] },
      { id: deleted, supplies: [] },
    ]);
  });
  test('a supply as an entity', async () => {
    const id = await chairs();
    const query =
      'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Supply { name room { id } } } }';
    const of = [id, newId()].map((each) => ({ __typename: 'Supply', id: each }));
    const { data } = await graph.ask('customer', query, { of });
    expect(data._entities).toEqual([{ name: 'Chair', room: { id: roomId } }, null]);
  });
  test('many rooms and what is in them by one read of the store', async () => {
    let reads = 0;
    const queries: SupplyQueries = {
      ...fixture.services.queries,
      byRooms(roomIds) {
        reads += 1;
        return fixture.services.queries.byRooms(roomIds);
      },
    };
    const counted = await serveGraph({ ...fixture, services: { ...fixture.services, queries } });
    const rooms = Array.from({ length: 20 }, () => ({ __typename: 'Room', id: newId() }));
    for (const { id } of rooms) await fixture.registerRoom(id, [{ name: 'Chair', quantity: 1 }]);
    const { data } = await counted.ask('customer', ROOMS, { rooms });
    await counted.close();
    expect(data._entities.map(({ supplies }) => supplies.length)).toEqual(Array(20).fill(1));
    expect(reads).toBe(1);
  });
});

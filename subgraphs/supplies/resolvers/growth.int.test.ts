import { expect, inject, test } from 'vitest';
import { type MongoReads, monitoredUrl, readsOfMongoEach } from '../../../platform/testing/mongo-reads.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { catalogueId } from '../domain/catalogue.ts';
import { createFixture, HOST } from '../testing/fixture.ts';
import { MAY_REMOVE, ROOMS, STANDARD, SUPPLY, serveGraph } from '../testing/graph.ts';

type Stored = { readonly _id: string };

const SUPPLIES_OF_ROOM = 10;

const roomId = (room: number) => `0190b6a0-0000-7000-8000-${room.toString(16).padStart(12, '0')}`;
const supplyId = (room: number, line: number) =>
  `0190b6a0-0000-7000-800${line % 10}-${room.toString(16).padStart(12, '0')}`;

function stockOf(room: number) {
  const supplies = Array.from({ length: SUPPLIES_OF_ROOM }, (_, line) => ({
    id: supplyId(room, line),
    name: `Thing ${line}`,
    quantity: 1,
    updatedAt: '2030-05-01T06:00:00.000Z',
  }));
  const state = { roomId: roomId(room), status: 'PROVISIONED', host: { id: HOST, roomVersion: 1 }, supplies };
  return { _id: roomId(room), revision: 1, version: 1, state, outbox: [] };
}

/** What each read of the service costs in a store with stocks of so many rooms, and as many catalogues. */
async function readsFrom(rooms: number): Promise<ReadonlyMap<string, MongoReads>> {
  await using fixture = await createFixture(monitoredUrl(inject('mongodbUrl')));
  const numbers = Array.from({ length: rooms }, (_, room) => room);
  await fixture.mongo.collection<Stored>('room_stocks').insertMany(numbers.map(stockOf));
  await fixture.mongo.collection<Stored>('catalogue').insertMany(
    numbers.map((host) => {
      const state = { lines: [{ name: 'Chair', quantity: 1 }] };
      return {
        _id: catalogueId(host === 0 ? HOST : `host ${host}`),
        revision: 1,
        version: 1,
        state,
        outbox: [],
      };
    }),
  );
  const graph = await serveGraph(fixture);
  const asked = Array.from({ length: 20 }, (_, room) => ({ __typename: 'Room', id: roomId(room) }));
  const supplies = Array.from({ length: 20 }, (_, room) => ({ __typename: 'Supply', id: supplyId(room, 3) }));
  const ask =
    (role: 'customer' | 'host' | 'service', query: string, variables = {}) =>
    async () => {
      const { errors } = await graph.ask(role, query, variables);
      expect(errors).toBeUndefined();
    };
  try {
    return await readsOfMongoEach(fixture.roomStocks.aggregates.db, {
      'a supply': ask('customer', SUPPLY, { id: supplyId(7, 3) }),
      'the supplies of 20 rooms': ask('customer', ROOMS, { rooms: asked }),
      '20 supplies by reference': ask(
        'customer',
        'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Supply { id name room { id } } } }',
        { of: supplies },
      ),
      'the standard supplies of a host': ask('host', STANDARD),
      'whether supplies may be removed': ask('service', MAY_REMOVE, { roomId: roomId(7) }),
    });
  } finally {
    await graph.close();
  }
}

test('each read costs as much in a store with ten times the rooms', async () => {
  const growth = compareReads(await readsFrom(1_000), await readsFrom(10_000));
  printGrowth('supplies, ten times the rooms', growth);
  expect(growing(growth)).toEqual([]);
}, 120_000);

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transitionsOf } from '../../../platform/decisions/decider.ts';
import { newId } from '../../../platform/identifiers.ts';
import { catalogueDecider, catalogueId } from '../domain/catalogue.ts';
import { evolve, NOBODY, type RoomHost, type RoomStockEvent, type Supply } from '../domain/room-stock.ts';
import { createFixture, HOST, type SuppliesFixture } from '../testing/fixture.ts';
import { createMongoRoomStockStore } from './mongo-room-stock-store.ts';

const AT = '2030-05-01T10:00:00.000Z';

let fixture: SuppliesFixture;
beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());

function supplyOf(name: string): Supply {
  return { id: newId(), name, quantity: 1, updatedAt: AT };
}

const host: RoomHost = { id: HOST, roomVersion: 1 };

function provisioned(
  roomId: string,
  ...supplies: Supply[]
): Extract<RoomStockEvent, { type: 'SuppliesProvisioned' }> {
  return { type: 'SuppliesProvisioned', at: AT, roomId, host, supplies };
}

/** Appends to a stock as the command handler does. */
async function append(
  id: string,
  events: readonly RoomStockEvent[],
  options: { readonly expectedVersion?: number; readonly handles?: string } = {},
) {
  const { stocks } = fixture.services;
  const { state: before, version } = await stocks.load(id);
  const { expectedVersion = version, handles } = options;
  const cause = { correlationId: 'story', causationId: handles ?? newId() };
  const transitions = transitionsOf(evolve, before, events);
  return stocks.append({ id, expectedVersion, transitions, cause, handles });
}

describe('the store of stocks', () => {
  test('loads an unknown room as undefined at version 0', async () => {
    expect(await fixture.services.stocks.load(newId())).toEqual({ state: undefined, version: 0 });
  });

  test('loads what was stored, and wakes the relay', async () => {
    const [roomId, chairs] = [newId(), supplyOf('Chair')];
    const wakes = fixture.wakes();
    expect(await append(roomId, [provisioned(roomId, chairs)])).toBe('appended');
    expect(await fixture.services.stocks.load(roomId)).toEqual({
      state: { status: 'PROVISIONED', roomId, host, supplies: [chairs] },
      version: 1,
    });
    expect(fixture.wakes()).toBe(wakes + 1);
  });

  test('refuses a change that is based on an older state', async () => {
    const roomId = newId();
    await append(roomId, [provisioned(roomId)]);
    const change = { type: 'SupplyAdded', at: AT, supply: supplyOf('Chair') } as const;
    expect(await append(roomId, [change])).toBe('appended');
    expect(await append(roomId, [change], { expectedVersion: 1 })).toBe('conflict');
    expect(await append(roomId, [provisioned(roomId)], { expectedVersion: 0 })).toBe('conflict');
  });

  test('recognises handled commands and events, published or not', async () => {
    const { stocks } = fixture.services;
    const [roomId, handles] = [newId(), newId()];
    expect(await stocks.hasHandled(handles)).toBe(false);
    await append(roomId, [provisioned(roomId)], { handles });
    expect(await stocks.hasHandled(handles)).toBe(true);
    expect(await append(roomId, [provisioned(roomId)], { handles })).toBe('handled-before');
    await fixture.publish();
    expect(await stocks.hasHandled(handles)).toBe(true);
    expect(await append(roomId, [provisioned(roomId)], { handles })).toBe('handled-before');
  });
});

test.each<readonly [string, (roomId: string) => readonly RoomStockEvent[], number]>([
  ['not stocked yet', (roomId) => [{ type: 'HostChanged', at: AT, roomId, host }], 0],
  ['stocked', (roomId) => [provisioned(roomId, supplyOf('Chair'))], 1],
  ['of nobody', (roomId) => [{ ...provisioned(roomId), host: { id: null, roomVersion: 1 } }], 1],
  ['deleted', (roomId) => [{ type: 'SuppliesRemoved', at: AT, roomId }], 1],
])('a room that is %s is read as it was stored', async (_, history, published) => {
  const roomId = newId();
  const events = history(roomId);
  await fixture.publish();
  await append(roomId, events);
  const fresh = createMongoRoomStockStore(fixture.roomStocks, () => {});
  expect(await fresh.load(roomId)).toEqual({
    state: transitionsOf(evolve, undefined, events).at(-1)?.after,
    version: 1,
  });
  // The change of a host is no event of supplies.
  expect(await fixture.publish()).toHaveLength(published);
});

test('a stock with a quantity out of range is refused, and nothing is stored', async () => {
  const roomId = newId();
  const wrong = { ...supplyOf('Chair'), quantity: -1 };
  await expect(append(roomId, [provisioned(roomId, wrong)])).rejects.toThrow('state.supplies.0.quantity');
  expect(await fixture.services.stocks.load(roomId)).toEqual({ state: undefined, version: 0 });
});

test('a stock of the version without schemas and hosts is loaded and changed', async () => {
  const [roomId, chairs, board] = [newId(), supplyOf('Chair'), supplyOf('Whiteboard')];
  const state = { status: 'PROVISIONED', roomId, supplies: [chairs] };
  await fixture.mongo
    .collection<{ _id: string }>('room_stocks')
    .insertOne(Object.assign({ _id: roomId }, { revision: 1, version: 1, state, outbox: [] }));
  expect(await append(roomId, [{ type: 'SupplyAdded', at: AT, supply: board }])).toBe('appended');
  expect(await fixture.services.stocks.load(roomId)).toEqual({
    state: { ...state, host: NOBODY, supplies: [chairs, board] },
    version: 2,
  });
});

describe('the queries', () => {
  test('find supplies by their ids and by their rooms', async () => {
    const { queries } = fixture.services;
    const [first, second] = [newId(), newId()];
    const [chairs, board, markers] = [supplyOf('Chair'), supplyOf('Whiteboard'), supplyOf('Marker')];
    await append(first, [provisioned(first, chairs, board)]);
    await append(second, [provisioned(second, markers)]);

    expect(await queries.byRooms([first, second, newId()])).toEqual(
      new Map([
        [
          first,
          [
            { ...chairs, roomId: first },
            { ...board, roomId: first },
          ],
        ],
        [second, [{ ...markers, roomId: second }]],
      ]),
    );
    const found = await queries.byIds([board.id, markers.id, newId()]);
    expect(found).toHaveLength(2);
    expect(found).toEqual(
      expect.arrayContaining([
        { ...board, roomId: first },
        { ...markers, roomId: second },
      ]),
    );
  });

  test('order the supplies of a room by name, in upper or lower case alike', async () => {
    const roomId = newId();
    const names = ['table', 'Chair', 'whiteboard', 'apple', 'Marker'];
    await append(roomId, [provisioned(roomId, ...names.map(supplyOf))]);
    const found = await fixture.suppliesOf(roomId);
    expect(found.map(({ name }) => name)).toEqual(['apple', 'Chair', 'Marker', 'table', 'whiteboard']);
  });

  test('of a supply are served by an index', async () => {
    const plan = await fixture.roomStocks.aggregates.find({ 'state.supplies.id': newId() }).explain();
    expect(JSON.stringify(plan)).toContain('by_supply');
    expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  });
});

describe('the store of catalogues', () => {
  test('loads what was set last in each', async () => {
    const { catalogues } = fixture.services;
    const ids = [catalogueId(null), catalogueId(HOST), catalogueId('another host')];
    for (const id of ids) expect(await catalogues.load(id)).toEqual({ state: undefined, version: 0 });
    for (const [index, id] of [...ids, ...ids].entries()) {
      const { state: before, version } = await catalogues.load(id);
      const lines = [{ name: 'Chair', quantity: index }];
      const event = { type: 'StandardSuppliesSet', at: AT, lines } as const;
      await catalogues.append({
        id,
        expectedVersion: version,
        transitions: transitionsOf(catalogueDecider.evolve, before, [event]),
        cause: { correlationId: 'story', causationId: newId() },
      });
    }
    for (const [index, id] of ids.entries())
      expect(await catalogues.load(id)).toEqual({
        state: { lines: [{ name: 'Chair', quantity: index + ids.length }] },
        version: 2,
      });
  });
});

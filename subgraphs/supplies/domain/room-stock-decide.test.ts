import { describe, expect, test } from 'vitest';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { type RoomStockEvent, type Supply, suppliesOf } from './room-stock.ts';
import { type RoomStockCommand, roomStockDecider } from './room-stock-decide.ts';
import { MOST_SUPPLIES } from './supply-line.ts';

const ROOM = '01980000-0000-7000-8000-000000000001';
const CHAIRS = '01980000-0000-7000-8000-00000000000a';
const BOARD = '01980000-0000-7000-8000-00000000000b';
const MARKERS = '01980000-0000-7000-8000-00000000000c';
const BEFORE = '2030-05-01T09:00:00.000Z';
const AT = '2030-05-01T10:00:00.000Z';

const chairs: Supply = { id: CHAIRS, name: 'Chair', quantity: 8, updatedAt: BEFORE };
const board: Supply = { id: BOARD, name: 'Whiteboard', quantity: 1, updatedAt: BEFORE };

const provisioned: RoomStockEvent = {
  type: 'SuppliesProvisioned',
  at: BEFORE,
  roomId: ROOM,
  supplies: [chairs, board],
};
const removed: RoomStockEvent = { type: 'SuppliesRemoved', at: BEFORE, roomId: ROOM };

const provision: RoomStockCommand = { type: 'provision', at: AT, roomId: ROOM, supplies: [chairs] };
const addMarkers: RoomStockCommand = {
  type: 'add',
  at: AT,
  supply: { id: MARKERS, name: 'Marker', quantity: 4 },
};
const removeAll: RoomStockCommand = { type: 'removeAll', at: AT, roomId: ROOM };

function update(id: string, change: { name?: string; quantity?: number }): RoomStockCommand {
  return { type: 'update', at: AT, id, name: change.name, quantity: change.quantity };
}

const { given, stateAfter } = deciderSpec(roomStockDecider);

describe('provisioning', () => {
  test('stocks a new room', () => {
    given()
      .when(provision)
      .then({ type: 'SuppliesProvisioned', at: AT, roomId: ROOM, supplies: [chairs] });
  });
  test('has no effect the second time', () => {
    given(provisioned).when(provision).then();
  });
  test('has no effect in a deleted room', () => {
    given(removed).when(provision).then();
  });
});

describe('removing all', () => {
  test('empties the room', () => {
    given(provisioned).when(removeAll).then({ type: 'SuppliesRemoved', at: AT, roomId: ROOM });
  });
  test('prevents the stocking of a room whose registration arrives later', () => {
    given().when(removeAll).then({ type: 'SuppliesRemoved', at: AT, roomId: ROOM });
  });
  test('has no effect the second time', () => {
    given(provisioned, removed).when(removeAll).then();
  });
});

describe('adding', () => {
  const added = { id: MARKERS, name: 'Marker', quantity: 4, updatedAt: AT };

  test('adds a supply', () => {
    given(provisioned).when(addMarkers).then({ type: 'SupplyAdded', at: AT, supply: added });
  });
  test('has no effect when the supply exists', () => {
    given(provisioned, { type: 'SupplyAdded', at: BEFORE, supply: added }).when(addMarkers).then();
  });
  test.each(['Chair', 'CHAIR', 'chair', 'Ｃhair'])('is rejected for a name that the room has: %s', (name) => {
    given(provisioned)
      .when({ type: 'add', at: AT, supply: { id: MARKERS, name, quantity: 1 } })
      .thenRejection({ kind: 'NameTaken', by: chairs });
  });
  test('is rejected for a name that differs in its code points only', () => {
    const composed: Supply = { ...chairs, name: '의자'.normalize('NFC') };
    given({ ...provisioned, supplies: [composed] })
      .when({ type: 'add', at: AT, supply: { id: MARKERS, name: '의자'.normalize('NFD'), quantity: 1 } })
      .thenRejection({ kind: 'NameTaken', by: composed });
  });
  test('is rejected in a room with the maximum number of supplies', () => {
    const supplies = Array.from({ length: MOST_SUPPLIES }, (_, index) => ({
      ...chairs,
      id: `${index}`,
      name: `Thing ${index}`,
    }));
    given({ ...provisioned, supplies })
      .when(addMarkers)
      .thenRejection({ kind: 'TooManySupplies' });
  });
  test('is rejected in an unknown or deleted room', () => {
    given().when(addMarkers).thenRejection({ kind: 'RoomNotFound' });
    given(provisioned, removed).when(addMarkers).thenRejection({ kind: 'RoomNotFound' });
  });
});

describe('updating', () => {
  test('changes the quantity and keeps the name', () => {
    given(provisioned)
      .when(update(CHAIRS, { quantity: 0 }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, quantity: 0, updatedAt: AT } });
  });
  test('changes the name and keeps the quantity', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'Stool' }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, name: 'Stool', updatedAt: AT } });
  });
  test('may change the case of its own name', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'CHAIR' }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, name: 'CHAIR', updatedAt: AT } });
  });
  test('has no effect when nothing differs', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'Chair', quantity: 8 }))
      .then();
    given(provisioned).when(update(CHAIRS, {})).then();
  });
  test('is rejected for the name of another supply', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'whiteboard' }))
      .thenRejection({ kind: 'NameTaken', by: board });
  });
  test('is rejected for an unknown supply', () => {
    const notFound = { kind: 'SupplyNotFound' } as const;
    given().when(update(CHAIRS, {})).thenRejection(notFound);
    given(provisioned).when(update(MARKERS, {})).thenRejection(notFound);
    given(provisioned, removed).when(update(CHAIRS, {})).thenRejection(notFound);
  });
});

describe('removing', () => {
  const removeChairs: RoomStockCommand = { type: 'remove', at: AT, id: CHAIRS };

  test('removes the supply', () => {
    given(provisioned).when(removeChairs).then({ type: 'SupplyRemoved', at: AT, id: CHAIRS });
  });
  test('is rejected for an unknown supply', () => {
    const notFound = { kind: 'SupplyNotFound' } as const;
    given().when(removeChairs).thenRejection(notFound);
    given(provisioned, { type: 'SupplyRemoved', at: BEFORE, id: CHAIRS })
      .when(removeChairs)
      .thenRejection(notFound);
    given(provisioned, removed).when(removeChairs).thenRejection(notFound);
  });
});

describe('a stock', () => {
  const stock = (...events: readonly RoomStockEvent[]) => suppliesOf(stateAfter(events));

  test('follows from its events', () => {
    const markers: Supply = { id: MARKERS, name: 'Marker', quantity: 4, updatedAt: AT };
    const fewer: Supply = { ...chairs, quantity: 6, updatedAt: AT };
    expect(stock()).toEqual([]);
    expect(stock(provisioned)).toEqual([chairs, board]);
    expect(
      stock(
        provisioned,
        { type: 'SupplyAdded', at: AT, supply: markers },
        { type: 'SupplyUpdated', at: AT, supply: fewer },
        { type: 'SupplyRemoved', at: AT, id: BOARD },
      ),
    ).toEqual([fewer, markers]);
  });
  test('is empty once the room is deleted', () => {
    expect(stock(provisioned, removed)).toEqual([]);
  });
  test('cannot change before it is provisioned', () => {
    expect(() => stock({ type: 'SupplyRemoved', at: AT, id: BOARD })).toThrow('not stocked');
  });
});

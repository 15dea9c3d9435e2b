import { describe, expect, test } from 'vitest';
import { evolve, type RoomStockEvent, type RoomStockState, type Supply, suppliesOf } from './room-stock.ts';
import { decide, type RoomStockCommand } from './room-stock-decide.ts';
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

function given(...events: readonly RoomStockEvent[]) {
  const state = events.reduce<RoomStockState>(evolve, undefined);
  return {
    when(command: RoomStockCommand) {
      const decision = decide(command, state);
      return {
        // biome-ignore lint/suspicious/noThenProperty: the third word of given/when/then.
        then: (...expected: readonly RoomStockEvent[]) =>
          expect(decision).toEqual({ accepted: true, events: expected }),
        thenRefused: (rejection: object) => expect(decision).toEqual({ accepted: false, rejection }),
      };
    },
  };
}

describe('provisioning', () => {
  test('stocks a room that is not known yet', () => {
    given()
      .when(provision)
      .then({ type: 'SuppliesProvisioned', at: AT, roomId: ROOM, supplies: [chairs] });
  });
  test('does nothing the second time', () => {
    given(provisioned).when(provision).then();
  });
  test('does nothing in a room that is deleted', () => {
    given(removed).when(provision).then();
  });
});

describe('removing all', () => {
  test('empties the room', () => {
    given(provisioned).when(removeAll).then({ type: 'SuppliesRemoved', at: AT, roomId: ROOM });
  });
  test('wins when it is heard of before the registration', () => {
    given().when(removeAll).then({ type: 'SuppliesRemoved', at: AT, roomId: ROOM });
  });
  test('does nothing the second time', () => {
    given(provisioned, removed).when(removeAll).then();
  });
});

describe('adding', () => {
  const added = { id: MARKERS, name: 'Marker', quantity: 4, updatedAt: AT };

  test('adds to what the room has', () => {
    given(provisioned).when(addMarkers).then({ type: 'SupplyAdded', at: AT, supply: added });
  });
  test('does nothing when it is there already', () => {
    given(provisioned, { type: 'SupplyAdded', at: BEFORE, supply: added }).when(addMarkers).then();
  });
  test.each(['Chair', 'CHAIR', 'chair', 'Ｃhair'])('is refused for a name that the room has: %s', (name) => {
    given(provisioned)
      .when({ type: 'add', at: AT, supply: { id: MARKERS, name, quantity: 1 } })
      .thenRefused({ kind: 'NameTaken', by: chairs });
  });
  test('is refused for a name that is only written with other code points', () => {
    const composed: Supply = { ...chairs, name: '의자'.normalize('NFC') };
    given({ ...provisioned, supplies: [composed] })
      .when({ type: 'add', at: AT, supply: { id: MARKERS, name: '의자'.normalize('NFD'), quantity: 1 } })
      .thenRefused({ kind: 'NameTaken', by: composed });
  });
  test('is refused in a room that has the most there may be', () => {
    const supplies = Array.from({ length: MOST_SUPPLIES }, (_, index) => ({
      ...chairs,
      id: `${index}`,
      name: `Thing ${index}`,
    }));
    given({ ...provisioned, supplies })
      .when(addMarkers)
      .thenRefused({ kind: 'TooManySupplies' });
  });
  test('is refused in a room that is not known or deleted', () => {
    given().when(addMarkers).thenRefused({ kind: 'RoomNotFound' });
    given(provisioned, removed).when(addMarkers).thenRefused({ kind: 'RoomNotFound' });
  });
});

describe('updating', () => {
  test('changes the quantity and leaves the name', () => {
    given(provisioned)
      .when(update(CHAIRS, { quantity: 0 }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, quantity: 0, updatedAt: AT } });
  });
  test('changes the name and leaves the quantity', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'Stool' }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, name: 'Stool', updatedAt: AT } });
  });
  test('may change the capitals of its own name', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'CHAIR' }))
      .then({ type: 'SupplyUpdated', at: AT, supply: { ...chairs, name: 'CHAIR', updatedAt: AT } });
  });
  test('does nothing when all is so already', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'Chair', quantity: 8 }))
      .then();
    given(provisioned).when(update(CHAIRS, {})).then();
  });
  test('is refused for the name of another supply', () => {
    given(provisioned)
      .when(update(CHAIRS, { name: 'whiteboard' }))
      .thenRefused({ kind: 'NameTaken', by: board });
  });
  test('is refused for a supply that is not there', () => {
    const nothing = { kind: 'SupplyNotFound' };
    given().when(update(CHAIRS, {})).thenRefused(nothing);
    given(provisioned).when(update(MARKERS, {})).thenRefused(nothing);
    given(provisioned, removed).when(update(CHAIRS, {})).thenRefused(nothing);
  });
});

describe('removing', () => {
  const removeChairs: RoomStockCommand = { type: 'remove', at: AT, id: CHAIRS };

  test('takes the supply away', () => {
    given(provisioned).when(removeChairs).then({ type: 'SupplyRemoved', at: AT, id: CHAIRS });
  });
  test('is refused for a supply that is not there', () => {
    const nothing = { kind: 'SupplyNotFound' };
    given().when(removeChairs).thenRefused(nothing);
    given(provisioned, { type: 'SupplyRemoved', at: BEFORE, id: CHAIRS })
      .when(removeChairs)
      .thenRefused(nothing);
    given(provisioned, removed).when(removeChairs).thenRefused(nothing);
  });
});

describe('a stock', () => {
  const stock = (...events: readonly RoomStockEvent[]) =>
    suppliesOf(events.reduce<RoomStockState>(evolve, undefined));

  test('is what its events made of it', () => {
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
  test('cannot change before there is one', () => {
    expect(() => stock({ type: 'SupplyRemoved', at: AT, id: BOARD })).toThrow('not stocked');
  });
});

import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../platform/decisions/actor.ts';
import { deciderSpec } from '../../../platform/testing/decider-spec.ts';
import { byName, NOBODY, type RoomHost, type RoomStockEvent, type Supply, suppliesOf } from './room-stock.ts';
import { type RoomStockCommand, roomStockDecider } from './room-stock-decide.ts';
import { MOST_NAME_BYTES, MOST_SUPPLIES } from './supply-line.ts';

const ROOM = '01980000-0000-7000-8000-000000000001';
const CHAIRS = '01980000-0000-7000-8000-00000000000a';
const BOARD = '01980000-0000-7000-8000-00000000000b';
const MARKERS = '01980000-0000-7000-8000-00000000000c';
const BEFORE = '2030-05-01T09:00:00.000Z';
const AT = '2030-05-01T10:00:00.000Z';

const chairs: Supply = { id: CHAIRS, name: 'Chair', quantity: 8, updatedAt: BEFORE };
const board: Supply = { id: BOARD, name: 'Whiteboard', quantity: 1, updatedAt: BEFORE };

const henry: RoomHost = { id: 'henry', roomVersion: 1 };
const theHost: Actor = { subject: 'henry', manages: 'OWN' };
const anotherHost: Actor = { subject: 'hanna', manages: 'OWN' };
const anAdmin: Actor = { subject: 'ada', manages: 'ALL' };
const aCustomer: Actor = { subject: 'henry', manages: 'NONE' };

const provisioned: Extract<RoomStockEvent, { type: 'SuppliesProvisioned' }> = {
  type: 'SuppliesProvisioned',
  at: BEFORE,
  roomId: ROOM,
  host: henry,
  supplies: [chairs, board],
};
const removed: RoomStockEvent = { type: 'SuppliesRemoved', at: BEFORE, roomId: ROOM };

const provision: RoomStockCommand = {
  type: 'provision',
  at: AT,
  roomId: ROOM,
  host: henry,
  supplies: [chairs],
};
const addMarkers = add('Marker');
const removeChairs = remove(CHAIRS);
const removeAll: RoomStockCommand = { type: 'removeAll', at: AT, roomId: ROOM };

function add(name: string, actor = theHost): RoomStockCommand {
  return { type: 'add', at: AT, actor, supply: { id: MARKERS, name, quantity: 4 } };
}

function update(id: string, change: { name?: string; quantity?: number }, actor = theHost): RoomStockCommand {
  return { type: 'update', at: AT, actor, id, name: change.name, quantity: change.quantity };
}

function remove(id: string, actor = theHost): RoomStockCommand {
  return { type: 'remove', at: AT, actor, id };
}

/** The room is handed over; its version is that of the event. */
function transfer(id: string | null, roomVersion: number): RoomStockCommand {
  return { type: 'changeHost', at: AT, roomId: ROOM, host: { id, roomVersion } };
}

function transferred(id: string | null, roomVersion: number): RoomStockEvent {
  return { type: 'HostChanged', at: AT, roomId: ROOM, host: { id, roomVersion } };
}

const { given, stateAfter } = deciderSpec(roomStockDecider);

describe('provisioning', () => {
  test('stocks a new room', () => {
    given()
      .when(provision)
      .then({ type: 'SuppliesProvisioned', at: AT, roomId: ROOM, host: henry, supplies: [chairs] });
  });
  test('keeps the host of a transfer that has arrived before', () => {
    const host: RoomHost = { id: 'hanna', roomVersion: 2 };
    given(transferred('hanna', 2))
      .when(provision)
      .then({ type: 'SuppliesProvisioned', at: AT, roomId: ROOM, host, supplies: [chairs] });
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

describe('a transfer of the room', () => {
  test('changes the host', () => {
    given(provisioned).when(transfer('hanna', 2)).then(transferred('hanna', 2));
  });
  test('may leave the room to nobody', () => {
    given(provisioned).when(transfer(null, 2)).then(transferred(null, 2));
  });
  test('has no effect the second time, nor after a later one', () => {
    given(provisioned, transferred('hanna', 2)).when(transfer('hanna', 2)).then();
    given(provisioned, transferred('henry', 3)).when(transfer('hanna', 2)).then();
  });
  test('gives a room from before rooms had hosts its first one', () => {
    given({ ...provisioned, host: NOBODY })
      .when(transfer('hanna', 7))
      .then(transferred('hanna', 7));
  });
  test('is kept when it arrives before the registration, also if it is an earlier one', () => {
    given().when(transfer('hanna', 2)).then(transferred('hanna', 2));
    given(transferred('hanna', 2)).when(transfer('hugo', 3)).then(transferred('hugo', 3));
    given(transferred('hugo', 3)).when(transfer('hanna', 2)).then();
  });
  test('has no effect in a deleted room', () => {
    given(provisioned, removed).when(transfer('hanna', 2)).then();
  });
  test('leaves the supplies as they are', () => {
    expect(given(provisioned).when(transfer('hanna', 2)).state()).toMatchObject({
      host: { id: 'hanna' },
      supplies: [chairs, board],
    });
  });
});

describe('the supplies of a room', () => {
  const commands: readonly (readonly [string, (actor: Actor) => RoomStockCommand])[] = [
    ['added', (actor) => add('Marker', actor)],
    ['changed', (actor) => update(CHAIRS, { quantity: 1 }, actor)],
    ['removed', (actor) => remove(CHAIRS, actor)],
  ];
  const forbidden = { kind: 'Forbidden' } as const;

  test.each(commands)('are %s by its host and by admins', (_, command) => {
    const before = given(provisioned);
    for (const actor of [theHost, anAdmin])
      expect(before.when(command(actor)).state()).not.toEqual(before.state);
  });
  test.each(commands)('are not %s by another host, nor by who manages nothing', (_, command) => {
    for (const actor of [anotherHost, aCustomer])
      given(provisioned).when(command(actor)).thenRejection(forbidden);
  });
  test.each(commands)('are %s by the new host alone after a transfer', (_, command) => {
    const before = given(provisioned, transferred('hanna', 2));
    before.when(command(theHost)).thenRejection(forbidden);
    expect(before.when(command(anotherHost)).state()).not.toEqual(before.state);
  });
  test.each(commands)('are %s by admins alone when the room belongs to nobody', (_, command) => {
    const before = given({ ...provisioned, host: NOBODY });
    before.when(command(theHost)).thenRejection(forbidden);
    expect(before.when(command(anAdmin)).state()).not.toEqual(before.state);
  });
  test('that do not exist are not found, whoever asks', () => {
    given(removed).when(add('Marker', anotherHost)).thenRejection({ kind: 'RoomNotFound' });
    const notFound = { kind: 'SupplyNotFound' } as const;
    given(provisioned)
      .when(update(MARKERS, {}, anotherHost))
      .thenRejection(notFound);
    given(provisioned).when(remove(MARKERS, anotherHost)).thenRejection(notFound);
  });
  test('are forbidden to another host without a word about names that are taken', () => {
    given(provisioned).when(add('Chair', anotherHost)).thenRejection(forbidden);
    given(provisioned)
      .when(update(CHAIRS, { name: 'Whiteboard' }, anotherHost))
      .thenRejection(forbidden);
  });
});

describe('names that are too long together for an event', () => {
  const long = (id: string): Supply => ({ ...chairs, id, name: `${'x'.repeat(4_990)} ${id}` });
  const supplies = Array.from({ length: 99 }, (_, index) => long(`${index}`));
  const full = { ...provisioned, supplies: [...supplies, { ...chairs, name: 'Chair' }] };
  const longName = 'y'.repeat(MOST_NAME_BYTES / 100);

  test('are rejected when a supply is added or renamed', () => {
    const lengthened = { ...full, supplies: [...full.supplies, long('99')] };
    given(lengthened).when(add(longName)).thenRejection({ kind: 'NamesTooLong' });
    given(lengthened)
      .when(update(CHAIRS, { name: longName.repeat(2) }))
      .thenRejection({ kind: 'NamesTooLong' });
  });
  test('are accepted up to the limit', () => {
    const supply = { ...chairs, name: longName, updatedAt: AT };
    given(full)
      .when(update(CHAIRS, { name: longName }))
      .then({ type: 'SupplyUpdated', at: AT, supply });
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
    given(provisioned).when(add(name)).thenRejection({ kind: 'NameTaken', by: chairs });
  });
  test('is rejected for a name that differs in its code points only', () => {
    const composed: Supply = { ...chairs, name: '의자'.normalize('NFC') };
    given({ ...provisioned, supplies: [composed] })
      .when(add('의자'.normalize('NFD')))
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
  test('is rejected in a room that is unknown, not stocked yet, or deleted', () => {
    given().when(addMarkers).thenRejection({ kind: 'RoomNotFound' });
    given(transferred('henry', 2)).when(addMarkers).thenRejection({ kind: 'RoomNotFound' });
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
  test('is read by name, in upper or lower case alike, then by id', () => {
    const named = (name: string, id: string): Supply => ({ ...chairs, name, id });
    const [apple, Banana, cherry] = [named('apple', 'c'), named('Banana', 'b'), named('cherry', 'a')];
    expect(byName([cherry, Banana, apple])).toEqual([apple, Banana, cherry]);
    const [first, second] = [named('CHAIR', '1'), named('chair', '2')];
    expect(byName([second, first])).toEqual([first, second]);
  });
  test('is empty once the room is deleted', () => {
    expect(stock(provisioned, removed)).toEqual([]);
  });
  test('cannot change before it is provisioned', () => {
    expect(() => stock({ type: 'SupplyRemoved', at: AT, id: BOARD })).toThrow('not stocked');
  });
});

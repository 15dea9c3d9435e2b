import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { foldText } from '../../../platform/text/fold.ts';
import type { RoomCriteria } from '../application/ports.ts';
import { evolve, type RoomStatus } from '../domain/room.ts';
import {
  admin,
  at,
  cause,
  createFixture,
  details,
  host,
  otherHost,
  type RoomFixture,
  slot,
} from '../testing/fixture.ts';
import { openRooms } from './mongo-room-store.ts';

let fixture: RoomFixture;

beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture[Symbol.asyncDispose]());
beforeEach(() => fixture.setClock('06:00'));

test('a stored room is loaded as it was', async () => {
  const id = await fixture.register();
  const { state, version } = await fixture.services.rooms.load(id);
  expect(version).toBe(1);
  expect(state).toEqual({
    ...details,
    id,
    hostId: 'host',
    deleted: false,
    status: 'EMPTY',
    statusSince: at('06:00'),
    closedReason: null,
    occupiedBy: null,
  });
});

test('registering again with the same command finds the room', async () => {
  const attempt = { commandId: newId(), isRetry: true };
  const register = () => fixture.services.registerRoom({ ...details, attempt, actor: host, cause });
  const answers = await Promise.all([register(), register(), register()]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await fixture.history(attempt.commandId)).toHaveLength(2);
});

test('rooms that were stored before their texts were folded are found once the store is opened', async () => {
  await using own = await createFixture();
  const { mongo, services } = own;
  const id = await own.register({ name: 'Old', location: null });
  const bare = await own.storeHostless();
  await own.suppliesChanged(id, 1, { name: 'x', quantity: 1 });
  const documents = mongo.collection<{ _id: string }>('rooms');
  await documents.updateOne(
    { _id: id },
    {
      $set: {
        'state.name': 'Ｏｌｄ　강의실'.normalize('NFD'),
        'state.location': 'Cafe\u0301',
        'supplies.items': [{ name: 'straße' }],
      },
      $unset: {
        'state.foldedName': '',
        'state.foldedLocation': '',
        'state.nameSuffixes': '',
        'state.locationSuffixes': '',
      },
    },
  );
  const find = async (criteria: RoomCriteria) =>
    (await services.queries.list(criteria, { limit: 10, after: undefined }, at('06:00'))).map(
      (room) => room.id,
    );
  const wanted = { nameContains: foldText('OLD 강의실'), location: foldText('CAFÉ'), supplies: ['strasse'] };
  const bares = { nameContains: foldText(details.name) };
  expect([await find(wanted), await find(bares)]).toEqual([[], []]);

  const before = await services.rooms.load(id);
  await Promise.all([openRooms(mongo), openRooms(mongo)]);
  expect([await find(wanted), await find(bares)]).toEqual([[id], [bare]]);
  expect(await services.rooms.load(id)).toEqual(before);
  await services.updateRoom({ id, name: 'New', location: null, actor: host, cause });
  expect([await find({ nameContains: 'new' }), await find(wanted)]).toEqual([[id], []]);
});

describe('lists of rooms', () => {
  let ids: string[];
  let own: RoomFixture;

  beforeAll(async () => {
    own = await createFixture();
    ids = [
      await own.register({ name: 'Han (A+B)', location: '서울 강남구', capacity: 4 }),
      await own.register({
        name: 'HANGANG',
        location: 'Seoul, Gangnam',
        capacity: 10,
        hourlyRate: { amount: 3_000_000_000, currency: 'KRW' },
      }),
      await own.register(
        { name: 'Small', location: null, capacity: 2, hourlyRate: { amount: 50, currency: 'EUR' } },
        otherHost,
      ),
    ];
    const [first = '', second = ''] = ids;
    await own.suppliesChanged(first, 1, { name: 'Chair', quantity: 4 }, { name: 'Whiteboard', quantity: 1 });
    await own.suppliesChanged(
      second,
      1,
      { name: 'CHAIR', quantity: 10 },
      { name: 'Whiteboard', quantity: 0 },
    );
    await own.services.closeRoom({ id: second, actor: host, cause });
  });
  afterAll(() => own[Symbol.asyncDispose]());

  const list = async (criteria: RoomCriteria, limit = 10, after?: readonly [string]) =>
    (await own.services.queries.list(criteria, { limit, after }, at('06:00'))).map(({ id }) =>
      ids.indexOf(id),
    );

  test.each<[string, RoomCriteria, number[]]>([
    ['all', {}, [0, 1, 2]],
    ['by status', { status: 'CLOSED' }, [1]],
    ['by capacity', { minCapacity: 4 }, [0, 1]],
    ['by part of the location, in any case', { location: 'gangnam' }, [1]],
    ['by part of the location, in Korean', { location: '강남' }, [0]],
    ['by part of the name, in any case', { nameContains: 'han' }, [0, 1]],
    ['by part of the name, each character as it is', { nameContains: '(a+b)' }, [0]],
    ['by something that would match as a pattern', { nameContains: '.*' }, []],
    ['by host', { hostId: 'hana' }, [2]],
    ['by a host without rooms', { hostId: 'alice' }, []],
    ['by price, in its currency', { maxHourlyRate: { amount: 12_000, currency: 'KRW' } }, [0]],
    ['by a price above 2^31', { maxHourlyRate: { amount: 3_000_000_000, currency: 'KRW' } }, [0, 1]],
    ['by a price below all', { maxHourlyRate: { amount: 11_999, currency: 'KRW' } }, []],
    ['by a supply', { supplies: ['chair'] }, [0, 1]],
    ['by several supplies', { supplies: ['chair', 'whiteboard'] }, [0]],
    ['by a supply that no room has', { supplies: ['chair', 'piano'] }, []],
    ['by no supplies', { supplies: [] }, [0, 1, 2]],
    [
      'by all together',
      { hostId: 'host', status: 'EMPTY', minCapacity: 3, nameContains: 'a', supplies: ['chair'] },
      [0],
    ],
  ])('%s', async (_title, criteria, expected) => {
    expect(await list(criteria)).toEqual(expected);
    expect(await own.services.queries.count(criteria, at('06:00'))).toBe(expected.length);
  });

  test('come in pages by id', async () => {
    expect(await list({}, 2)).toEqual([0, 1]);
    expect(await list({}, 2, [ids[1] ?? ''])).toEqual([2]);
    expect(await list({ supplies: ['chair'] }, 1)).toEqual([0]);
    expect(await list({ supplies: ['chair'] }, 1, [ids[0] ?? ''])).toEqual([1]);
  });

  test.each([
    ['a host', 'by_host', { 'state.hostId': 'hana' }],
    ['supplies', 'by_supply', { 'supplies.items.name': { $all: ['whiteboard', 'chair'] } }],
    ['a status', 'by_status', { 'state.status': 'CLOSED' }],
  ])('of %s are read in order from their index', async (_of, index, condition) => {
    const plan = await own.mongo
      .collection('rooms')
      .find({ 'state.deleted': false, ...condition })
      .sort({ _id: 1 })
      .explain('executionStats');
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).toContain(`"indexName":"${index}"`);
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('"SORT"');
    expect(plan.executionStats.totalDocsExamined).toBe(1);
  });
});

describe('at an instant', () => {
  test('a room has the status that the clock says, in each list, before the change of it is stored', async () => {
    const own = await createFixture();
    await using _disposed = own;
    const { queries } = own.services;
    const free = await own.register();
    const closed = await own.register();
    const booked = await own.register();
    for (const roomId of [booked, closed]) {
      await own.bookingPaid({ id: newId(), roomId, slot: slot('09:00', '10:00') });
      await own.bookingPaid({ id: newId(), roomId, slot: slot('10:00', '11:00') });
    }
    await own.services.closeRoom({ id: closed, actor: host, cause });
    const all = { limit: 10, after: undefined };
    const found = async (status: RoomStatus, now: string) => {
      const rooms = await queries.list({ status }, all, now);
      expect(rooms.map((room) => room.status)).toEqual(rooms.map(() => status));
      expect(await queries.count({ status }, now)).toBe(rooms.length);
      return rooms.map(({ id }) => id);
    };
    for (const [time, isFull, since] of [
      ['08:59', false, '06:00'],
      ['09:00', true, '09:00'],
      ['10:00', true, '10:00'],
      ['11:00', false, '11:00'],
    ] as const) {
      expect(await found('FULL', at(time))).toEqual(isFull ? [booked] : []);
      expect(await found('EMPTY', at(time))).toEqual(isFull ? [free] : [free, booked]);
      expect(await found('CLOSED', at(time))).toEqual([closed]);
      const status = isFull ? 'FULL' : 'EMPTY';
      expect(await queries.byIds([booked], at(time))).toMatchObject([{ status, statusSince: at(since) }]);
    }
  });
});

describe('a document of the version without schemas', () => {
  const described = {
    name: 'Han',
    description: null,
    location: 'Seoul',
    capacity: 8,
    hourlyRate: { amount: 12_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    statusSince: at('06:00'),
  };

  test('is a room without a host, which keeps none until it is transferred', async () => {
    const id = await fixture.storeHostless();
    expect((await fixture.services.rooms.load(id)).state).toMatchObject({ id, hostId: null });
    await fixture.services.closeRoom({ id, actor: admin, cause });
    expect(await fixture.services.queries.byIds([id], at('06:00'))).toMatchObject([
      { status: 'CLOSED', hostId: null },
    ]);
    await fixture.services.transferRoom({ id, hostId: 'hana', actor: admin, cause });
    expect(await fixture.services.queries.byIds([id], at('06:00'))).toMatchObject([{ hostId: 'hana' }]);
  });

  test('is loaded when the room is deleted', async () => {
    const id = newId();
    const state = { ...described, id, status: 'CLOSED', deleted: true, deletedBy: newId() };
    await fixture.mongo
      .collection<{ _id: string }>('rooms')
      .insertOne(Object.assign({ _id: id }, { revision: 3, version: 2, state, outbox: [] }));
    expect((await fixture.services.rooms.load(id)).state).toEqual({
      ...state,
      hostId: null,
      releasing: false,
    });
  });
});

test.each<[string, object, string]>([
  ['a capacity out of range', { capacity: 0 }, 'state.capacity'],
  ['an unknown status', { status: 'BUSY' }, 'state.status'],
  ['an undeclared field', { colour: 'blue' }, 'state.colour'],
])('a room with %s is refused, and nothing is stored', async (_what, change, path) => {
  const id = newId();
  const event = {
    type: 'RoomRegistered',
    at: at('06:00'),
    id,
    hostId: 'host',
    details,
    supplies: null,
  } as const;
  const after = Object.assign(evolve(undefined, event), change);
  const append = { id, expectedVersion: 0, transitions: [{ event, after }], cause };
  await expect(fixture.services.rooms.append(append)).rejects.toThrow(path);
  expect(await fixture.services.rooms.load(id)).toEqual({ state: undefined, version: 0 });
});

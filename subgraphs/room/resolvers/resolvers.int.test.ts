import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import type { RoomCriteria } from '../application/ports.ts';
import { at, createFixture, otherHost, type RoomFixture, slot } from '../testing/fixture.ts';
import {
  CLOSE,
  ENTITIES,
  GET,
  type Graph,
  HOSTS,
  LIST,
  REGISTER,
  REMOVE,
  REOPEN,
  serveGraph,
  TRANSFER,
  UPDATE,
} from '../testing/graph.ts';
import { type SuppliesStub, startSuppliesStub } from '../testing/supplies-stub.ts';

let supplies: SuppliesStub;
let fixture: RoomFixture;
let graph: Graph;

const input = {
  name: 'Han',
  location: 'Seoul',
  capacity: 8,
  hourlyRate: { amount: 12_000, currency: 'KRW' },
  timeZone: 'Asia/Seoul',
};

beforeAll(async () => {
  supplies = await startSuppliesStub();
  fixture = await createFixture({ suppliesUrl: supplies.url });
  graph = await serveGraph(fixture);
});
afterAll(async () => {
  await graph.close();
  await fixture[Symbol.asyncDispose]();
  await supplies[Symbol.asyncDispose]();
});
beforeEach(() => {
  fixture.setClock('06:00');
  supplies.answer('yes');
});

async function mutate(query: string, values: object) {
  const { data, errors } = await graph.ask('host', query, { input: values });
  expect(errors).toBeUndefined();
  return Object.values(data)[0];
}

describe('registerRoom', () => {
  test('returns the registered room, which is EMPTY', async () => {
    const { register } = (await graph.ask('host', REGISTER, { input })).data;
    expect(register).toEqual({
      __typename: 'RegisterRoomSuccess',
      room: {
        ...input,
        id: expect.any(String),
        host: { id: 'host' },
        description: null,
        hourlyRate: { ...input.hourlyRate, decimal: '12000' },
        status: 'EMPTY',
        statusSince: at('06:00'),
        closedReason: null,
      },
    });
    const found = await graph.ask('customer', GET, { id: register.room.id });
    expect(found.data.room).toEqual(register.room);
  });

  test('publishes the supplies of the room', async () => {
    const lines = [{ name: 'Chair', quantity: 8 }];
    const { register } = (await graph.ask('host', REGISTER, { input: { ...input, supplies: lines } })).data;
    const [registered, changed] = await fixture.history(register.room.id);
    expect(registered).toMatchObject({
      type: 'meetingroom.room.registered.v1',
      data: { supplies: lines, room: { ...input, host: { id: 'host' }, closed: false, deleted: false } },
    });
    expect(changed).toMatchObject({ data: { status: 'EMPTY', previousStatus: null, booking: null } });
  });

  test.each([
    ['name', { name: ' ' }],
    ['capacity', { capacity: 0 }],
    ['hourlyRate.amount', { hourlyRate: { amount: -1, currency: 'KRW' } }],
    ['timeZone', { timeZone: 'Mars/Base' }],
    [
      'supplies[1].quantity',
      {
        supplies: [
          { name: 'a', quantity: 1 },
          { name: 'b', quantity: -1 },
        ],
      },
    ],
  ])('refuses a wrong %s', async (field, wrong) => {
    expect(await mutate(REGISTER, { ...input, ...wrong })).toMatchObject({
      __typename: 'InvalidInput',
      field,
    });
  });

  test('names all wrong values at once, the first one beside them', async () => {
    const wrong = { name: ' ', hourlyRate: { amount: -1, currency: 'WON' }, timeZone: 'Mars/Base' };
    const supplies = [{ name: 'Desk', quantity: -1 }];
    expect(await mutate(REGISTER, { ...input, ...wrong, supplies })).toMatchObject({
      __typename: 'InvalidInput',
      field: 'name',
      problems: [
        { field: 'name', code: 'REQUIRED' },
        { field: 'hourlyRate.amount', code: 'TOO_SMALL' },
        { field: 'hourlyRate.currency', code: 'UNKNOWN' },
        { field: 'timeZone', code: 'UNKNOWN' },
        { field: 'supplies[0].quantity', code: 'TOO_SMALL' },
      ],
    });
  });

  test.each(['a lot', 12.5, true])('names an amount that is no integer: %j', async (amount) => {
    expect(
      await mutate(REGISTER, { ...input, hourlyRate: { amount, currency: 'KRW' }, timeZone: 7 }),
    ).toMatchObject({
      problems: [
        { field: 'hourlyRate.amount', code: 'MALFORMED' },
        { field: 'timeZone', code: 'UNKNOWN' },
      ],
    });
  });

  test('takes and returns a rate above 2^31, with its decimal form', async () => {
    const rate = { amount: 100_000_000_000, currency: 'IDR' };
    expect(await mutate(REGISTER, { ...input, hourlyRate: rate })).toMatchObject({
      room: { hourlyRate: { ...rate, decimal: '1000000000.00' } },
    });
    expect(
      await mutate(REGISTER, { ...input, hourlyRate: { ...rate, amount: 100_000_000_001 } }),
    ).toMatchObject({
      problems: [{ field: 'hourlyRate.amount', code: 'TOO_LARGE' }],
    });
  });

  test('refuses a number that exceeds Int', async () => {
    const { errors } = await graph.ask('host', REGISTER, { input: { ...input, capacity: 2 ** 31 } });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('returns the same room for a repeated key, also after its deletion; another input is a conflict', async () => {
    const keyed = { ...input, name: 'Keyed', idempotencyKey: 'key-1' };
    const { register: first } = (await graph.ask('host', REGISTER, { input: keyed })).data;
    expect(await mutate(REGISTER, keyed)).toEqual(first);
    expect(await mutate(REGISTER, { ...keyed, name: 'Other' })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    await mutate(REMOVE, { id: first.room.id });
    expect(await mutate(REGISTER, keyed)).toMatchObject({ room: { id: first.room.id, status: 'CLOSED' } });
    const list = await graph.ask('host', LIST, { filter: { nameContains: 'Keyed' } });
    expect(list.data.rooms.totalCount).toBe(0);
  });
});

describe('updateRoom, closeRoom, reopenRoom', () => {
  let id: string;
  beforeEach(async () => {
    id = await fixture.register();
  });

  test('change the given details', async () => {
    const rate = { amount: 15_000, currency: 'KRW' };
    expect(await mutate(UPDATE, { id, hourlyRate: rate, location: null })).toMatchObject({
      __typename: 'UpdateRoomSuccess',
      room: { name: 'Han', hourlyRate: rate, location: null },
    });
    fixture.setClock('07:00');
    expect(await mutate(CLOSE, { id, reason: 'Paint' })).toMatchObject({
      __typename: 'CloseRoomSuccess',
      room: { status: 'CLOSED', statusSince: at('07:00'), closedReason: 'Paint' },
    });
    expect(await mutate(CLOSE, { id })).toMatchObject({ room: { closedReason: 'Paint' } });
    expect(await mutate(UPDATE, { id, capacity: 5 })).toMatchObject({ room: { closedReason: 'Paint' } });
    expect((await graph.ask('customer', GET, { id })).data.room).toMatchObject({ closedReason: 'Paint' });
    fixture.setClock('08:00');
    expect(await mutate(REOPEN, { id })).toMatchObject({
      room: { status: 'EMPTY', statusSince: at('08:00'), closedReason: null },
    });
    expect(await fixture.eventsOf(id)).toEqual([
      'updated',
      'closed Paint',
      'statusChanged EMPTY>CLOSED',
      'updated',
      'reopened',
      'statusChanged CLOSED>EMPTY',
    ]);
  });

  test.each(['', ' ', '\u3164\u2800'])('close without the blank reason %j', async (reason) => {
    await mutate(CLOSE, { id, reason });
    const [closed] = (await fixture.history(id)).filter(({ type }) => type.includes('losed'));
    expect(closed?.data).toMatchObject({ reason: null });
    expect((await graph.ask('customer', GET, { id })).data.room).toMatchObject({
      status: 'CLOSED',
      closedReason: null,
    });
  });

  test('refuse invalid input', async () => {
    expect(await mutate(UPDATE, { id, timeZone: '', capacity: 10_001 })).toMatchObject({
      field: 'capacity',
      problems: [
        { field: 'capacity', code: 'TOO_LARGE' },
        { field: 'timeZone', code: 'UNKNOWN' },
      ],
    });
    expect(await mutate(CLOSE, { id, reason: 'x'.repeat(1_001) })).toMatchObject({
      problems: [{ field: 'reason', code: 'TOO_LONG' }],
    });
  });

  test.each([newId(), 'x'])('return NotFound for an unknown or malformed id (%s)', async (unknown) => {
    for (const query of [UPDATE, CLOSE, REOPEN, REMOVE]) {
      expect(await mutate(query, { id: unknown })).toMatchObject({
        __typename: 'NotFound',
        missingId: unknown,
      });
    }
  });
});

describe('transferRoom', () => {
  const transfer = async (values: object) => {
    const { data, errors } = await graph.ask('admin', TRANSFER, { input: values });
    expect(errors).toBeUndefined();
    return data.transfer;
  };

  test('gives the room to another host, once per key', async () => {
    const id = await fixture.register();
    const keyed = { id, hostId: 'hana', idempotencyKey: newId() };
    const success = { __typename: 'TransferRoomSuccess', room: { id, host: { id: 'hana' } } };
    expect(await transfer(keyed)).toMatchObject(success);
    expect(await transfer({ id, hostId: 'host' })).toMatchObject({ room: { host: { id: 'host' } } });
    expect(await transfer(keyed)).toMatchObject({ __typename: 'TransferRoomSuccess' });
    expect(await transfer({ ...keyed, hostId: 'alice' })).toMatchObject({
      __typename: 'IdempotencyConflict',
    });
    expect(await fixture.eventsOf(id)).toEqual(['transferred', 'transferred']);
  });

  test('answers wrong hosts and unknown rooms', async () => {
    const id = await fixture.register();
    expect(await transfer({ id, hostId: '' })).toMatchObject({
      __typename: 'InvalidInput',
      problems: [{ field: 'hostId', code: 'REQUIRED' }],
    });
    expect(await transfer({ id: 'x', hostId: 'hana' })).toMatchObject({
      __typename: 'NotFound',
      missingId: 'x',
    });
  });
});

describe('deleteRoom', () => {
  test('is refused while supplies does not answer, and leaves the key free', async () => {
    const id = await fixture.register();
    const keyed = { id, idempotencyKey: newId() };
    supplies.answer('nonsense');
    expect(await mutate(REMOVE, keyed)).toEqual({
      __typename: 'SuppliesUnavailable',
      message: expect.any(String),
      retryAfterSeconds: 2,
    });
    expect((await graph.ask('host', GET, { id })).data.room).toMatchObject({ id });
    supplies.answer('yes');
    expect(await mutate(REMOVE, keyed)).toEqual({ __typename: 'DeleteRoomSuccess', roomId: id });
    expect(await mutate(REMOVE, keyed)).toEqual({ __typename: 'DeleteRoomSuccess', roomId: id });
    expect(await mutate(REMOVE, { id })).toMatchObject({ __typename: 'NotFound' });
    expect((await graph.ask('host', GET, { id })).data.room).toBeNull();
  });

  test('counts current and future bookings, and cancels them on request', async () => {
    const id = await fixture.register();
    await fixture.bookingPaid({ id: newId(), roomId: id, slot: slot('09:00', '10:00') });
    expect(await mutate(REMOVE, { id })).toMatchObject({ __typename: 'RoomHasBookings', bookingCount: 1 });
    expect(await mutate(REMOVE, { id: id.toUpperCase(), cancelBookings: true })).toMatchObject({
      roomId: id,
    });
  });

  test('answers with an outcome that the version without roomId has stored', async () => {
    const id = await fixture.register();
    const keyed = { id, idempotencyKey: newId() };
    const first = await mutate(REMOVE, keyed);
    const { modifiedCount } = await fixture.mongo
      .collection('idempotency_keys')
      .updateMany(
        { 'outcome.kind': 'DeleteRoomSuccess' },
        { $set: { outcome: { kind: 'DeleteRoomSuccess', id } } },
      );
    expect(modifiedCount).toBeGreaterThan(0);
    expect(await mutate(REMOVE, keyed)).toEqual(first);
  });
});

describe('queries', () => {
  test('room: null for an unknown id, BAD_USER_INPUT for a malformed one', async () => {
    expect((await graph.ask('customer', GET, { id: newId() })).data.room).toBeNull();
    const { errors } = await graph.ask('customer', GET, { id: 'x' });
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    const id = await fixture.register();
    expect((await graph.ask('customer', GET, { id: id.toUpperCase() })).data.room).toMatchObject({ id });
  });

  test('rooms: filtered, in pages, with their total number', async () => {
    const name = `Page ${newId()}`;
    for (const capacity of [3, 4, 5]) await fixture.register({ name, capacity });
    const filter = { nameContains: name.toUpperCase(), minCapacity: 1, location: 'seo', status: 'EMPTY' };
    const first = (await graph.ask('customer', LIST, { filter, first: 2 })).data.rooms;
    expect(first).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: first.edges[0]?.cursor },
    });
    expect(first.edges).toHaveLength(2);
    const after = first.pageInfo.endCursor;
    const rest = (await graph.ask('customer', LIST, { filter, first: 2, after })).data.rooms;
    expect(rest).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    expect(rest.edges).toHaveLength(1);
  });

  test('rooms: by name and location, however they were typed', async () => {
    const name = `강의실 Ｃａｆｅ́ ${newId()}`;
    const register = { ...input, name: name.normalize('NFD'), location: '서울\u00a0역삼동'.normalize('NFD') };
    const { data } = await graph.ask('host', REGISTER, { input: register });
    const { room } = data.register;
    expect(room).toMatchObject({ name: name.normalize('NFC'), location: '서울\u00a0역삼동' });
    for (const typed of [
      name,
      name.normalize('NFD'),
      name.normalize('NFKC'),
      name.toUpperCase(),
      ` ${name}\u3000`,
    ]) {
      const filter = { nameContains: typed, location: '서울 역삼' };
      const found = (await graph.ask('customer', LIST, { filter })).data.rooms.edges;
      expect(
        found.map(({ node }) => node.id),
        typed,
      ).toEqual([room.id]);
    }
  });

  test.each([
    ['name', 'REQUIRED', { name: '\u3164\u2800' }],
    ['name', 'MALFORMED', { name: 'Han \u202egnag' }],
    ['name', 'TOO_LONG', { name: `Han${'\u0301\u0316'.repeat(50_000)}` }],
    ['description', 'MALFORMED', { description: 'two\nlines \u2066' }],
    ['timeZone', 'UNKNOWN', { timeZone: 'JST' }],
  ])('registerRoom: %s is %s', async (field, code, wrong) => {
    const { data } = await graph.ask('host', REGISTER, { input: { ...input, ...wrong } });
    expect(data.register).toMatchObject({ __typename: 'InvalidInput', problems: [{ field, code }] });
  });

  test('registerRoom and updateRoom: texts of which nothing is seen are none, a time zone has its IANA name', async () => {
    const blank = { description: '\u3164', location: ' \u200b\u2800', timeZone: 'asia/calcutta' };
    const { data } = await graph.ask('host', REGISTER, { input: { ...input, ...blank } });
    const { room } = data.register;
    expect(room).toMatchObject({ description: null, location: null, timeZone: 'Asia/Kolkata' });
    const change = { id: room.id, name: ' 👨‍👩‍👧‍👦\u200e', timeZone: 'europe/berlin' };
    const updated = await graph.ask('host', UPDATE, { input: change });
    expect(updated.data.update.room).toMatchObject({ name: '👨‍👩‍👧‍👦', timeZone: 'Europe/Berlin' });
  });

  test('rooms: by host, price and supplies', async () => {
    const name = `Filtered ${newId()}`;
    const id = await fixture.register({ name });
    const others = await fixture.register({ name }, otherHost);
    await fixture.suppliesChanged(id, 1, { name: 'Chair', quantity: 1 });
    const find = async (filter: object) => {
      const { data, errors } = await graph.ask('customer', LIST, {
        filter: { nameContains: name, ...filter },
      });
      expect(errors).toBeUndefined();
      return data.rooms.edges.map(({ node }) => node.id);
    };
    expect(await find({ hostId: 'host' })).toEqual([id]);
    expect(await find({ hostId: otherHost.subject })).toEqual([others]);
    expect(await find({ hostId: 'alice' })).toEqual([]);
    expect(await find({ maxHourlyRate: input.hourlyRate })).toEqual([id, others]);
    expect(await find({ maxHourlyRate: { ...input.hourlyRate, currency: 'JPY' } })).toEqual([]);
    expect(await find({ supplies: [' CHAIR '] })).toEqual([id]);
    expect(await find({ supplies: ['chair', 'piano'] })).toEqual([]);
    expect(await find({ supplies: [] })).toEqual([id, others]);
    expect(await find({ supplies: [''] })).toEqual([]);
    const nulls = { hostId: null, maxHourlyRate: null, supplies: null, location: null, status: null };
    expect(await find(nulls)).toEqual([id, others]);
  });

  test('rooms are counted only for a client that asks for their number', async () => {
    const counted: RoomCriteria[] = [];
    const { queries } = fixture.services;
    const count = (criteria: RoomCriteria, now: string) => {
      counted.push(criteria);
      return queries.count(criteria, now);
    };
    const services = { ...fixture.services, queries: { ...queries, count } };
    const watched = await serveGraph({ services, mongo: fixture.mongo });
    const filter = { nameContains: newId() };
    const uncounted = LIST.replace('totalCount', '');
    expect((await watched.ask('customer', uncounted, { filter })).data.rooms.edges).toEqual([]);
    expect(counted).toEqual([]);
    expect((await watched.ask('customer', LIST, { filter })).data.rooms.totalCount).toBe(0);
    expect(counted).toMatchObject([filter]);
    await watched.close();
  });

  const long = 'x'.repeat(201);
  test.each([
    { first: 0 },
    { first: 101 },
    { after: 'x' },
    { filter: { nameContains: '\0' } },
    { filter: { nameContains: long } },
    { filter: { location: long } },
    { filter: { hostId: 'x'.repeat(256) } },
    { filter: { supplies: [long] } },
    { filter: { supplies: Array.from({ length: 21 }, (_, index) => `Thing ${index}`) } },
    { filter: { maxHourlyRate: { amount: 1, currency: 'WON' } } },
    { filter: { maxHourlyRate: { amount: 1.5, currency: 'KRW' } } },
  ])('rooms: BAD_USER_INPUT for %j', async (wrong) => {
    const { errors } = await graph.ask('customer', LIST, wrong);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('hosts: any subject, with the rooms that they have, in pages', async () => {
    const subject = `hilda ${newId()}`;
    const ids = [];
    for (const capacity of [3, 4, 5])
      ids.push(await fixture.register({ capacity }, { subject, manages: 'OWN' }));
    const keys = [subject, 'nobody', '', ' ', 'x'.repeat(256)].map((id) => ({ __typename: 'Host', id }));
    const { data, errors } = await graph.ask('customer', HOSTS, { keys, first: 2 });
    expect(errors).toBeUndefined();
    const [host, nobody, ...none] = data.hosts;
    expect(host).toMatchObject({ id: subject, rooms: { totalCount: 3, pageInfo: { hasNextPage: true } } });
    expect(nobody).toMatchObject({ id: 'nobody', rooms: { totalCount: 0, edges: [] } });
    expect(none).toEqual([null, null, null]);
    const after = host?.rooms.pageInfo.endCursor;
    const rest = (await graph.ask('customer', HOSTS, { keys: keys.slice(0, 1), after })).data.hosts[0]?.rooms;
    expect(rest?.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const found = [...(host?.rooms.edges ?? []), ...(rest?.edges ?? [])].map(({ node }) => node.id);
    expect(found).toEqual(ids);
    // Another list has other cursors.
    const { errors: refusal } = await graph.ask('customer', LIST, { after });
    expect(refusal?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('the host of a room from before is null', async () => {
    const id = await fixture.storeHostless();
    expect((await graph.ask('customer', GET, { id })).data.room).toMatchObject({ id, host: null });
  });

  test('entities: by id in any case, also deleted ones; unknown and malformed ids are null', async () => {
    const [id, gone] = [await fixture.register(), await fixture.register()];
    await mutate(REMOVE, { id: gone });
    const keys = [id, gone, id.toUpperCase(), newId(), 'x'].map((each) => ({ __typename: 'Room', id: each }));
    const { data } = await graph.ask('customer', ENTITIES, { keys });
    expect(data._entities).toEqual([
      { id, name: 'Han', status: 'EMPTY' },
      { id: gone, name: 'Han', status: 'CLOSED' },
      { id, name: 'Han', status: 'EMPTY' },
      null,
      null,
    ]);
  });
});

describe('access', () => {
  const id = newId();
  test.each([
    [REGISTER, input],
    [UPDATE, { id }],
    [CLOSE, { id }],
    [REOPEN, { id }],
    [REMOVE, { id }],
    [TRANSFER, { id, hostId: 'hana' }],
  ])('managing rooms is for staff: %s', async (query, values) => {
    const { errors } = await graph.ask('customer', query, { input: values });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await graph.ask('admin', query, { input: values })).errors).toBeUndefined();
  });

  test('a host does not transfer rooms', async () => {
    const { errors } = await graph.ask('host', TRANSFER, { input: { id, hostId: 'hana' } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test.each([
    ['updateRoom', UPDATE, { capacity: 9 }],
    ['closeRoom', CLOSE, {}],
    ['reopenRoom', REOPEN, {}],
    ['deleteRoom', REMOVE, {}],
  ])('%s is for the room’s host and admins', async (mutation, query, values) => {
    const own = { ...values, id: await fixture.register() };
    const other = await graph.ask('host', query, { input: own }, otherHost.subject);
    expect(other.errors).toMatchObject([
      {
        message: `Only the host and admins may call ${mutation}.`,
        extensions: { code: 'FORBIDDEN' },
      },
    ]);
    expect(await fixture.eventsOf(own.id)).toEqual([]);
    expect((await graph.ask('host', query, { input: own })).errors).toBeUndefined();
    const again = { ...values, id: await fixture.register() };
    expect((await graph.ask('admin', query, { input: again })).errors).toBeUndefined();
    // A scope counts, not the role.
    const scoped = await graph.issuer.token({ subject: 'ada', scope: 'room:manage-all' });
    const last = { ...values, id: await fixture.register() };
    expect((await graph.post(query, { input: last }, `Bearer ${scoped}`)).errors).toBeUndefined();
    const lacking = await graph.issuer.token({ subject: 'ada', scope: 'room:manage' });
    const refused = await graph.post(
      query,
      { input: { ...values, id: await fixture.register() } },
      `Bearer ${lacking}`,
    );
    expect(refused.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  test('requests without a token are UNAUTHENTICATED', async () => {
    expect((await graph.post(LIST, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { at, createFixture, type RoomFixture, slot } from '../testing/fixture.ts';
import {
  CLOSE,
  ENTITIES,
  GET,
  type Graph,
  LIST,
  REGISTER,
  REMOVE,
  REOPEN,
  serveGraph,
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
        description: null,
        status: 'EMPTY',
        statusSince: at('06:00'),
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
      data: { supplies: lines, room: { ...input, closed: false, deleted: false } },
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
      room: { status: 'CLOSED', statusSince: at('07:00') },
    });
    expect(await mutate(CLOSE, { id })).toMatchObject({ __typename: 'CloseRoomSuccess' });
    fixture.setClock('08:00');
    expect(await mutate(REOPEN, { id })).toMatchObject({
      room: { status: 'EMPTY', statusSince: at('08:00') },
    });
    expect(await fixture.eventsOf(id)).toEqual([
      'updated',
      'closed Paint',
      'statusChanged EMPTY>CLOSED',
      'reopened',
      'statusChanged CLOSED>EMPTY',
    ]);
  });

  test('refuse invalid input', async () => {
    expect(await mutate(UPDATE, { id, capacity: 10_001 })).toMatchObject({ field: 'capacity' });
    expect(await mutate(CLOSE, { id, reason: 'x'.repeat(1_001) })).toMatchObject({ field: 'reason' });
  });

  test.each([newId(), 'x'])('return NotFound for an unknown or malformed id (%s)', async (unknown) => {
    for (const query of [UPDATE, CLOSE, REOPEN, REMOVE]) {
      expect(await mutate(query, { id: unknown })).toMatchObject({ __typename: 'NotFound', id: unknown });
    }
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
    expect(await mutate(REMOVE, keyed)).toEqual({ __typename: 'DeleteRoomSuccess', id });
    expect(await mutate(REMOVE, keyed)).toEqual({ __typename: 'DeleteRoomSuccess', id });
    expect(await mutate(REMOVE, { id })).toMatchObject({ __typename: 'NotFound' });
    expect((await graph.ask('host', GET, { id })).data.room).toBeNull();
  });

  test('counts current and future bookings, and cancels them on request', async () => {
    const id = await fixture.register();
    await fixture.bookingPaid({ id: newId(), roomId: id, slot: slot('09:00', '10:00') });
    expect(await mutate(REMOVE, { id })).toMatchObject({ __typename: 'RoomHasBookings', bookingCount: 1 });
    expect(await mutate(REMOVE, { id, cancelBookings: true })).toMatchObject({ id });
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
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    expect(first.edges).toHaveLength(2);
    const after = first.pageInfo.endCursor;
    const rest = (await graph.ask('customer', LIST, { filter, first: 2, after })).data.rooms;
    expect(rest).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: false } });
    expect(rest.edges).toHaveLength(1);
  });

  test.each([{ first: 0 }, { first: 101 }, { after: 'x' }, { filter: { nameContains: '\0' } }])(
    'rooms: BAD_USER_INPUT for %j',
    async (wrong) => {
      const { errors } = await graph.ask('customer', LIST, wrong);
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    },
  );

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
  ])('managing rooms is for staff: %s', async (query, values) => {
    const { errors } = await graph.ask('customer', query, { input: values });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect((await graph.ask('admin', query, { input: values })).errors).toBeUndefined();
  });

  test('requests without a token are UNAUTHENTICATED', async () => {
    expect((await graph.post(LIST, {})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });
});

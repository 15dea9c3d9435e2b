import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Client } from '../examples/client.ts';
import {
  AddSupplyDocument,
  CancelBookingDocument,
  RegisterRoomDocument,
  type RegisterRoomInput,
  UpdateRoomDocument,
} from '../examples/documents.generated.ts';
import { HOUR_MS } from '../platform/config/duration.ts';
import { eventually } from '../platform/testing/eventually.ts';
import { book } from './support/booking.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from './support/instance.ts';

let instance: SharedInstance;
let host: Client;
let erin: Client;
let roomId: string;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  erin = await instance.as('erin');
  roomId = await givenRoom(host);
});
afterAll(() => instance[Symbol.asyncDispose]());

function at(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

function expectClean(answer: Answer<unknown>): void {
  expect(JSON.stringify(answer)).not.toMatch(/\.ts:\d|node_modules|at async|stacktrace/i);
}

/** Expects an answer that refuses one value of the input. */
function expectProblem(answer: unknown, field: string): void {
  expect(answer).toMatchObject({ __typename: 'InvalidInput', problems: [{ field }] });
}

describe('an invalid slot', () => {
  test.each([
    ['in the past', 'slot.start', { start: at(-2 * HOUR_MS), end: at(-HOUR_MS) }],
    ['reversed', 'slot.end', { start: at(2 * HOUR_MS), end: at(HOUR_MS) }],
    ['empty', 'slot.end', { start: '2050-01-01T00:00:00Z', end: '2050-01-01T00:00:00Z' }],
    ['longer than 30 days', 'slot.end', { start: at(HOUR_MS), end: at(31 * 24 * HOUR_MS) }],
    ['shorter than 5 minutes', 'slot.end', { start: at(HOUR_MS), end: at(HOUR_MS + 299_000) }],
    ['no time at all', 'slot.start', { start: 'tomorrow', end: at(HOUR_MS) }],
    ['on a day that does not exist', 'slot.end', { start: at(HOUR_MS), end: '2050-02-30T00:00:00Z' }],
  ])('%s is refused, naming the field', async (_name, field, slot) => {
    expectProblem(await book(erin, { roomId, slot }), field);
  });
});

describe('an instant that is not a string', () => {
  const ends = '"2050-01-01T10:00:00Z"';
  const notTexts = [5, 5.5, true, ['2050-01-01T09:00:00Z'], {}];
  const booking = (start: string, head = 'mutation') =>
    `${head} { bookRoom(input: { roomId: "${roomId}", paymentMethod: "pm_card_visa", slot: { start: ${start}, end: ${ends} } }) {
      __typename ... on InvalidInput { field } } }`;

  test.each(notTexts)('is refused by bookRoom, naming the field: %j', async (start) => {
    const refusal = { data: { bookRoom: { __typename: 'InvalidInput', field: 'slot.start' } } };
    expect(await erin.run(booking(JSON.stringify(start)))).toEqual({ status: 200, ...refusal });
    const document = booking('$start', 'mutation ($start: DateTime!)');
    expect(await erin.run(document, { start })).toEqual({ status: 200, ...refusal });
  });

  const queries = [
    ['filter.from', (at: string) => `bookings(filter: { from: ${at} }) { edges { cursor } }`],
    ['slot.start', (at: string) => `availableRooms(slot: { start: ${at}, end: ${ends} }) { totalCount }`],
    ['from', (at: string) => `room(id: "${roomId}") { bookings(from: ${at}) { edges { cursor } } }`],
    ['to', (at: string) => `room(id: "${roomId}") { freeSlots(from: ${ends}, to: ${at}) { start } }`],
  ] as const;
  test.each(queries)('is BAD_USER_INPUT of a query, naming %s', async (argument, query) => {
    const refusal = {
      message: expect.stringMatching(new RegExp(`^${argument}\\b`)),
      extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
    };
    for (const at of notTexts) {
      const written = await host.run(`{ ${query(JSON.stringify(at))} }`);
      expect(written.errors).toEqual([expect.objectContaining(refusal)]);
      const sent = await host.run(`query ($at: DateTime!) { ${query('$at')} }`, { at });
      expect(sent.errors).toEqual([expect.objectContaining(refusal)]);
    }
  });
});

test.each([
  [
    'filter.to',
    (from: string, to: string) => `bookings(filter: { from: ${from}, to: ${to} }) { totalCount }`,
  ],
  [
    'filter.to',
    (from: string, to: string) => `payments(filter: { from: ${from}, to: ${to} }) { totalCount }`,
  ],
  [
    'to',
    (from: string, to: string) =>
      `room(id: "${roomId}") { bookings(from: ${from}, to: ${to}) { totalCount } }`,
  ],
  [
    'to',
    (from: string, to: string) => `room(id: "${roomId}") { freeSlots(from: ${from}, to: ${to}) { start } }`,
  ],
] as const)('a period that ends before it begins is BAD_USER_INPUT, naming %s', async (argument, query) => {
  const { errors } = await host.run(`{ ${query('"2030-05-01T10:00:00Z"', '"2030-05-01T09:00:00Z"')} }`);
  expect(errors).toMatchObject([
    { message: expect.stringMatching(new RegExp(`^${argument} `)), extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

describe('an invalid room', () => {
  const good: RegisterRoomInput = {
    name: 'Room',
    capacity: 4,
    hourlyRate: { amount: 100, currency: 'EUR' },
    timeZone: 'Europe/Berlin',
  };
  test.each<[string, Partial<RegisterRoomInput>]>([
    ['name', { name: '   ' }],
    ['name', { name: 'x'.repeat(10_000) }],
    ['description', { description: 'x'.repeat(10_000) }],
    ['capacity', { capacity: 0 }],
    ['hourlyRate.amount', { hourlyRate: { amount: -1, currency: 'EUR' } }],
    ['hourlyRate.currency', { hourlyRate: { amount: 1, currency: 'XYZ' } }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['supplies[0].quantity', { supplies: [{ name: 'Chair', quantity: -1 }] }],
  ])('is refused, naming %s', async (field, wrong) => {
    const { data } = await host.run(RegisterRoomDocument, { input: { ...good, ...wrong } });
    expectProblem(data?.registerRoom, field);
  });

  test('is refused, naming everything that is wrong', async () => {
    const { data } = await host.run(RegisterRoomDocument, {
      input: {
        ...good,
        name: '',
        capacity: 0,
        supplies: [
          { name: 'Chair', quantity: 1 },
          { name: 'chair', quantity: -1 },
          { name: 'CHAIR', quantity: 2 },
        ],
      },
    });
    expect(data?.registerRoom).toMatchObject({
      problems: [
        { field: 'name', code: 'REQUIRED' },
        { field: 'capacity', code: 'TOO_SMALL' },
        { field: 'supplies[1].quantity', code: 'TOO_SMALL' },
        { field: 'supplies[2].name', code: 'DUPLICATE' },
      ],
    });
  });

  test('a rejected change changes nothing', async () => {
    const { data } = await host.run(UpdateRoomDocument, {
      input: { id: roomId, name: 'New name', capacity: 0 },
    });
    expectProblem(data?.updateRoom, 'capacity');
    const room = await host.run('query ($id: ID!) { room(id: $id) { name } }', { id: roomId });
    expect(room.data).toEqual({ room: { name: 'Han River' } });
  });
});

describe('malformed ids', () => {
  test('are NotFound where they name what a mutation changes, else InvalidInput', async () => {
    expectProblem(await book(erin, { roomId: 'nonsense' }), 'roomId');
    const cancelled = await erin.run(CancelBookingDocument, { input: { id: 'nonsense' } });
    expect(cancelled.data?.cancelBooking).toMatchObject({ __typename: 'NotFound' });
    const updated = await host.run(UpdateRoomDocument, { input: { id: 'nonsense', capacity: 0 } });
    expect(updated.data?.updateRoom).toMatchObject({ __typename: 'NotFound' });
    const added = await host.run(AddSupplyDocument, {
      input: { roomId: 'nonsense', name: 'Chair', quantity: 1 },
    });
    expectProblem(added.data?.addSupply, 'roomId');
  });

  test.each(['room', 'booking', 'payment', 'supply'])('are BAD_USER_INPUT of the query %s', async (field) => {
    const answer = await host.run(`{ ${field}(id: "nonsense") { id } }`);
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expectClean(answer);
  });
});

describe('invalid pages', () => {
  test.each([
    ['rooms', 'first: 0'],
    ['rooms', 'first: 1000'],
    ['rooms', 'first: -1'],
    ['rooms', 'after: "nonsense"'],
    ['bookings', 'first: 101'],
    ['payments', 'first: 0'],
  ])('%s(%s) is BAD_USER_INPUT', async (list, argument) => {
    const answer = await host.run(`{ ${list}(${argument}) { edges { node { id } } } }`);
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    expectClean(answer);
  });

  test('a cursor of another list is BAD_USER_INPUT', async () => {
    const { data } = await host.run<{ rooms: { edges: { cursor: string }[] } }, Record<string, never>>(
      '{ rooms(first: 1) { edges { cursor } } }',
    );
    const answer = await host.run('query ($after: String) { bookings(after: $after) { edges { cursor } } }', {
      after: data?.rooms.edges[0]?.cursor,
    });
    expect(answer.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });
});

describe('requests that are not GraphQL', () => {
  const post = (body: string) =>
    fetch(new URL('/graphql', instance.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

  test.each([
    ['broken JSON', '{"query": '],
    ['no query', '{}'],
    ['a syntax error', '{"query": "{ rooms { "}'],
    ['an unknown field', '{"query": "{ __typename nonsense }"}'],
  ])('%s gets an error without a stack trace', async (_name, body) => {
    const response = await post(body);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    expectClean({ data: await response.text() });
  });
});

test('pages of rooms follow each other without gaps or duplicates', async () => {
  const location = `Floor ${Date.now()}`;
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1)
    ids.push(await givenRoom(host, { name: `Room ${index}`, location }));
  type Page = {
    rooms: {
      totalCount: number;
      edges: { node: { id: string } }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  };
  const seen: string[] = [];
  let after: string | undefined;
  for (let page = 0; page < 3; page += 1) {
    const answer = await erin.run<Page, object>(
      `query ($location: String, $after: String) { rooms(filter: { location: $location }, first: 2, after: $after) {
        totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } }`,
      { location, after },
    );
    expect(answer.data?.rooms.totalCount).toBe(5);
    expect(answer.data?.rooms.pageInfo.hasNextPage).toBe(page < 2);
    seen.push(...(answer.data?.rooms.edges.map(({ node }) => node.id) ?? []));
    after = answer.data?.rooms.pageInfo.endCursor;
  }
  expect(seen.sort()).toEqual(ids.sort());
});

test('available rooms are those without a booking at any time in the interval', async () => {
  const capacity = 9_000;
  const [free, taken] = [await givenRoom(host, { capacity }), await givenRoom(host, { capacity })];
  const slot = slotIn(100);
  await eventually(async () =>
    expect(await book(erin, { roomId: taken, slot })).toMatchObject({ __typename: 'BookRoomSuccess' }),
  );
  await eventually(async () => {
    const answer = await erin.run(
      `query ($slot: SlotInput!) { availableRooms(slot: $slot, minCapacity: ${capacity}) {
        edges { node { id name freeSlots(from: "${slot.start}", to: "${slot.end}") { start end } } } } }`,
      { slot },
    );
    expect(answer.data).toEqual({
      availableRooms: { edges: [{ node: { id: free, name: 'Han River', freeSlots: [slot] } }] },
    });
  });
});

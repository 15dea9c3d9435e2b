import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../examples/client.ts';
import { CloseRoomDocument } from '../../examples/documents.generated.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { givenRoom, openSharedInstance, type SharedInstance, slotIn } from '../support/instance.ts';
import { apollo } from './apollo/setup.ts';
import type { ApiClient, ClientSetup, RoomChange, RoomList } from './client-setup.ts';
import { clientPreset } from './codegen/setup.ts';
import { gqlTada } from './gql-tada/setup.ts';
import { relay } from './relay/setup.ts';
import { urql } from './urql/setup.ts';

const SETUPS: readonly ClientSetup[] = [apollo, urql, relay, gqlTada, clientPreset];
const PAGE_SIZE = 2;
/** Enough to connect on a busy machine. */
const SHORT_LIFETIME_S = 15;

let instance: SharedInstance;
let host: Client;
let customerToken: string;

beforeAll(async () => {
  instance = await openSharedInstance();
  host = await instance.as('henry', 'host');
  customerToken = await instance.token('carla', 'customer');
});
afterAll(() => instance[Symbol.asyncDispose]());

/** What the libraries say, such as about data that does not fit into their caches. */
const complaints = (['warn', 'error'] as const).map((level) => vi.spyOn(console, level));
beforeEach(() => {
  for (const spy of complaints) spy.mockClear();
});
afterEach(() => expect(complaints.flatMap(({ mock }) => mock.calls)).toEqual([]));

type OpenClient = ApiClient & AsyncDisposable;

function open({ open: openClient }: ClientSetup, token: () => string = () => customerToken): OpenClient {
  const client = openClient({ url: instance.url, token });
  return { ...client, [Symbol.asyncDispose]: () => client.close() };
}

function booking(roomId: string, hours = 24) {
  const slot = slotIn(hours);
  return { roomId, slot, paymentMethod: 'pm_card_visa', idempotencyKey: randomUUID() };
}

/** Rooms with a name of their own, in the order in which they are listed. */
async function givenRooms(
  count: number,
): Promise<{ readonly name: string; readonly ids: readonly string[] }> {
  const name = `Clients ${randomUUID()}`;
  const ids: string[] = [];
  while (ids.length < count) ids.push(await givenRoom(host, { name }));
  return { name, ids };
}

const idsOf = (list: RoomList) => list.read().rooms.map(({ id }) => id);

/** Closes a room, as soon as the router answers. */
async function closeRoom(roomId: string): Promise<void> {
  await eventually(async () => {
    const { data } = await host.run(CloseRoomDocument, {
      input: { id: roomId, idempotencyKey: `close-${roomId}` },
    });
    expect(data?.closeRoom?.__typename).toBe('CloseRoomSuccess');
  }, 30_000);
}

/** Follows a room, and keeps its changes and errors. */
function follow(client: ApiClient, roomId: string) {
  const changes: RoomChange[] = [];
  const errors: unknown[] = [];
  const unfollow = client.followRoom(roomId, {
    next: (change) => changes.push(change),
    error: (error) => errors.push(error),
  });
  return { changes, errors, statuses: () => changes.map(({ status }) => status), [Symbol.dispose]: unfollow };
}

/** The text of an error: some clients make one of a `CloseEvent`, others pass the event. */
function textOf(error: unknown): string {
  return error instanceof CloseEvent ? `${error.code} ${error.reason}` : String(error);
}

describe.each(SETUPS)('$name', (setup) => {
  test('books a room; a repeated request with the same idempotency key books nothing else', async () => {
    await using client = open(setup);
    const input = booking(await givenRoom(host));
    const booked = await client.bookRoom(input);
    expect(booked).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: { id: expect.any(String), status: expect.stringMatching(/^(PAID|CONFIRMED)$/) },
    });
    const repeated = await client.bookRoom(input);
    expect(repeated.booking?.id).toBe(booked.booking?.id);
  });

  test('reads why a booking failed, by type and as an unspecific problem', async () => {
    await using client = open(setup);
    const roomId = await givenRoom(host);
    const input = booking(roomId);
    await client.bookRoom(input);
    const taken = await client.bookRoom({ ...input, idempotencyKey: randomUUID() });
    expect(taken).toMatchObject({
      __typename: 'SlotTaken',
      nextFreeSlot: { start: input.slot.end },
      message: expect.any(String),
    });
    await closeRoom(roomId);
    await eventually(async () =>
      expect(await client.bookRoom(booking(roomId, 48))).toMatchObject({
        __typename: 'RoomUnavailable',
        message: expect.any(String),
      }),
    );
  });

  test('reads all wrong values of an input', async () => {
    await using client = open(setup);
    const { start: end, end: start } = slotIn(24);
    const input = { ...booking(await givenRoom(host)), slot: { start, end }, paymentMethod: '' };
    const { __typename, problems } = await client.bookRoom(input);
    expect(__typename).toBe('InvalidInput');
    expect(problems?.map(({ field, code }) => `${field} ${code}`)).toEqual([
      'slot.end REVERSED',
      'paymentMethod REQUIRED',
    ]);
  });

  test('pages through a list; its cache joins the pages', async () => {
    await using client = open(setup);
    const { name, ids } = await givenRooms(2 * PAGE_SIZE + 1);
    const list = client.listRooms({ nameContains: name }, PAGE_SIZE);
    const seen: number[] = [];
    let after: string | null = null;
    do {
      await list.load(after);
      const { rooms, pageInfo } = list.read();
      seen.push(rooms.length);
      after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
    } while (after !== null && seen.length < ids.length);
    expect(seen).toEqual([2, 4, 5]);
    expect(idsOf(list)).toEqual(ids);
    expect(new Set(list.read().rooms.map((room) => room.name))).toEqual(new Set([name]));
  });

  test('follows a room live; its cache has the new status', async () => {
    await using client = open(setup);
    const { name, ids } = await givenRooms(1);
    const [roomId = ''] = ids;
    const list = client.listRooms({ nameContains: name }, PAGE_SIZE);
    await list.load(null);
    using followed = follow(client, roomId);
    await eventually(() => expect(followed.changes).toMatchObject([{ kind: 'SNAPSHOT', status: 'EMPTY' }]));
    await closeRoom(roomId);
    await eventually(() => expect(followed.changes[1]).toMatchObject({ kind: 'CHANGE', status: 'CLOSED' }));
    expect(list.read().rooms).toEqual([expect.objectContaining({ id: roomId, status: 'CLOSED' })]);
    expect(followed.errors).toEqual([]);
  });

  test('is told when its token is refused', async () => {
    await using client = open(setup, () => 'not-a-token');
    using followed = follow(client, await givenRoom(host));
    await eventually(() =>
      expect(followed.errors.map(textOf)).toEqual([expect.stringMatching(/4401.*token/)]),
    );
    expect(followed.changes).toEqual([]);
  });
});

/**
 * All clients, each following a room of its own that is free.
 *
 * @param tokenFor makes the function from which one client takes its token
 */
async function followWithAll(tokenFor: (name: string) => Promise<() => string>) {
  await using stack = new AsyncDisposableStack();
  const clients = await Promise.all(
    SETUPS.map(async (setup) => {
      const roomId = await givenRoom(host);
      const client = stack.use(open(setup, await tokenFor(setup.name)));
      const followed = stack.use(follow(client, roomId));
      await eventually(() => expect(followed.statuses(), setup.name).toEqual(['EMPTY']));
      return { name: setup.name, client, roomId, followed };
    }),
  );
  const opened = stack.move();
  return { clients, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

test('a service that is away takes down its own fields and nothing else', async () => {
  const { name, ids } = await givenRooms(1);
  await instance.without(['supplies'], async () => {
    for (const setup of SETUPS) {
      await using client = open(setup);
      const list = client.listRooms({ nameContains: name }, PAGE_SIZE);
      await list.load(null);
      expect(list.read().rooms, setup.name).toMatchObject([{ id: ids[0], name, supplies: null }]);
    }
  });
});

test('a restart of the router: subscriptions go on, and later requests are answered', async () => {
  await using all = await followWithAll(async () => () => customerToken);
  instance.kill('router');
  await Promise.all(all.clients.map(({ roomId }) => closeRoom(roomId)));
  for (const { name, client, followed } of all.clients) {
    await eventually(() => expect(followed.statuses().at(-1), name).toBe('CLOSED'), 30_000);
    expect(followed.errors, name).toEqual([]);
    const rooms = await givenRooms(1);
    const list = client.listRooms({ nameContains: rooms.name }, PAGE_SIZE);
    await list.load(null);
    expect(idsOf(list), name).toEqual(rooms.ids);
  }
});

test('a token that expires: subscriptions go on with the renewed one', async () => {
  const asked = new Map<string, number>();
  await using all = await followWithAll(async (name) => {
    const shortLived = await instance.token('carla', 'customer', SHORT_LIFETIME_S);
    return () => {
      const times = (asked.get(name) ?? 0) + 1;
      asked.set(name, times);
      return times === 1 ? shortLived : customerToken;
    };
  });
  await eventually(() => {
    for (const { name } of all.clients) expect(asked.get(name), name).toBeGreaterThan(1);
  }, 45_000);
  await Promise.all(all.clients.map(({ roomId }) => closeRoom(roomId)));
  for (const { name, followed } of all.clients) {
    await eventually(() => expect(followed.statuses().at(-1), name).toBe('CLOSED'), 30_000);
    expect(followed.errors, name).toEqual([]);
  }
});

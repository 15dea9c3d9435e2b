import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openIssuer } from '../../embedded/issuer.ts';
import { startInstance, type TestInstance } from '../../embedded/testing.ts';
import { type Client, createClient } from '../../examples/client.ts';
import { eventually } from '../../platform/testing/eventually.ts';
import { audit } from '../../tools/audit/audit.ts';
import { book, cancel } from '../support/booking.ts';
import { restore } from '../upgrade/testing/restore.ts';
import { HOST, ROOMS, slotOn } from '../upgrade/testing/story.ts';

const RECORDING = join(import.meta.dirname, '../upgrade/829127b');

let dataDir: string;
let instance: TestInstance;
let host: Client;
let alice: Client;
let bob: Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'meetingroom-upgrade-'));
  await restore(RECORDING, dataDir);
  instance = await startInstance({ dataDir, env: { BOOKING_HORIZON: '36500d' } });
  const issuer = await openIssuer(dataDir);
  const as = async (subject: string, role: 'customer' | 'host') =>
    createClient({
      url: instance.url,
      token: await issuer.mint({ subject, role, expiresIn: 3_600 }),
    });
  [host, alice, bob] = await Promise.all([as(HOST, 'host'), as('alice', 'customer'), as('bob', 'customer')]);
});
afterAll(async () => {
  await Promise.all([host, alice, bob].map((client) => client?.close()));
  await instance?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function verdict() {
  const { violations, settling } = await audit({ dataDir, waitMs: 60_000 });
  return { violations, settling };
}

// biome-ignore lint/suspicious/noExplicitAny: the tests look at data of every shape
async function ask(client: Client, query: string, variables = {}): Promise<any> {
  const { data, errors } = await client.run(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

const roomNamed = async (name: string) =>
  (
    await ask(
      host,
      'query ($name: String!) { rooms(filter: { nameContains: $name }) { edges { node { id } } } }',
      { name },
    )
  ).rooms.edges[0]?.node.id;

test('what an earlier version has stored agrees in all services once this one has started', async () => {
  expect(await verdict()).toEqual({ violations: [], settling: [] });
});

test('earlier bookings are answered with their payments, rooms and histories', async () => {
  const { me } = await ask(
    alice,
    `{ me { bookings(orderBy: SLOT_START_ASC) { edges { node { status slot { start } room { name status supplies { name } }
      payment { status } history { type } } } } } }`,
  );
  const bookings = me.bookings.edges.map((edge: { node: object }) => edge.node);
  expect(bookings).toHaveLength(4);
  expect(bookings[0]).toMatchObject({ status: 'COMPLETED', payment: { status: 'CAPTURED' } });
  for (const [index, day] of ['2090-05-01', '2090-05-02', '2090-05-03'].entries())
    expect(bookings[index + 1]).toMatchObject({
      status: 'CONFIRMED',
      slot: { start: slotOn(day).start },
      room: { name: ROOMS.busy, status: 'EMPTY', supplies: [{ name: 'Chair' }] },
      payment: { status: 'CAPTURED' },
    });
  const statuses = await ask(
    bob,
    '{ me { bookings(orderBy: SLOT_START_ASC) { edges { node { status payment { status } } } } } }',
  );
  expect(statuses.me.bookings.edges.map((edge: { node: object }) => edge.node)).toEqual(
    expect.arrayContaining([
      { status: 'CONFIRMED', payment: { status: 'CAPTURED' } },
      { status: 'CANCELLED', payment: { status: 'REFUNDED' } },
      { status: 'REJECTED', payment: { status: 'DECLINED' } },
    ]),
  );
});

test('boards, pages, messages and reviews of before are there', async () => {
  const { roomBoard } = await ask(
    bob,
    '{ roomBoard { edges { node { roomName status nextBookingAt likeCount rating } } } }',
  );
  expect(roomBoard.edges.map((edge: { node: object }) => edge.node)).toEqual(
    expect.arrayContaining([
      {
        roomName: ROOMS.busy,
        status: 'EMPTY',
        nextBookingAt: slotOn('2090-05-01').start,
        likeCount: 1,
        rating: 5,
      },
      expect.objectContaining({ roomName: ROOMS.closed, status: 'CLOSED' }),
    ]),
  );
  const { myPage, messages } = await ask(
    bob,
    '{ myPage { bookmarkedRoomIds bookings { edges { node { status } } } } messages { edges { node { kind } } } }',
  );
  expect(myPage.bookmarkedRoomIds).toEqual([await roomNamed(ROOMS.busy)]);
  const kinds = messages.edges.map((edge: { node: { kind: string } }) => edge.node.kind);
  expect(kinds).toEqual(expect.arrayContaining(['BOOKMARK_ADDED']));
  const { courses } = await ask(alice, '{ courses { edges { node { title stops { room { name } } } } } }');
  expect(courses.edges).toEqual([{ node: { title: 'A round', stops: [{ room: { name: ROOMS.busy } }] } }]);
});

test('an earlier booking holds its slot, can be cancelled, and the slot is booked anew', async () => {
  const roomId = await roomNamed(ROOMS.busy);
  const slot = slotOn('2090-05-02');
  expect(await book(bob, { roomId, slot })).toMatchObject({ __typename: 'SlotTaken' });
  const { me } = await ask(
    alice,
    '{ me { bookings(when: UPCOMING) { edges { node { id slot { start } } } } } }',
  );
  const old = me.bookings.edges.find(
    (edge: { node: { slot: { start: string } } }) => edge.node.slot.start === slot.start,
  );
  expect(await cancel(alice, { id: old.node.id })).toMatchObject({ __typename: 'CancelBookingSuccess' });
  const refunded = 'query ($id: ID!) { booking(id: $id) { status payment { status } } }';
  await eventually(async () =>
    expect(await ask(alice, refunded, { id: old.node.id })).toEqual({
      booking: { status: 'CANCELLED', payment: { status: 'REFUNDED' } },
    }),
  );
  expect(await book(bob, { roomId, slot })).toMatchObject({ __typename: 'BookRoomSuccess' });
  expect(await verdict()).toEqual({ violations: [], settling: [] });
});

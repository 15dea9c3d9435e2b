import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PoolClient } from '../../../platform/postgres/pool.ts';
import { DEFAULT_LIMITS } from '../../../platform/subgraph/request-limits.ts';
import { eventually } from '../../../platform/testing/index.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import type { RoomReplica } from '../application/ports.ts';
import { createFixture, type Fixture, roomOf, slot } from '../testing/fixture.ts';
import { BOOK, type Graph, serveGraph } from '../testing/graph.ts';

const LIMITS = {
  ...DEFAULT_LIMITS,
  reads: { atOnce: 2, waiting: 1, maxWaitMs: 60_000 },
};
const AVAILABLE = `{ availableRooms(slot: { start: "2030-05-01T09:00:00Z", end: "2030-05-01T10:00:00Z" },
  filter: { supplies: ["chair"] }) { edges { node { id currentBooking { id } } } } }`;

let fixture: Fixture;
let graph: Graph;
let room: RoomReplica;
/** Locks the table that only the query reads, so that its statement runs until the lock is gone. */
let lock: PoolClient;
let watch: PoolClient;

beforeAll(async () => {
  fixture = await createFixture();
  graph = await serveGraph(fixture, LIMITS);
  watch = await fixture.pool.connect();
  return async () => {
    watch.release();
    await graph.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  await fixture.rooms.saveSupplies({ roomId: room.id, version: 1, names: ['chair'] });
  lock = await fixture.pool.connect();
  await lock.query('BEGIN; LOCK TABLE room_supplies');
  return async () => {
    await lock.query('ROLLBACK');
    lock.release();
  };
});

/** How many statements wait for the lock. */
async function stuck(): Promise<number> {
  const { rows } = await watch.query<{ total: number }>(
    "SELECT count(*) AS total FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%room_supplies%'",
  );
  return rows[0]?.total ?? 0;
}

async function send(signal?: AbortSignal): Promise<Response> {
  const authorization = `Bearer ${await graph.issuer.token({ subject: 'alice', role: 'customer' })}`;
  return fetch(`${graph.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization },
    body: JSON.stringify({ query: AVAILABLE }),
    ...(signal ? { signal } : {}),
  });
}

describe('a caller who goes', () => {
  test('takes the running statement along, and no further one is sent', async () => {
    const caller = new AbortController();
    const statements = await countStatements(fixture.pool, async () => {
      const gone = send(caller.signal).catch(() => 'gone');
      await eventually(async () => expect(await stuck()).toBe(1));
      caller.abort();
      expect(await gone).toBe('gone');
      await eventually(async () => expect(await stuck()).toBe(0));
    });
    expect(statements).toBe(1);
    // The connection that was closed is replaced.
    expect((await graph.ask('customer', '{ me { bookings { totalCount } } }')).errors).toBeUndefined();
  });
});

describe('while queries take all connections that they may', () => {
  test('mutations are served, one more query waits, and others are told to come back', async () => {
    const queries = [send(), send()];
    await eventually(async () => expect(await stuck()).toBe(2));
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const { data } = await graph.ask('customer', BOOK, { input });
    expect(data.bookRoom).toMatchObject({
      __typename: 'BookRoomSuccess',
      booking: { customer: { id: 'customer' } },
    });

    const more = [1, 2].map(() => graph.ask('customer', '{ me { bookings { totalCount } } }'));
    expect((await Promise.race(more)).errors).toMatchObject([
      {
        message: expect.stringContaining('too many queries'),
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', retryAfterSeconds: 5 },
      },
    ]);
    await lock.query('ROLLBACK');
    for (const query of queries) expect((await query).status).toBe(200);
    const answered = (await Promise.all(more)).filter(({ errors }) => !errors);
    expect(answered).toMatchObject([{ data: { me: { bookings: { totalCount: 1 } } } }]);
  });
});

test('an id as long as the router lets through is answered as a wrong one', async () => {
  const id = 'x'.repeat(1_048_000);
  const { errors } = await graph.ask('customer', 'query ($id: ID!) { booking(id: $id) { id } }', { id });
  expect(errors).toMatchObject([{ message: 'id must be a UUID.', extensions: { code: 'BAD_USER_INPUT' } }]);
});

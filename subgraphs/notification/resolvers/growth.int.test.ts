import { expect, test } from 'vitest';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { transaction } from '../../../platform/postgres/pool.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { createFixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';

/** $1 the key of alice, $2 her messages, of which 50 are unread, $3 messages of others. */
const MESSAGES = `INSERT INTO messages (id, customer_key, number, content, created_at, read_at)
  SELECT gen_random_uuid(), CASE WHEN n <= $2 THEN $1::uuid ELSE gen_random_uuid() END, n,
    '{"kind": "BOOKMARK_ADDED", "target": {"type": "ROOM", "id": "0190b6a0-0000-7000-8000-000000000001", "name": "Han"}}',
    now(), CASE WHEN n > 50 THEN now() END
  FROM generate_series(1, $2::integer + $3::integer) AS n`;

async function readsFrom(own: number, others: number): Promise<ReadonlyMap<string, Reads>> {
  await using fixture = await createFixture();
  const key = subjectKey('alice');
  await transaction(fixture.pool, async (client) => {
    await client.query('SET LOCAL statement_timeout = 0');
    await client.query(
      'INSERT INTO customers (key, id, version, last_number, unread) VALUES ($1, $2, 1, $3, 50)',
      [key, 'alice', own],
    );
    await client.query(MESSAGES, [key, own, others]);
  });
  await fixture.pool.query('VACUUM ANALYZE');
  const graph = await serveGraph(fixture);
  const ask = async (query: string) => {
    const { errors } = await graph.ask('customer', query, {}, 'alice');
    expect(errors).toBeUndefined();
  };
  try {
    return await readsOfEach(fixture.pool, {
      messages: () => ask('{ messages { edges { node { id createdAt } } unreadCount } }'),
      'unread messages': () => ask('{ messages(unreadOnly: true) { edges { node { id createdAt } } } }'),
    });
  } finally {
    await graph.close();
  }
}

test('each list reads as much from a store with ten times the messages, and of more messages of the customer', async () => {
  const growth = compareReads(await readsFrom(100, 5_000), await readsFrom(1_000, 50_000));
  printGrowth('notification, ten times the messages', growth);
  expect(growing(growth)).toEqual([]);
}, 120_000);

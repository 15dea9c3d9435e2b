import { expect, test } from 'vitest';
import { subjectKey } from '../../../platform/identity/subject.ts';
import { liftStatementTimeout, transaction } from '../../../platform/postgres/pool.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { createFixture, type Fixture } from '../testing/fixture.ts';
import { serveGraph } from '../testing/graph.ts';

/** $1 the key of alice, $2 her messages, of which 50 are unread, $3 messages of others. */
const MESSAGES = `INSERT INTO messages (id, customer_key, number, content, created_at, read_at)
  SELECT gen_random_uuid(), CASE WHEN n <= $2 THEN $1::uuid ELSE gen_random_uuid() END, n,
    '{"kind": "BOOKMARK_ADDED", "target": {"type": "ROOM", "id": "0190b6a0-0000-7000-8000-000000000001", "name": "Han"}}',
    now(), CASE WHEN n > 50 THEN now() END
  FROM generate_series(1, $2::integer + $3::integer) AS n`;

async function fill(fixture: Fixture, own: number, others: number): Promise<void> {
  const key = subjectKey('alice');
  await transaction(fixture.pool, async (client) => {
    await liftStatementTimeout(client);
    await client.query(
      'INSERT INTO customers (key, id, version, last_number, unread) VALUES ($1, $2, 1, $3, 50)',
      [key, 'alice', own],
    );
    await client.query(MESSAGES, [key, own, others]);
  });
  await fixture.pool.query('VACUUM ANALYZE');
}

async function readsFrom(own: number, others: number): Promise<ReadonlyMap<string, Reads>> {
  await using fixture = await createFixture();
  await fill(fixture, own, others);
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

test('a page of a hundred messages takes as many statements as one of twenty', async () => {
  await using fixture = await createFixture();
  await using stack = new AsyncDisposableStack();
  await fill(fixture, 200, 0);
  const graph = await serveGraph(fixture);
  stack.defer(() => graph.close());
  const statements = (first: number) =>
    countStatements(fixture.pool, async () => {
      const query = `query ($first: Int!) { messages(first: $first) { edges { node {
        id kind text booking { id } target { ... on Room { id } } createdAt readAt } } totalCount unreadCount } }`;
      const { data, errors } = await graph.ask('customer', query, { first }, 'alice');
      expect(errors).toBeUndefined();
      expect(data.messages.edges).toHaveLength(first);
    });
  expect(await statements(20)).toBe(await statements(100));
});

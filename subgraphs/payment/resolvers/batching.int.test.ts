import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createPostgresIdempotencyStore } from '../../../platform/postgres/idempotency.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, type SubgraphClient, serveSubgraph } from '../../../platform/testing/index.ts';
import { countStatements } from '../../../platform/testing/statements.ts';
import { createPostgresPaymentQueries } from '../store/postgres-payment-queries.ts';
import { createContext } from './context.ts';
import { resolvers } from './index.ts';

type Data = { readonly list: readonly { readonly payment: { readonly id: string } | null }[] };

let pool: Pool;
let graph: Pick<SubgraphClient<Data>, 'ask'>;

const bookingId = (number: number) => `0190b6a0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** No test changes a payment. */
async function refuse(): Promise<never> {
  throw new Error('Only reads are tested here');
}

beforeAll(async () => {
  const database = await createTestDatabase();
  pool = createPool({ url: database.url, schema: 'payment', log: createLogger('test', 'silent') });
  await migrate(pool, 'payment', {
    series: 'payment',
    folder: join(import.meta.dirname, '../store/migrations'),
  });
  await pool.query(
    `INSERT INTO payments (booking_id, id, revision, version, status, customer_id, amount, currency, requested_at,
      request_correlation_id, correlation_id, causation_id)
    SELECT booking_id, gen_random_uuid(), 3, 2, 'CAPTURED', 'alice', 1000, 'KRW', now(), 'story', 'story', 'test'
    FROM unnest($1::uuid[]) AS booking_id`,
    [Array.from({ length: 100 }, (_, number) => bookingId(number))],
  );
  const served = await serveSubgraph<Data, Parameters<ReturnType<typeof createContext>>[0]>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext({
      queries: createPostgresPaymentQueries(pool),
      idempotency: createPostgresIdempotencyStore(pool),
      authorizePayment: refuse,
      confirmAuthorization: refuse,
      retryRefund: refuse,
      settleRefund: refuse,
    }),
    ping: () => pool.query('SELECT'),
  });
  graph = served;
  return async () => {
    await served.close();
    await pool.end();
    await database[Symbol.asyncDispose]();
  };
});

test('the payments of a hundred bookings take as many statements as those of twenty', async () => {
  const query = `query ($of: [_Any!]!) { list: _entities(representations: $of) { ... on Booking {
    payment { id status refunds { id } refundedAmount { amount } booking { id } } } } }`;
  const statements = (size: number) =>
    countStatements(pool, async () => {
      const of = Array.from({ length: size }, (_, number) => ({
        __typename: 'Booking',
        id: bookingId(number),
      }));
      const { data, errors } = await graph.ask('customer', query, { of }, 'alice');
      expect(errors).toBeUndefined();
      expect(data.list.filter(({ payment }) => payment)).toHaveLength(size);
    });
  expect(await statements(20)).toBe(1);
  expect(await statements(100)).toBe(1);
});

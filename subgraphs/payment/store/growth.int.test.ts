import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool, liftStatementTimeout, transaction } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase } from '../../../platform/testing/index.ts';
import { compareReads, growing, printGrowth } from '../../../platform/testing/read-growth.ts';
import { type Reads, readsOfEach } from '../../../platform/testing/reads.ts';
import { createPostgresPaymentQueries } from './postgres-payment-queries.ts';

const AT = '2030-05-01T12:00:00.000Z';

/** A payment a minute, of rooms of which ten are henry's. $1 payments, $2 rooms, $3 the time of the last. */
const PAYMENTS = `INSERT INTO payments (booking_id, id, revision, version, status, customer_id, amount, currency, requested_at,
    request_correlation_id, correlation_id, causation_id, decline_code, void_reason,
    room_id)
  SELECT ('0190b6a0-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, ('0190b6a0-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid,
    3, 2, (ARRAY['CAPTURED', 'CAPTURED', 'CAPTURED', 'VOIDED', 'DECLINED', 'REFUNDED', 'REFUND_FAILED', 'AUTHORIZED', 'ABANDONED',
      'CAPTURED'])[1 + n % 10], 'alice', 1000, 'KRW', $3::timestamptz - ($1 - n) * interval '1 minute', 'story', 'story', 'test', 'expired_card', 'BOOKING_CANCELLED',
    ('0190b6a0-0000-7000-a000-' || lpad(to_hex(n / 10 % $2), 12, '0'))::uuid
  FROM generate_series(1, $1::integer) AS n`;
const ROOMS = `INSERT INTO rooms SELECT ('0190b6a0-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid, 1,
    CASE WHEN n < 10 THEN 'henry' ELSE 'host ' || n / 10 END FROM generate_series(0, $1::integer - 1) AS n`;

async function readsFrom(payments: number, rooms: number): Promise<ReadonlyMap<string, Reads>> {
  await using database = await createTestDatabase();
  await using stack = new AsyncDisposableStack();
  const pool = createPool({ url: database.url, schema: 'payment', log: createLogger('test', 'silent') });
  stack.defer(() => pool.end());
  await migrate(pool, 'payment', { series: 'payment', folder: join(import.meta.dirname, 'migrations') });
  await transaction(pool, async (client) => {
    await liftStatementTimeout(client);
    await client.query(ROOMS, [rooms]);
    await client.query(PAYMENTS, [payments, rooms, AT]);
  });
  await pool.query('VACUUM ANALYZE');
  const queries = createPostgresPaymentQueries(pool);
  const page = { limit: 21, after: undefined };
  const day = { from: '2030-04-30T00:00:00.000Z', to: '2030-05-01T00:00:00.000Z' };
  const bookings = Array.from(
    { length: 20 },
    (_, n) => `0190b6a0-0000-7000-8000-${(n + 1).toString(16).padStart(12, '0')}`,
  );
  return await readsOfEach(pool, {
    payments: () => queries.newest({}, page),
    'CAPTURED payments': () => queries.newest({ status: 'CAPTURED' }, page),
    'REFUND_FAILED payments': () => queries.newest({ status: 'REFUND_FAILED' }, page),
    'payments of a day': () => queries.newest(day, page),
    'REFUNDED payments of a day': () => queries.newest({ ...day, status: 'REFUNDED' }, page),
    'payments of a host': () => queries.newest({ hostId: 'henry' }, page),
    'REFUNDED payments of a host': () => queries.newest({ hostId: 'henry', status: 'REFUNDED' }, page),
    'payments of 20 bookings': () => queries.byBookings(bookings),
  });
}

test.each([
  ['rooms', 1_000],
  ['past', 100],
] as const)(
  'each list and filter reads as much from a store with ten times the %s',
  async (what, rooms) => {
    const growth = compareReads(await readsFrom(6_000, 100), await readsFrom(60_000, rooms));
    printGrowth(`payment, ten times the ${what}`, growth);
    expect(growing(growth)).toEqual([]);
  },
  120_000,
);

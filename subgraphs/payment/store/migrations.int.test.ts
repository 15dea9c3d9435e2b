import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, disposable } from '../../../platform/testing/index.ts';
import { createPostgresPaymentQueries } from './postgres-payment-queries.ts';

const MIGRATIONS = join(import.meta.dirname, 'migrations');
const BEFORE_ROOMS = ['0001-payments.sql', '0002-provider-events-by-age.sql'];

test('a payment whose refund had FAILED is REFUND_FAILED, and its room is unknown', async () => {
  await using database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'payment', log: createLogger('test', 'silent') });
  await using _pool = disposable({ close: () => pool.end() });
  const earlier = await mkdtemp(join(tmpdir(), 'migrations-'));
  await using _folder = disposable({ close: () => rm(earlier, { recursive: true }) });
  for (const file of BEFORE_ROOMS) await copyFile(join(MIGRATIONS, file), join(earlier, file));
  await migrate(pool, 'payment', { series: 'payment', folder: earlier });
  const id = newId();
  await pool.query(
    `INSERT INTO payments (booking_id, id, revision, version, status, customer_id, amount, currency, requested_at,
      request_correlation_id, correlation_id, causation_id)
     VALUES ($1, $2, 9, 3, 'FAILED', 'alice', 12000, 'KRW', now(), 'story', 'story', 'step')`,
    [newId(), id],
  );

  await migrate(pool, 'payment', { series: 'payment', folder: MIGRATIONS });
  expect(await createPostgresPaymentQueries(pool).byIds([id])).toMatchObject([
    { status: 'REFUND_FAILED', amount: { amount: 12_000 }, roomId: null, hostId: null },
  ]);
});

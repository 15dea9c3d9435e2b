import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../platform/identifiers.ts';
import { migrate } from '../../platform/postgres/migrate.ts';
import { createPool, type Pool } from '../../platform/postgres/pool.ts';
import { createTestDatabase } from '../../platform/testing/index.ts';
import { type Surroundings, startSurroundings } from '../../platform/testing/surroundings.ts';
import { type PaymentStub, startBookingProcess, startPaymentStub } from './testing/booking-process.ts';
import { log } from './testing/fixture.ts';

const FOLDER = join(import.meta.dirname, 'store/migrations');
const PROCESSES = 3;

let around: Surroundings;
let payment: PaymentStub;

beforeAll(async () => {
  around = await startSurroundings();
  payment = await startPaymentStub();
  return async () => {
    await payment[Symbol.asyncDispose]();
    await around[Symbol.asyncDispose]();
  };
});

/** Gives a database what the first release gave it, and a booking. Returns the booking's id. */
async function installFirstRelease(pool: Pool): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(join(FOLDER, '0001-bookings.sql'), join(folder, '0001-bookings.sql'));
  await migrate(pool, 'booking', { series: 'booking', folder });
  await rm(folder, { recursive: true });
  const id = newId();
  await pool.query(
    `INSERT INTO bookings (id, version, status, room_id, room_name, customer_id, slot, amount, currency, requested_at)
     VALUES ($1, 3, 'CONFIRMED', $2, 'Han', 'alice', tstzrange(now() + '1 day', now() + '2 days'), 1000, 'KRW', now())`,
    [id, newId()],
  );
  return id;
}

test.each(['an empty database', 'a database of the first release'])(
  'processes that start at once on %s migrate it once, and all of them serve',
  async (kind) => {
    await using database = await createTestDatabase();
    const pool = createPool({ url: database.url, schema: 'booking', log });
    const known = kind.includes('first') ? await installFirstRelease(pool) : undefined;
    const processes = await Promise.all(
      Array.from({ length: PROCESSES }, () =>
        startBookingProcess(around, { databaseUrl: database.url, paymentUrl: payment.url }),
      ),
    );
    const { rows } = await pool.query<{ name: string }>(
      "SELECT name FROM migrations WHERE series = 'booking' ORDER BY name",
    );
    expect(rows.map(({ name }) => name)).toEqual((await readdir(FOLDER)).toSorted());
    for (const { ask } of processes) {
      const { data } = await ask('query ($id: ID!) { booking(id: $id) { status } }', {
        id: known ?? newId(),
      });
      expect(data.booking).toEqual(known === undefined ? null : { status: 'CONFIRMED' });
    }
    await Promise.all(processes.map((each) => each[Symbol.asyncDispose]()));
    await pool.end();
  },
  60_000,
);

test('a process starts on a database of a later release, and not where that takes away what it needs', async () => {
  await using database = await createTestDatabase();
  const options = { databaseUrl: database.url, paymentUrl: payment.url };
  const pool = createPool({ url: database.url, schema: 'booking', log });
  const known = await installFirstRelease(pool);
  await (await startBookingProcess(around, options))[Symbol.asyncDispose]();

  await pool.query("INSERT INTO migrations (series, name) VALUES ('booking', '9000-more.sql')");
  const { ask, output, end } = await startBookingProcess(around, options);
  const { data } = await ask('query ($id: ID!) { booking(id: $id) { status } }', { id: known });
  expect(data.booking).toEqual({ status: 'CONFIRMED' });
  expect(output()).toMatch(/"level":"warn".*"migrations":\["booking\/9000-more.sql"\]/);
  await end('SIGTERM');

  await pool.query("INSERT INTO migrations VALUES ('booking', '9001-less.sql', now(), '9000-more.sql')");
  await expect(startBookingProcess(around, options)).rejects.toThrow(
    /^Exit status 1:.*booking\/9001-less.sql requires booking\/9000-more.sql/s,
  );
  await pool.end();
}, 60_000);

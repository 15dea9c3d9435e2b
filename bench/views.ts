import { join } from 'node:path';
import { Client } from 'pg';
import { startInstance, startServers, type TestInstance } from '../embedded/testing.ts';
import { migrate } from '../platform/postgres/migrate.ts';
import { createPool, liftStatementTimeout, type Pool, transaction } from '../platform/postgres/pool.ts';
import { createLogger } from '../platform/telemetry/logger.ts';
import { createPostgresViewQueries } from '../subgraphs/view/store/postgres-view-queries.ts';
import { defineBench } from './bench.ts';
import { bookForAWhile } from './load.ts';
import { percentile, printHeading, printTable } from './report.ts';

/** Each sends one booking at a time: the last of them are more than the product can serve at once. */
const CLIENTS = [4, 16, 64];
const DURATION_MS = 15_000;
/** Not counted: a service that has just started is slow for its first hundreds of requests. */
const WARM_UP_MS = 8_000;

const ROOMS = [100, 1_000, 10_000];
const BOOKINGS = [1_000, 1_000_000];
const QUERIES = 200;
const PAGE = 20;
const CHANNEL = 'bench_views';
const SHARES = [0.5, 0.99];

/**
 * Measures how far the view is behind the bookings, and what the board of rooms costs with more and more
 * rooms and bookings.
 */
async function measureViews(): Promise<void> {
  printHeading(
    `From a booking's event to the view: bookings by a number of clients, ${DURATION_MS / 1_000} s`,
  );
  printTable(
    ['clients', 'bookings/s', 'p50 ms', 'p99 ms', 'max ms'],
    [...(await Array.fromAsync(CLIENTS, measureLag))],
  );
  printHeading(`The board: a page of ${PAGE} rooms, and the numbers of all rooms, ${QUERIES} times`);
  printTable(
    ['rooms', 'bookings', 'page p50 ms', 'page p99 ms', 'numbers p50 ms', 'numbers p99 ms'],
    await measureBoard(),
  );
}

export const views = defineBench(
  {
    name: 'views',
    about: 'How far the views are behind the events, and what the board costs with many rooms and bookings.',
    options: {},
  },
  measureViews,
);

async function measureLag(clients: number): Promise<readonly (string | number)[]> {
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  await bookForAWhile({ instance, clients, durationMs: WARM_UP_MS });
  const [view, booking] = await Promise.all([connect(instance, 'view'), connect(instance, 'booking')]);
  // A notification is delivered when the row's transaction is committed.
  await view.query(`CREATE FUNCTION view.tell() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_notify('${CHANNEL}', NEW.id::text); RETURN NULL; END $$;
    CREATE TRIGGER tell AFTER INSERT ON view.bookings FOR EACH ROW EXECUTE FUNCTION view.tell();
    LISTEN ${CHANNEL}`);
  const seen = new Map<string, number>();
  view.on('notification', ({ payload = '' }) => seen.set(payload, Date.now()));
  const samples = await bookForAWhile({ instance, clients, durationMs: DURATION_MS });
  const accepted = samples.filter(({ outcome }) => outcome === 'BookRoomSuccess').length;
  while (seen.size < accepted) await view.query('SELECT pg_sleep(0.02)');

  const { rows } = await booking.query<{ id: string; at: Date }>(
    'SELECT aggregate_id AS id, occurred_at AS at FROM booking.events WHERE version = 1',
  );
  const lags = rows
    .flatMap(({ id, at }) => {
      const time = seen.get(id);
      return time === undefined ? [] : [time - at.getTime()];
    })
    .sort((a, b) => a - b);
  await Promise.all([view.end(), booking.end()]);
  return [
    clients,
    (accepted / (DURATION_MS / 1_000)).toFixed(0),
    ...SHARES.map((share) => percentile(lags, share)),
    percentile(lags, 1),
  ];
}

async function connect(instance: TestInstance, database: string): Promise<Client> {
  const url = new URL(instance.addressOf('postgres'));
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return client;
}

async function measureBoard(): Promise<readonly (readonly (string | number)[])[]> {
  await using servers = await startServers({ postgres: true });
  const rows: (readonly (string | number)[])[] = [];
  for (const bookings of BOOKINGS) {
    for (const rooms of ROOMS) {
      const name = `view_${rooms}_${bookings}`;
      const log = createLogger('bench', 'silent');
      const pool = createPool({ url: await servers.databaseUrl(name), schema: 'view', log });
      const folder = join(import.meta.dirname, '../subgraphs/view/store/migrations');
      await migrate(pool, 'view', { series: 'view', folder });
      await fill(pool, rooms, bookings);
      const queries = createPostgresViewQueries(pool);
      const page = { limit: PAGE + 1, after: undefined };
      const times = {
        page: await timesOf(() => queries.rooms({}, page, new Date().toISOString())),
        numbers: await timesOf(() => queries.countRooms({}, new Date().toISOString())),
      };
      rows.push([
        rooms.toLocaleString('en'),
        bookings.toLocaleString('en'),
        ...[times.page, times.numbers].flatMap((each) =>
          SHARES.map((share) => percentile(each, share).toFixed(1)),
        ),
      ]);
      await pool.end();
    }
  }
  return rows;
}

/**
 * Fills the tables as events would: one booking of a hundred lies ahead, the others are over. The ids are
 * those of versions 7 as the services make them, one per millisecond.
 */
async function fill(pool: Pool, rooms: number, bookings: number): Promise<void> {
  const id = (prefix: string, number: string) =>
    `('${prefix}-' || lpad(to_hex(${number} / 65536), 4, '0') || '-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;
  await transaction(pool, async (client) => {
    await liftStatementTimeout(client);
    await client.query(`INSERT INTO rooms SELECT ${id('01a20000', 'n')}, 1, 'host', 'Room ' || n, 'Berlin', 'room ' || n, 'berlin', 8,
        1000, 'EUR', false FROM generate_series(1, ${rooms}) AS n;
    INSERT INTO room_statuses SELECT id, 2, 'EMPTY', now(), NULL FROM rooms;
    INSERT INTO stocks SELECT id, 1, '{Chair,Table}', '{chair,table}', '{8,1}', '{chair,table}' FROM rooms;
    INSERT INTO engagements SELECT id, 5, 4.5, 2, 3, 1 FROM rooms;
    INSERT INTO bookings SELECT ${id('01a20001', 'n')}, 4, ${id('01a20000', `1 + n % ${rooms}`)}, 'Room',
        'customer ' || n % 1000, CASE WHEN n % 100 = 0 THEN 'CONFIRMED' ELSE 'COMPLETED' END,
        now() + (CASE WHEN n % 100 = 0 THEN n ELSE -n END) * interval '1 minute',
        now() + (CASE WHEN n % 100 = 0 THEN n ELSE -n END) * interval '1 minute' + interval '1 hour', 1000, 'EUR'
      FROM generate_series(1, ${bookings}) AS n;
    ANALYZE`);
  });
}

/** How long each run takes, in milliseconds, in ascending order. */
async function timesOf(run: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < QUERIES; index += 1) {
    const begun = performance.now();
    await run();
    times.push(performance.now() - begun);
  }
  return times.sort((a, b) => a - b);
}

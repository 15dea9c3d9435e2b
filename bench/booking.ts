import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Pool } from 'pg';
import { startInstance, startServers, type TestInstance } from '../embedded/testing.ts';
import { bookForAWhile } from './load.ts';
import { percent, percentile, printHeading, printTable } from './report.ts';

const CLIENTS = 32;
const SQL_CLIENTS = 8;
const DURATION_MS = 20_000;
/** What /proc counts CPU time in, per second. */
const TICKS_PER_S = 100;

/**
 * Bookings per second through the router with an instant provider, beside the least that PostgreSQL must do for a
 * booking: three transactions (hold and event, payment and event, paid and event), by a bare script in the same run.
 */
export async function booking(): Promise<void> {
  printHeading(`bookRoom through the router: ${CLIENTS} clients, ${DURATION_MS / 1_000} s, instant provider`);
  const limit = await bareSql();
  await using instance = await startInstance();
  const before = cpuTimes(instance);
  const samples = await bookForAWhile({ instance, clients: CLIENTS, durationMs: DURATION_MS });
  const after = cpuTimes(instance);
  const accepted = samples.filter(({ outcome }) => outcome === 'BookRoomSuccess').length;
  const rate = accepted / (DURATION_MS / 1_000);
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  printTable(
    ['', 'bookings/s', 'of the limit', 'p50 ms', 'p99 ms'],
    [
      ['bare SQL', limit.toFixed(0), '100 %', '', ''],
      [
        'bookRoom',
        rate.toFixed(0),
        percent(rate, limit, 1),
        ...[0.5, 0.99].map((share) => percentile(times, share).toFixed(1)),
      ],
    ],
  );
  console.log('\nWhere the CPU time of a booking goes:\n');
  const spent = [...after].map(([name, ticks]) => ({ name, ticks: ticks - (before.get(name) ?? 0) }));
  const whole = spent.reduce((sum, { ticks }) => sum + ticks, 0);
  printTable(
    ['process', 'ms per booking', 'share'],
    spent
      .sort((a, b) => b.ticks - a.ticks)
      .map(({ name, ticks }) => [
        name,
        ((ticks / TICKS_PER_S / accepted) * 1_000).toFixed(2),
        percent(ticks, whole, 1),
      ]),
  );
}

/** The same rows and constraints without the services; returns bookings per second. */
async function bareSql(): Promise<number> {
  await using servers = await startServers({ postgres: true, unsafe: false });
  const pool = new Pool({ connectionString: await servers.databaseUrl('bench'), max: SQL_CLIENTS });
  await pool.query(`CREATE EXTENSION btree_gist;
    CREATE TABLE bookings (id uuid PRIMARY KEY, status text NOT NULL, room_id uuid NOT NULL, slot tstzrange NOT NULL,
      EXCLUDE USING gist (room_id WITH =, slot WITH &&) WHERE (status <> 'CANCELLED'));
    CREATE TABLE payments (id uuid PRIMARY KEY, booking_id uuid NOT NULL UNIQUE, status text NOT NULL);
    CREATE TABLE events (position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL UNIQUE,
      aggregate_id uuid NOT NULL, version integer NOT NULL, data jsonb NOT NULL, UNIQUE (aggregate_id, version))`);
  const data = JSON.stringify({ booking: { filler: 'x'.repeat(400) } });
  let done = 0;
  const until = performance.now() + DURATION_MS;

  async function inTransaction(
    change: string,
    values: unknown[],
    aggregate: string,
    version: number,
  ): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query({ name: change.slice(0, 20), text: change, values });
      await client.query({
        name: 'event',
        text: 'INSERT INTO events (id, aggregate_id, version, data) VALUES ($1, $2, $3, $4)',
        values: [randomUUID(), aggregate, version, data],
      });
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }

  async function client(): Promise<void> {
    const room = randomUUID();
    for (let hour = 0; performance.now() < until; hour += 1) {
      const [id, payment] = [randomUUID(), randomUUID()];
      await inTransaction(
        `INSERT INTO bookings VALUES ($1, 'REQUESTED', $2, tstzrange(now() + $3 * interval '1 hour', now() + ($3 + 1) * interval '1 hour'))`,
        [id, room, hour * 2],
        id,
        1,
      );
      await inTransaction(`INSERT INTO payments VALUES ($1, $2, 'AUTHORIZED')`, [payment, id], payment, 1);
      await inTransaction(`UPDATE bookings SET status = 'PAID' WHERE id = $1`, [id], id, 2);
      done += 1;
    }
  }

  await Promise.all(Array.from({ length: SQL_CLIENTS }, client));
  await pool.end();
  return done / (DURATION_MS / 1_000);
}

/** CPU time that each process of the instance and its children have used so far, in ticks. */
function cpuTimes(instance: TestInstance): ReadonlyMap<string, number> {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess);
  return new Map(
    instance.record().processes.map(({ name, pid }) => [
      name,
      // PostgreSQL works in children of its own; those that have ended are counted with their parent.
      processes
        .filter((each) => each.pid === pid || each.parent === pid)
        .reduce((sum, { ticks }) => sum + ticks, 0),
    ]),
  );
}

function readProcess(pid: string): { pid: number; parent: number; ticks: number }[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    // utime, stime, cutime, cstime: fields 14 to 17 of the whole line; the parent is the fourth.
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + field, 0);
    return [{ pid: Number(pid), parent: fields[1] ?? 0, ticks }];
  } catch {
    return []; // ended meanwhile
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { Pool } from 'pg';
import { startInstance, type TestInstance } from '../embedded/testing.ts';
import { bareSql } from './bare-sql.ts';
import { defineBench } from './bench.ts';
import { cpuTimes, cpuTimesSince } from './instance-cpu.ts';
import { bookForAWhile, type Sample } from './load.ts';
import { percent, percentile, printHeading, printTable } from './report.ts';

const CLIENTS = 64;
const DURATION_MS = 20_000;
/** Not counted: a service that has just started is slow for its first hundreds of requests. */
const WARM_UP_MS = 10_000;
/**
 * The duration of each of the two measurements of the limit. One precedes the load and one follows it,
 * because the machine's speed drifts.
 */
const SQL_DURATION_MS = 8_000;
const POLL_MS = 20;

/**
 * Measures bookings per second through the router with an instant provider, relative to what PostgreSQL alone
 * allows in the same run. Also measures the time from the last response to the last confirmation, and the
 * rate that includes it.
 */
async function measureBooking(): Promise<void> {
  printHeading(`bookRoom through the router: ${CLIENTS} clients, ${DURATION_MS / 1_000} s, instant provider`);
  const limitBefore = await bareSql(SQL_DURATION_MS);
  const load = await bookAndConfirm();
  const limit = (limitBefore + (await bareSql(SQL_DURATION_MS))) / 2;
  report(limit, load);
}

export const booking = defineBench(
  {
    name: 'booking',
    about: '`bookRoom` through the router beside the same SQL by a bare script.',
    options: {},
  },
  measureBooking,
);

type Load = {
  readonly samples: readonly Sample[];
  /** From the last response to the last confirmation, in milliseconds. */
  readonly settledMs: number;
  /** CPU time by process, in milliseconds. */
  readonly spent: readonly { readonly name: string; readonly ms: number }[];
};

async function bookAndConfirm(): Promise<Load> {
  await using instance = await startInstance({ env: { NODE_ENV: 'production' } });
  await bookForAWhile({ instance, clients: CLIENTS, durationMs: WARM_UP_MS });
  await settled(instance);
  const before = cpuTimes(instance);
  const samples = await bookForAWhile({ instance, clients: CLIENTS, durationMs: DURATION_MS });
  const settledMs = await settled(instance);
  const spent = cpuTimesSince(instance, before);
  return { samples, settledMs, spent };
}

function report(limit: number, { samples, settledMs, spent }: Load): void {
  const accepted = samples.filter(({ outcome }) => outcome === 'BookRoomSuccess').length;
  const loadMs = Math.max(...samples.map(({ at, ms }) => at + ms));
  const times = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const rate = accepted / (loadMs / 1_000);
  const settledRate = accepted / ((loadMs + settledMs) / 1_000);
  printTable(
    ['', 'bookings/s', 'of the limit', 'p50 ms', 'p99 ms'],
    [
      ['the same SQL alone', limit.toFixed(0), '100 %', '', ''],
      [
        'bookRoom',
        rate.toFixed(0),
        percent(rate, limit, 1),
        ...[0.5, 0.99].map((share) => percentile(times, share).toFixed(1)),
      ],
      ['bookRoom until CONFIRMED', settledRate.toFixed(0), percent(settledRate, limit, 1), '', ''],
    ],
  );
  console.log(`\nThe last booking was confirmed ${settledMs.toFixed(0)} ms after the last response.`);
  console.log('\nWhere the CPU time of a booking goes:\n');
  const whole = spent.reduce((sum, { ms }) => sum + ms, 0);
  printTable(
    ['process', 'ms per booking', 'share'],
    spent
      .toSorted((a, b) => b.ms - a.ms)
      .map(({ name, ms }) => [name, (ms / accepted).toFixed(2), percent(ms, whole, 1)]),
  );
}

/**
 * Waits until every booking is CONFIRMED, which happens through events after the response. Returns how long
 * that took, in milliseconds.
 */
async function settled(instance: TestInstance): Promise<number> {
  const begun = performance.now();
  const url = new URL(instance.addressOf('postgres'));
  url.pathname = '/booking';
  const pool = new Pool({ connectionString: url.href, max: 1 });
  const isDone = async () => {
    const { rowCount } = await pool.query(
      "SELECT FROM booking.bookings WHERE status IN ('REQUESTED', 'PAID') LIMIT 1",
    );
    return rowCount === 0;
  };
  while (!(await isDone())) await delay(POLL_MS);
  await pool.end();
  return performance.now() - begun;
}

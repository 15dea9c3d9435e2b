import { count } from '../../tools/progress.ts';
import { defineBench } from '../bench.ts';
import { megabytes, printHeading, printTable } from '../report.ts';
import { BOOK_ROWS, measureSize, ROWS, type SizeCosts } from './measure-size.ts';

const LARGEST = 100_000;

/** Measures the same requests in stores with more and more bookings, and the auditor. */
async function measureGrowth(sizes: readonly number[], signal: AbortSignal): Promise<void> {
  printHeading('Growth: CPU ms of a request in all processes');
  const columns: SizeCosts[] = [];
  for (const bookings of sizes) {
    signal.throwIfAborted();
    columns.push(await measureSize(bookings, signal));
  }
  printRequests(columns);
  printAudits(columns);
}

function printRequests(columns: readonly SizeCosts[]): void {
  const cost = (column: SizeCosts | undefined, row: string) => column?.requests.get(row) ?? Number.NaN;
  printTable(
    ['', ...columns.map(({ bookings }) => `${count(bookings)} bookings`), 'largest : smallest'],
    ROWS.map((name) => [
      name,
      ...columns.map((column) => cost(column, name).toFixed(2)),
      (cost(columns.at(-1), name) / cost(columns[0], name)).toFixed(2),
    ]),
  );
  const [empty = Number.NaN, busy = Number.NaN] = BOOK_ROWS.map((name) => cost(columns.at(-1), name));
  console.log(
    `\nIn the largest store, a booking of the busy room costs ${(busy / empty).toFixed(2)} × one of the empty room.\n`,
  );
}

function printAudits(columns: readonly SizeCosts[]): void {
  printTable(
    ['bookings', 'audit s', 'RSS MB', 'verdict', 'one booking s', 'RSS MB'],
    columns.map(({ bookings, audit, auditOfOne }) => [
      count(bookings),
      audit.seconds.toFixed(1),
      megabytes(audit.peakBytes),
      audit.isClean ? 'clean' : 'violations',
      auditOfOne.seconds.toFixed(1),
      megabytes(auditOfOne.peakBytes),
    ]),
  );
}

export const growth = defineBench(
  {
    name: 'growth',
    about:
      'CPU time of the same requests in stores with more and more bookings, which it seeds, and their audit.',
    options: {
      bookings: {
        type: 'number',
        from: 1_000,
        to: 10_000_000,
        default: LARGEST,
        about: 'the largest number of bookings; a tenth and a hundredth of it, too',
      },
    },
    example: 'growth --bookings 10000',
  },
  ({ bookings }, signal) => measureGrowth([bookings / 100, bookings / 10, bookings].map(Math.ceil), signal),
);

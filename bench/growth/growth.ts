import { defineBench } from '../bench.ts';
import { printHeading, printTable } from '../report.ts';
import { BOOK_ROWS, measureSize, ROWS } from './measure-size.ts';

const LARGEST = 100_000;

/** Measures the same requests in stores with more and more bookings. */
async function measureGrowth(sizes: readonly number[], signal: AbortSignal): Promise<void> {
  printHeading('Growth: CPU ms of a request in all processes');
  const columns: ReadonlyMap<string, number>[] = [];
  for (const bookings of sizes) {
    signal.throwIfAborted();
    columns.push(await measureSize(bookings, signal));
  }
  const cost = (column: ReadonlyMap<string, number> | undefined, row: string) => column?.get(row) ?? Number.NaN;
  printTable(
    ['', ...sizes.map((size) => `${size.toLocaleString('en')} bookings`), 'largest : smallest'],
    ROWS.map((name) => [
      name,
      ...columns.map((column) => cost(column, name).toFixed(2)),
      (cost(columns.at(-1), name) / cost(columns[0], name)).toFixed(2),
    ]),
  );
  const [empty, busy] = BOOK_ROWS.map((name) => cost(columns.at(-1), name));
  console.log(
    `\nIn the largest store, the booking of the busy room costs ${((busy ?? 0) / (empty ?? 0)).toFixed(2)} × that of the empty one.`,
  );
}

export const growth = defineBench(
  {
    name: 'growth',
    about: 'CPU time of the same requests in stores with more and more bookings, which it seeds.',
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

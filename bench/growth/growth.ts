import { count } from '../../tools/progress.ts';
import { defineBench } from '../bench.ts';
import { megabytes, printHeading, printTable } from '../report.ts';
import { growthOf, LIMIT, summaryOf } from './growth-ratios.ts';
import { measureSize, type SizeCosts } from './measure-size.ts';
import { PRICE } from './queries.ts';
import { BUSY_ROOM, EMPTY_ROOM } from './until-confirmed.ts';

const LARGEST = 100_000;

/** The most that a booking of the busy room may cost, as a multiple of one of the empty room: noise alone. */
const BUSY_LIMIT = 1.2;

/** With fewer bookings, a store has less than a page of rooms. */
const LEAST_BOOKINGS = 1_000;

/** Measures the same in stores with more and more bookings. */
async function measureGrowth(sizes: readonly number[], signal: AbortSignal): Promise<void> {
  printHeading('Growth: CPU ms in all processes, of a request where a row says nothing else');
  const columns: SizeCosts[] = [];
  for (const bookings of sizes) {
    signal.throwIfAborted();
    columns.push(await measureSize(bookings, signal));
  }
  printCosts(columns);
  printAudits(columns);
}

function printCosts(columns: readonly SizeCosts[]): void {
  const growths = growthOf(
    columns.map(({ costs }) => costs),
    PRICE,
  );
  printTable(
    [
      '',
      ...columns.map(({ bookings }) => `${count(bookings)} bookings`),
      'largest : smallest',
      'of that of the price',
      `verdict (at most ${LIMIT})`,
    ],
    growths.map(({ row, costs, ratio, ofYardstick, isWithinLimit }) => [
      row,
      ...costs.map((cost) => cost.toFixed(2)),
      ratio.toFixed(2),
      ofYardstick.toFixed(2),
      verdictOf(isWithinLimit),
    ]),
  );
  const { costs } = columns.at(-1) ?? {};
  const busy = (costs?.get(BUSY_ROOM) ?? Number.NaN) / (costs?.get(EMPTY_ROOM) ?? Number.NaN);
  console.log(`\n${summaryOf(growths)}`);
  if ((columns[0]?.bookings ?? 0) < LEAST_BOOKINGS)
    console.log('That says little: the smallest store has less than a page of rooms.');
  console.log(
    `In the largest store, a booking of the busy room costs ${busy.toFixed(2)} × one of the empty room; at most ${BUSY_LIMIT}: ${verdictOf(busy <= BUSY_LIMIT)}.\n`,
  );
}

function verdictOf(isMet: boolean): string {
  return isMet ? 'met' : 'not met';
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
      'CPU time of the same requests, a live snapshot, a backlog, a restart and what the clock causes in stores with more and more bookings, which it seeds, and their audit.',
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

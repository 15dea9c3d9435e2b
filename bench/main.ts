import { booking } from './booking.ts';
import { siege } from './siege.ts';

/** `npm run bench -- NAME`: measures, and prints a table. docs/benchmarks.md keeps the results. */
const BENCHMARKS = {
  siege: {
    run: siege,
    tells: 'bookings under a slow provider: 100 clients, 60 s, beside the published 47.1 %',
  },
  booking: { run: booking, tells: 'bookRoom through the router beside the same SQL by a bare script' },
} as const;

const [name = ''] = process.argv.slice(2);
const benchmark = Object.entries(BENCHMARKS).find(([known]) => known === name)?.[1];
if (!benchmark) {
  console.error('Usage: npm run bench -- NAME, where NAME is one of');
  for (const [known, { tells }] of Object.entries(BENCHMARKS)) console.error(`  ${known.padEnd(8)} ${tells}`);
  process.exit(2);
}
await benchmark.run();
process.exit(0);

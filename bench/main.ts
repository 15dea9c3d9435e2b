import type { Bench } from './bench.ts';
import { booking } from './booking.ts';
import { live } from './live/live.ts';
import { router } from './router/router.ts';
import { siege } from './siege.ts';
import { start } from './start.ts';

/** `npm run bench -- NAME`: measures, and prints a table. docs/benchmarks.md keeps the results. */
const BENCHMARKS: Readonly<Record<string, { readonly run: Bench; readonly tells: string }>> = {
  siege: {
    run: siege,
    tells: 'bookings under a slow provider: 100 clients, 60 s, beside the published 47.1 %',
  },
  booking: { run: booking, tells: 'bookRoom through the router beside the same SQL by a bare script' },
  router: {
    run: router,
    tells:
      'queries beside Apollo Gateway, Hive Gateway and the same by hand [--only ours,limit] [--seconds 12]',
  },
  live: {
    run: live,
    tells:
      'events to 1,000 and 10,000 subscribers beside graphql-ws and raw ws [--only ours,raw] [--subscribers 1000]',
  },
  start: {
    run: start,
    tells: 'time to ready and memory at rest of gateways and the whole product [--rounds 5] [--no-product]',
  },
};
/**
 * How long a benchmark may take to end in order after Ctrl-C: an instance that is starting is up before it is
 * stopped.
 */
const INTERRUPTED_MS = 90_000;

const [name = '', ...args] = process.argv.slice(2);
const benchmark = Object.entries(BENCHMARKS).find(([known]) => known === name)?.[1];
if (!benchmark) {
  console.error('Usage: npm run bench -- NAME, where NAME is one of');
  for (const [known, { tells }] of Object.entries(BENCHMARKS)) console.error(`  ${known.padEnd(8)} ${tells}`);
  process.exit(2);
}

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (interrupted.signal.aborted) process.exit(130); // asked twice
    interrupted.abort();
    setTimeout(() => process.exit(130), INTERRUPTED_MS);
  });
}
try {
  await benchmark.run({ args, signal: interrupted.signal });
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
  process.exit(130);
}
process.exit(0);

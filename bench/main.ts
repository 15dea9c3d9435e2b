/** `npm run bench -- NAME`: measures, and prints a table. docs/benchmarks.md keeps the results. */
import { defineSubcommands, runCommand } from '../platform/config/command-line.ts';
import { type Measurement, STATUS } from './bench.ts';
import { board } from './board.ts';
import { booking } from './booking.ts';
import { fair } from './fair/fair.ts';
import { growth } from './growth/growth.ts';
import { sizes } from './growth/sizes.ts';
import { idle } from './idle.ts';
import { limits } from './limits/limits.ts';
import { live } from './live/live.ts';
import { router } from './router/router.ts';
import { scaling } from './scaling.ts';
import { siege } from './siege.ts';
import { start } from './start.ts';
import { views } from './views.ts';

export const BENCH = defineSubcommands<Measurement>(
  {
    forms: ['npm run bench -- NAME [options]'],
    about: 'Measures, and prints a table. `NAME --help` lists the options.',
    examples: ['npm run bench -- router --seconds 6'],
    status: STATUS,
  },
  { siege, booking, board, router, live, start, idle, views, limits, fair, growth, sizes, scaling },
);

/**
 * How long a benchmark may take to end in order after Ctrl-C: a starting instance has to be up before it can
 * stop.
 */
const INTERRUPTED_MS = 90_000;

const interrupted = new AbortController();

/** Lets a benchmark end in order after the first request to stop. */
function endInOrder(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) process.exit(130); // the second request to stop
      interrupted.abort();
      setTimeout(() => process.exit(130), INTERRUPTED_MS);
    });
  }
}

async function run(measurement: Measurement): Promise<number> {
  try {
    await measurement.run(interrupted.signal);
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    throw error;
  }
}

if (import.meta.main) {
  endInOrder();
  process.exit(await runCommand(BENCH, process.argv.slice(2), run));
}

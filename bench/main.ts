import { parseNothing, runCommand } from '../platform/config/command-line.ts';
import { errorCode, errorMessage } from '../platform/errors.ts';
import type { Bench } from './bench.ts';
import { booking } from './booking.ts';
import { live } from './live/live.ts';
import { router } from './router/router.ts';
import { siege } from './siege.ts';
import { start } from './start.ts';

/** `npm run bench -- NAME`: measures, and prints a table. docs/benchmarks.md keeps the results. */
const BENCHMARKS: Readonly<Record<string, { readonly run: Bench; readonly description: string }>> = {
  siege: {
    run: siege,
    description: 'bookings under a slow provider: 100 clients, 60 s, beside the published 47.1 %',
  },
  booking: { run: booking, description: 'bookRoom through the router beside the same SQL by a bare script' },
  router: {
    run: router,
    description:
      'queries beside Apollo Gateway, Hive Gateway and the same by hand [--only ours,limit] [--seconds 12]',
  },
  live: {
    run: live,
    description:
      'events to 1,000 and 10,000 subscribers beside graphql-ws and raw ws [--only ours,raw] [--subscribers 1000]',
  },
  start: {
    run: start,
    description:
      'time to ready and memory at rest of gateways and the whole product [--rounds 5] [--no-product]',
  },
};
const TAKES_NOTHING = new Set(['siege', 'booking']);
/**
 * How long a benchmark may take to end in order after Ctrl-C: a starting instance has to be up before it can
 * stop.
 */
const INTERRUPTED_MS = 90_000;

export const USAGE = [
  'Usage: npm run bench -- NAME [options]. NAME is one of',
  ...Object.entries(BENCHMARKS).map(([name, { description }]) => `  ${name.padEnd(8)} ${description}`),
  '',
  'Example: npm run bench -- router --seconds 6',
  '',
  'Exit status: 0 measured, 1 failed, 2 wrong usage, 130 interrupted.',
].join('\n');

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

async function run({ benchmark, args }: { readonly benchmark: Bench; readonly args: readonly string[] }) {
  try {
    await benchmark({ args, signal: interrupted.signal });
    return 0;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    if (!errorCode(error)?.startsWith('ERR_PARSE_ARGS')) throw error;
    console.error(`${errorMessage(error)}\n\n${USAGE}`);
    return 2;
  }
}

function readCommand([name = '', ...args]: readonly string[]) {
  if ([name, ...args].some((arg) => arg === '--help' || arg === '-h')) return undefined;
  if (TAKES_NOTHING.has(name)) {
    const wrong = parseNothing(args);
    if (typeof wrong === 'string') return wrong;
  }
  const benchmark = Object.entries(BENCHMARKS).find(([known]) => known === name)?.[1].run;
  return benchmark
    ? { benchmark, args }
    : `There is no benchmark "${name}". Valid: ${Object.keys(BENCHMARKS).join(', ')}.`;
}

if (import.meta.main) {
  endInOrder();
  process.exit(await runCommand({ parsed: readCommand(process.argv.slice(2)), usage: USAGE }, run));
}

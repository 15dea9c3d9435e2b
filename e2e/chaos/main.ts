/**
 * npm run chaos -- --seed N --bookings N --faults N [--history FILE] [--keep DIR] [--plan]
 *
 * Breaks an instance of its own while many clients use it, heals it, and compares what the clients were told
 * with what is; see docs/chaos.md. Exit status 0 when all is well, 1 when it is not, 2 when it was asked for
 * wrongly.
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { makePlan } from './plan.ts';
import { planText, resultText } from './report.ts';
import { runChaos } from './run.ts';

const LARGEST_SEED = 2 ** 31 - 1;
const MOST_BOOKINGS = 20_000;
const MOST_FAULTS = 500;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    bookings: { type: 'string', default: '2000' },
    faults: { type: 'string', default: '40' },
    history: { type: 'string' },
    keep: { type: 'string' },
    plan: { type: 'boolean', default: false },
  },
});

function numberOf(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  console.error(`--${name} ${text}: it takes a whole number from ${least} to ${most}.`);
  process.exit(2);
}

const plan = makePlan({
  seed: numberOf('seed', values.seed ?? String(randomInt(1, LARGEST_SEED)), 0, LARGEST_SEED),
  bookings: numberOf('bookings', values.bookings, 1, MOST_BOOKINGS),
  faults: numberOf('faults', values.faults, 0, MOST_FAULTS),
});
console.log(planText(plan));
if (values.plan) {
  console.log(JSON.stringify(plan, null, 2));
  process.exit(0);
}

const stopped = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stopped.abort(new Error(`stopped by ${signal}`)));

try {
  const result = await runChaos({
    plan,
    history: values.history,
    dataDir: values.keep,
    say: (line) => console.log(line),
    signal: stopped.signal,
  });
  console.log(resultText(result));
  console.log(`Seed ${plan.seed}.`);
  process.exitCode = result.violations.length === 0 ? 0 : 1;
} catch (error) {
  if (!stopped.signal.aborted) throw error;
  console.error(`Interrupted; nothing is left running. Seed ${plan.seed}.`);
  process.exitCode = 130;
}

import { randomInt } from 'node:crypto';
import { HELP_OPTION, parseCommandLine } from '../../platform/config/command-line.ts';
import type { PlanOptions } from './plan.ts';

export type Command = PlanOptions & {
  readonly history: string | undefined;
  readonly dataDir: string | undefined;
  readonly planOnly: boolean;
};

const MAX_SEED = 2 ** 31 - 1;
const MAX_BOOKINGS = 20_000;
const MAX_FAULTS = 500;

export const USAGE = `Usage: npm run chaos -- [options]
Kills and hangs the processes of an instance of its own while many clients use it, heals it, and compares the
answers that the clients got with the stores and the payment provider; see docs/chaos.md.

  --seed N         the seed of the plan (default: a random one)
  --bookings N     the number of bookings that clients request (default 2000)
  --faults N       the number of kills and hangs (default 40)
  --history FILE   writes the requests and answers of each client, as JSON lines
  --keep DIR       keeps the instance's data and logs in this folder
  --plan           only prints the plan as JSON

Example: npm run chaos -- --seed 7 --bookings 200 --faults 10

Exit status: 0 no violation, 1 violations, 2 wrong usage, 130 interrupted.`;

/** Parses the arguments: undefined for `--help`, a message if they are wrong. */
export function readCommand(args: readonly string[]): Command | string | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    seed: text,
    bookings: text,
    faults: text,
    history: text,
    keep: text,
    plan: flag,
    ...HELP_OPTION,
  };
  const parsed = parseCommandLine({ args: [...args], options });
  if (typeof parsed === 'string') return parsed;
  const { values } = parsed;
  if (values.help) return undefined;
  const seed = numberIn(values.seed ?? String(randomInt(1, MAX_SEED)), 0, MAX_SEED);
  if (seed === undefined) return wrongNumber('seed', values.seed, 0, MAX_SEED);
  const bookings = numberIn(values.bookings ?? '2000', 1, MAX_BOOKINGS);
  if (bookings === undefined) return wrongNumber('bookings', values.bookings, 1, MAX_BOOKINGS);
  const faults = numberIn(values.faults ?? '40', 0, MAX_FAULTS);
  if (faults === undefined) return wrongNumber('faults', values.faults, 0, MAX_FAULTS);
  return {
    seed,
    bookings,
    faults,
    history: values.history,
    dataDir: values.keep,
    planOnly: values.plan ?? false,
  };
}

function numberIn(text: string, min: number, max: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= min && number <= max ? number : undefined;
}

function wrongNumber(name: string, text: string | undefined, min: number, max: number): string {
  return `--${name} takes a whole number from ${min} to ${max}, not "${text}".`;
}

import { randomInt } from 'node:crypto';
import { defineCommand } from '../../platform/config/command-line.ts';
import type { PlanOptions } from './plan.ts';
import { SMALL_DISK_MB } from './plan-faults.ts';

/** What `npm run chaos` is to do. */
export type ChaosOptions = Required<PlanOptions> & {
  readonly history: string | undefined;
  readonly dataDir: string | undefined;
  readonly planOnly: boolean;
};

const MAX_SEED = 2 ** 31 - 1;
const FAULTS = { single: 40, whole: 50 } as const;

export const CHAOS = defineCommand(
  {
    forms: ['npm run chaos -- [options]'],
    about:
      'Kills and hangs the processes of an instance of its own while many clients use it, heals it, and compares the answers that the clients got with the stores and the payment provider; see docs/chaos.md.',
    options: {
      seed: { type: 'number', from: 0, to: MAX_SEED, about: 'the seed of the plan (default: a random one)' },
      bookings: {
        type: 'number',
        from: 1,
        to: 20_000,
        default: 2_000,
        about: 'the number of bookings that clients request',
      },
      faults: {
        type: 'number',
        from: 0,
        to: 500,
        about: `the number of kills and hangs (default: ${FAULTS.single}; ${FAULTS.whole} with --whole)`,
      },
      whole: {
        type: 'switch',
        about:
          'kills all processes at once, as often as --faults says, and starts the instance again each time',
      },
      'full-disks': {
        type: 'number',
        from: 0,
        to: 100,
        default: 0,
        about: `how often the disk is full for a while; the instance is then on a file system of ${SMALL_DISK_MB} MB in memory, which takes the right to mount it`,
      },
      history: {
        type: 'text',
        value: 'FILE',
        about: 'writes the requests and answers of each client, as JSON lines',
      },
      keep: { type: 'text', value: 'DIR', about: "keeps the instance's data and logs in this folder" },
      plan: { type: 'switch', about: 'only prints the plan as JSON' },
    },
    examples: ['npm run chaos -- --seed 7 --bookings 200 --faults 10', 'npm run chaos -- --whole'],
    status: '0 no violation, 1 violations, 2 wrong usage, 130 interrupted',
  },
  ({
    values: { seed, bookings, faults, whole = false, 'full-disks': fullDisks, history, keep, plan },
  }): ChaosOptions => ({
    seed: seed ?? randomInt(1, MAX_SEED),
    bookings,
    faults: faults ?? (whole ? FAULTS.whole : FAULTS.single),
    whole,
    fullDisks,
    history,
    dataDir: keep,
    planOnly: plan ?? false,
  }),
);

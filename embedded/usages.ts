import { defineCommand } from '../platform/config/command-line.ts';

/** The commands on an instance's folder. */
const notes = ['DATA_DIR (default .data) selects the instance.'];

export const OPEN = defineCommand({
  forms: ['npm run open'],
  about:
    "Opens GraphiQL of the running instance in a browser (BROWSER, or the desktop's own), or prints its address without one.",
  notes,
  examples: ['npm run open'],
  status: '0 opened or printed, 1 nothing runs, 2 wrong usage',
});

export const LOGS = defineCommand({
  forms: ['npm run logs -- [options] [NAME…]'],
  about:
    'Prints the end of the logs of all processes, or of those named, also after the instance has stopped.',
  options: {
    follow: { type: 'switch', short: 'f', about: 'goes on with what is logged from now on, until Ctrl-C' },
    lines: {
      type: 'number',
      short: 'n',
      from: 0,
      to: 10_000,
      default: 20,
      about: 'the number of lines of each log',
    },
  },
  positionals: true,
  notes,
  examples: ['npm run logs -- booking', 'npm run logs -- -f booking payment'],
  status: '0 done, 1 there are no logs, 2 wrong usage',
});

export const RESET = defineCommand({
  forms: ['npm run reset [-- --yes]'],
  about:
    'Deletes all data of an instance that does not run: rooms, bookings, payments, logs, keys. It asks first.',
  options: { yes: { type: 'switch', about: 'does not ask' } },
  notes,
  examples: ['npm run reset', 'DATA_DIR=/tmp/second npm run reset -- --yes'],
  status: '0 deleted, or there was nothing; 1 refused; 2 wrong usage',
});

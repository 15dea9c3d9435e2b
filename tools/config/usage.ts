import { defineCommand } from '../../platform/config/command-line.ts';

export const CONFIG_COMMAND = defineCommand(
  {
    forms: ['npm run config [-- [NAME…] [--json]]'],
    about:
      'Prints every setting with its value here, where that comes from, and which processes read it. Secrets are masked. With names, only those settings or the settings of those processes, with what they mean.',
    options: { json: { type: 'switch', about: 'prints JSON' } },
    positionals: true,
    notes: [
      'A value comes from the environment, for a secret also from the file that NAME_FILE names, for the router also from its configuration files, and else is the default. One that the environment has from .env is told by its value. `npm start` sets addresses and secrets of local servers itself.',
    ],
    examples: [
      'npm run config',
      'npm run config -- HOLD_LIMIT    # one setting',
      'npm run config -- booking       # all that booking reads',
    ],
    status: '0 done, 1 a value is invalid, 2 wrong usage',
  },
  ({ positionals: names, values: { json = false } }) => ({ names, json }),
);

import type { Option } from '../../platform/config/command-definition.ts';
import { defineCommand } from '../../platform/config/command-line.ts';
import { DEFAULT_SETTINGS, OPTIONS } from './settings/options.ts';

/** What can be asked of the running simulator besides other settings. */
const ORDERS = {
  reset: { type: 'switch', about: 'ends all misbehaviour first (the ledger stays as it is)' },
  deliver: { type: 'switch', about: 'sends all waiting webhooks now' },
  status: { type: 'switch', about: 'prints settings and counters; also what is done without any option' },
  ledger: { type: 'switch', about: 'prints all payment intents' },
  json: { type: 'switch', about: 'prints status or ledger as JSON' },
} as const;
type Order = keyof typeof ORDERS;

export type PspRequest = {
  readonly orders: ReadonlySet<Order>;
  readonly dataDir: string | undefined;
  /** Option values by option name, as the control interface accepts them. */
  readonly patch: Readonly<Record<string, string>>;
};

const SETTABLE = OPTIONS.filter(({ name }) => name !== 'seed');

const settings: Readonly<Record<string, Option>> = Object.fromEntries(
  SETTABLE.map(({ flag, isSwitch, expects, meaning, print }) => {
    const value = isSwitch ? '' : `${expects}; `;
    const about = `${meaning} (${value}default ${print(DEFAULT_SETTINGS)})`;
    return [
      flag,
      isSwitch ? { type: 'switch', negative: true, about } : { type: 'text', value: 'VALUE', about },
    ];
  }),
);

export const PSP = defineCommand(
  {
    forms: ['npm run psp -- [options]'],
    about:
      'Changes how the running payment simulator behaves, until it is restarted or reset. At start the same options are taken from the environment: --latency-ms is PSP_LATENCY_MS, and so on; PSP_SEED makes chance repeatable.',
    options: {
      ...settings,
      ...ORDERS,
      'data-dir': {
        type: 'text',
        value: 'DIR',
        about: 'the instance to talk to (default DATA_DIR, or .data)',
      },
    },
    examples: [
      'npm run psp -- --latency-ms 400-620    makes every answer slow',
      'npm run psp -- --reset                 ends all misbehaviour',
    ],
    status: '0 done, 1 not running or refused, 2 wrong usage',
  },
  ({ values }): PspRequest | string => {
    const given: Readonly<Record<string, unknown>> = values;
    const patch: Record<string, string> = {};
    for (const { name, flag, apply, expects } of SETTABLE) {
      const value = given[flag];
      if (value === undefined) continue;
      if (apply(DEFAULT_SETTINGS, String(value)) === undefined)
        return `--${flag}: expected ${expects}, got ${String(value)}`;
      patch[name] = String(value);
    }
    const orders = Object.keys(ORDERS).filter((order): order is Order => given[order] === true);
    const dataDir = given['data-dir'];
    return { orders: new Set(orders), dataDir: typeof dataDir === 'string' ? dataDir : undefined, patch };
  },
);

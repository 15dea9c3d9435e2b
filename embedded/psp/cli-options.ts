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

/** What people do at the provider by hand; each names an object of the ledger. */
const BY_HAND = {
  refund: { type: 'text', value: 'INTENT', about: 'refunds an intent by hand, as in the dashboard' },
  dispute: { type: 'text', value: 'INTENT', about: 'opens a dispute of an intent, as its customer does' },
  win: { type: 'text', value: 'DISPUTE', about: 'decides a dispute: the money comes back' },
  lose: { type: 'text', value: 'DISPUTE', about: 'decides a dispute: the money is the customer’s' },
} as const;

export type PspRequest = {
  readonly orders: ReadonlySet<Order>;
  readonly dataDir: string | undefined;
  /** What is done by hand: a path below `dashboard/` of the control interface, and its order. */
  readonly byHand: readonly { readonly path: string; readonly order: object }[];
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
      ...BY_HAND,
      amount: {
        type: 'number',
        from: 1,
        to: Number.MAX_SAFE_INTEGER,
        about: 'of a refund or dispute, in minor units; what is left when left out',
      },
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
    const text = (name: keyof typeof BY_HAND | 'data-dir') => {
      const value = given[name];
      return typeof value === 'string' ? value : undefined;
    };
    const { amount } = given;
    const [refund, dispute, win, lose] = [text('refund'), text('dispute'), text('win'), text('lose')];
    const byHand = [
      ...(refund === undefined ? [] : [{ path: 'refunds', order: { intent: refund, amount } }]),
      ...(dispute === undefined ? [] : [{ path: 'disputes', order: { intent: dispute, amount } }]),
      ...(win === undefined ? [] : [{ path: 'disputes/close', order: { dispute: win, outcome: 'won' } }]),
      ...(lose === undefined ? [] : [{ path: 'disputes/close', order: { dispute: lose, outcome: 'lost' } }]),
    ];
    return { orders: new Set(orders), dataDir: text('data-dir'), byHand, patch };
  },
);

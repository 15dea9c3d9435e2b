import { z } from 'zod';
import { columns } from '../../platform/columns.ts';
import { DEFAULT_SETTINGS, OPTIONS } from './settings/options.ts';

/** The control interface's reply about settings and counters. */
export const statusAnswer = z.object({
  settings: z.record(z.string(), z.string()),
  counters: z.record(z.string(), z.number()),
  ledger: z.record(z.string(), z.unknown()),
  webhookUrl: z.string().nullable(),
});

/** The control interface's reply about the ledger. Amounts are in minor units. */
export const ledgerAnswer = z.array(
  z.object({
    id: z.string(),
    created: z.string(),
    amount: z.number(),
    currency: z.string(),
    status: z.string(),
    capturable: z.number(),
    captured: z.number(),
    refunded: z.number(),
    metadata: z.record(z.string(), z.string()),
  }),
);

/** The help text, which lists every option of the table. */
export function helpText(): string {
  const rows = OPTIONS.filter(({ name }) => name !== 'seed').map(
    ({ flag, isSwitch, expects, meaning, print }) => {
      const head = isSwitch ? `--${flag}, --no-${flag}` : `--${flag} VALUE`;
      const value = isSwitch ? '' : `${expects}; `;
      return `  ${head}\n      ${meaning} (${value}default ${print(DEFAULT_SETTINGS)})`;
    },
  );
  return [
    'Usage: npm run psp -- [options]',
    '',
    'Changes how the running payment simulator behaves, until it is restarted or reset.',
    'At start the same options are taken from the environment: --latency-ms is PSP_LATENCY_MS, and so on;',
    'PSP_SEED makes chance repeatable.',
    '',
    ...rows,
    '  --reset\n      end all misbehaviour first (the ledger stays as it is)',
    '  --deliver\n      send all waiting webhooks now',
    '  --status\n      print settings and counters; also what is done without any option',
    '  --ledger\n      print all payment intents',
    '  --json\n      print status or ledger as JSON',
    '  --data-dir DIR\n      the instance to talk to (default DATA_DIR, or .data)',
    '  --help\n      this text',
    '',
    'Examples:',
    '  npm run psp -- --latency-ms 400-620    makes every answer slow',
    '  npm run psp -- --reset                 ends all misbehaviour',
    '',
    'Exit status: 0 done, 1 not running or refused, 2 wrong usage.',
  ].join('\n');
}

/** Settings and counters for people; a mark shows what differs from the defaults. */
export function statusText({ settings, counters, ledger, webhookUrl }: z.infer<typeof statusAnswer>): string {
  const changed = OPTIONS.filter(({ name, print }) => settings[name] !== print(DEFAULT_SETTINGS));
  const lines = (entries: readonly (readonly [string, unknown])[]): string[] =>
    entries.map(
      ([name, value]) =>
        `  ${name.padEnd(22)}${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    );
  return [
    `webhooks go to ${webhookUrl ?? 'no address'}`,
    'settings (* differs from a provider that behaves)',
    ...OPTIONS.map(
      ({ name, flag }) =>
        `${changed.some((option) => option.name === name) ? '*' : ' '} ${flag.padEnd(22)}${settings[name]}`,
    ),
    'since start',
    ...lines(Object.entries(counters)),
    'ledger',
    ...lines(Object.entries(ledger)),
  ].join('\n');
}

/** The ledger as a table, one line per intent. */
export function ledgerTable(lines: z.infer<typeof ledgerAnswer>): string {
  const header = ['id', 'created', 'amount', 'captured', 'refunded', 'currency', 'status', 'metadata'];
  const rows = lines.map((line) => [
    line.id,
    line.created,
    `${line.amount}`,
    `${line.captured}`,
    `${line.refunded}`,
    line.currency,
    line.status,
    Object.entries(line.metadata)
      .map(([name, value]) => `${name}=${value}`)
      .join(' '),
  ]);
  return columns([header, ...rows]).join('\n');
}

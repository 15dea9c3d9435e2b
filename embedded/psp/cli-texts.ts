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

/** The control interface's reply about the ledger. Amounts are in Stripe's units. */
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

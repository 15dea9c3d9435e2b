import { HELP_OPTION, parseCommandLine } from '../../platform/config/command-line.ts';
import { parseDuration } from '../../platform/config/duration.ts';
import { SETTLE_MS } from './audit.ts';

export type Command = {
  readonly settleMs: number;
  readonly waitMs: number;
  readonly streams: boolean;
  readonly json: boolean;
  readonly about: { readonly correlation: string } | { readonly booking: string } | undefined;
  readonly dataDir: string | undefined;
};

export const USAGE = `Usage: npm run audit -- [options]
Reads the stores and the payment provider without changing anything, and reports what violates an invariant.

  --settle 30s       how long a case may stay unsettled after its last change (default 30s)
  --wait 60s         repeat for at most this long until nothing is violated or unsettled (default: read once)
  --no-streams       do not read NATS
  --json             print the report as JSON
  --correlation ID   print the history of one case instead
  --booking ID       print the history of one booking instead
  --data-dir DIR     the instance to read (default DATA_DIR, or .data)

Outside an instance of npm start, set DATABASE_URL (or BOOKING_DATABASE_URL, PAYMENT_DATABASE_URL), MONGODB_URL
(or ROOM_MONGODB_URL, SUPPLIES_MONGODB_URL), NATS_URL, STRIPE_API_KEY, STRIPE_API_BASE. If booking runs with
a HOLD_LIMIT, set the same.

Examples:
  npm run audit -- --wait 30s
  npm run audit -- --booking 0190…      prints what happened to one booking

Exit status: 0 clean, 1 violations (or no such case), 2 wrong usage or something cannot be read.`;

/** Parses the arguments: undefined for `--help`, a message if they are wrong. */
export function readCommand(args: readonly string[]): Command | string | undefined {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    settle: text,
    wait: text,
    correlation: text,
    booking: text,
    'data-dir': text,
    'no-streams': flag,
    json: flag,
    ...HELP_OPTION,
  };
  const parsed = parseCommandLine({ args: [...args], options });
  if (typeof parsed === 'string') return parsed;
  const { values } = parsed;
  if (values.help) return undefined;
  const { settle, wait, correlation, booking } = values;
  const settleMs = settle === undefined ? SETTLE_MS : parseDuration(settle, 's');
  const waitMs = wait === undefined ? 0 : parseDuration(wait, 's');
  if (settleMs === undefined) return `--settle takes a time such as 30s or 2m, not "${settle}".`;
  if (waitMs === undefined) return `--wait takes a time such as 60s or 2m, not "${wait}".`;
  if (correlation !== undefined && booking !== undefined) return 'Use either --correlation or --booking.';
  if (correlation === '' || booking === '') return 'The id is missing.';
  return {
    settleMs,
    waitMs,
    streams: !values['no-streams'],
    json: values.json ?? false,
    about: correlation !== undefined ? { correlation } : booking !== undefined ? { booking } : undefined,
    dataDir: values['data-dir'],
  };
}

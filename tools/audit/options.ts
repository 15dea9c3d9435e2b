import { parseArgs } from 'node:util';
import { parseDuration } from '../../platform/config/duration.ts';
import { errorMessage } from '../../platform/errors.ts';
import { SETTLE_MS } from './audit.ts';

export type Command = {
  readonly settleMs: number;
  readonly waitMs: number;
  readonly streams: boolean;
  readonly json: boolean;
  readonly help: boolean;
  readonly about: { readonly correlation: string } | { readonly booking: string } | undefined;
  readonly dataDir: string | undefined;
};

export const USAGE = `Usage: npm run audit -- [options]
Reads the stores and the payment provider, changes nothing, and names whatever breaks a promise of the system.

  --settle 30s       how long a case may be on its way after its last change (default 30s)
  --wait 60s         look again until nothing is violated or settling, for at most so long (default: do not)
  --no-streams       leave NATS out
  --json             print the report as JSON
  --correlation ID   tell the story of one case instead
  --booking ID       tell the story of one booking instead
  --data-dir DIR     the instance to look at (default DATA_DIR, or .data)

Elsewhere than in an instance of npm start: DATABASE_URL (or BOOKING_DATABASE_URL, PAYMENT_DATABASE_URL), MONGODB_URL
(or ROOM_MONGODB_URL, SUPPLIES_MONGODB_URL), NATS_URL, STRIPE_API_KEY, STRIPE_API_BASE. Where booking runs with a
HOLD_LIMIT, set the same.

Exit status: 0 clean, 1 violations (or no such case), 2 wrong usage or something cannot be read.`;

/** Reads the arguments; the text says what is wrong with them. */
export function readCommand(args: readonly string[]): Command | string {
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
    help: flag,
  };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    return errorMessage(error);
  }
  const { settle, wait, correlation, booking } = values;
  const settleMs = settle === undefined ? SETTLE_MS : parseDuration(settle, 's');
  const waitMs = wait === undefined ? 0 : parseDuration(wait, 's');
  if (settleMs === undefined) return `--settle takes a time such as 30s or 2m, not "${settle}".`;
  if (waitMs === undefined) return `--wait takes a time such as 60s or 2m, not "${wait}".`;
  if (correlation !== undefined && booking !== undefined)
    return '--correlation and --booking are two questions.';
  if (correlation === '' || booking === '') return 'The id is missing.';
  return {
    settleMs,
    waitMs,
    streams: !values['no-streams'],
    json: values.json ?? false,
    help: values.help ?? false,
    about: correlation !== undefined ? { correlation } : booking !== undefined ? { booking } : undefined,
    dataDir: values['data-dir'],
  };
}

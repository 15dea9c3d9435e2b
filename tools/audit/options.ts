import { defineCommand } from '../../platform/config/command-line.ts';
import { parseDuration } from '../../platform/config/duration.ts';
import { SETTLE_MS } from './audit.ts';

/** What `npm run audit` is to do. */
export type Request = {
  readonly settleMs: number;
  readonly waitMs: number;
  readonly streams: boolean;
  readonly json: boolean;
  readonly about: { readonly correlation: string } | { readonly booking: string } | undefined;
  readonly dataDir: string | undefined;
};

export const AUDIT = defineCommand(
  {
    forms: ['npm run audit -- [options]'],
    about:
      'Reads the stores and the payment provider without changing anything, and reports what violates an invariant.',
    options: {
      settle: {
        type: 'text',
        value: 'TIME',
        default: `${SETTLE_MS / 1_000}s`,
        about: 'how long a case may stay unsettled after its last change',
      },
      wait: {
        type: 'text',
        value: 'TIME',
        default: '0s',
        about: 'repeats for at most this long until nothing is violated or unsettled',
      },
      'no-streams': { type: 'switch', about: 'does not read NATS' },
      json: { type: 'switch', about: 'prints the report as JSON' },
      correlation: { type: 'text', value: 'ID', about: 'prints the history of one case instead' },
      booking: { type: 'text', value: 'ID', about: 'prints the history of one booking instead' },
      'data-dir': { type: 'text', value: 'DIR', about: 'the instance to read (default DATA_DIR, or .data)' },
    },
    notes: [
      'Outside an instance of npm start, set DATABASE_URL (or BOOKING_DATABASE_URL and alike for payment, community, notification and view), MONGODB_URL (or ROOM_MONGODB_URL, SUPPLIES_MONGODB_URL), NATS_URL, STRIPE_API_KEY, STRIPE_API_BASE. If booking runs with a HOLD_LIMIT, set the same.',
    ],
    examples: [
      'npm run audit -- --wait 30s',
      'npm run audit -- --booking 0190…      prints what happened to one booking',
    ],
    status: '0 clean, 1 violations (or no such case), 2 wrong usage or something cannot be read',
  },
  ({ values }): Request | string => {
    const { settle, wait, correlation, booking } = values;
    const settleMs = parseDuration(settle, 's');
    const waitMs = parseDuration(wait, 's');
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
  },
);

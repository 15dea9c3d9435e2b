import { isUuid } from '../../../platform/identifiers.ts';
import {
  appendEvents,
  markHandled,
  type Pool,
  type PoolClient,
  transaction,
} from '../../../platform/postgres/index.ts';
import type { Clock, PaymentStore, Schedule } from '../application/ports.ts';
import { toMessages } from '../application/published-events.ts';
import {
  CHANGING_COLUMNS,
  changingValues,
  PAYMENT_COLUMNS,
  type PaymentRow,
  toPayment,
} from './payment-row.ts';

type Dependencies = {
  readonly pool: Pool;
  readonly schedule: Schedule;
  readonly clock: Clock;
  /** Called after each commit of a change. */
  readonly onStored: (change: StoredChange) => void;
};

export type StoredChange = {
  /** There are events to publish. */
  readonly hasMessages: boolean;
  /** There is something to do at the provider now. */
  readonly isDue: boolean;
};

const COLUMNS = [
  ...CHANGING_COLUMNS,
  'due_at',
  'correlation_id',
  'causation_id',
  'traceparent',
  'revision',
] as const;
const FIXED = [
  'booking_id',
  'id',
  'customer_id',
  'amount',
  'currency',
  'requested_at',
  'request_correlation_id',
  'payment_method',
] as const;

/** The first values are those of COLUMNS, then how many messages there are, then those of FIXED. */
const INSERT = `INSERT INTO payments (${[...COLUMNS, 'version', ...FIXED].join(', ')})
  VALUES (${Array.from({ length: COLUMNS.length + 1 + FIXED.length }, (_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT DO NOTHING RETURNING version`;
/** Then the number of messages, booking and the revision that the decision was taken on. */
const UPDATE = `UPDATE payments SET ${COLUMNS.map((column, index) => `${column} = $${index + 1}`).join(', ')},
    version = version + $${COLUMNS.length + 1}, attempts = 0
  WHERE booking_id = $${COLUMNS.length + 2} AND revision = $${COLUMNS.length + 3} RETURNING version`;

/** Payments in PostgreSQL: a row for what is, events for what others are told, both in one transaction. */
export function createPostgresPaymentStore({ pool, schedule, clock, onStored }: Dependencies): PaymentStore {
  return {
    async load(bookingId) {
      const { rows } = await pool.query<PaymentRow>({
        name: 'load-payment',
        text: `SELECT ${PAYMENT_COLUMNS} FROM payments WHERE booking_id = $1`,
        values: [bookingId],
      });
      const row = rows[0];
      return row ? { state: toPayment(row), version: row.revision } : { state: undefined, version: 0 };
    },

    async append({ id: bookingId, expectedVersion, before, events, after, cause, handles }) {
      let change: StoredChange | undefined;
      const appended = await transaction(pool, async (client) => {
        if (handles !== undefined && !(await markOnce(client, handles))) return 'handled-before';
        if (events.length === 0 || !after) return 'appended';
        const messages = toMessages(before, events);
        const now = clock();
        const dueAt = schedule.first(after, now);
        change = { hasMessages: messages.length > 0, isDue: dueAt !== null && dueAt <= now };
        const values = [
          ...changingValues(after),
          dueAt,
          cause.correlationId,
          cause.causationId,
          cause.traceparent ?? null,
          expectedVersion + events.length,
          messages.length,
        ];
        const { rows } = await client.query<{ version: number }>(
          expectedVersion === 0
            ? {
                name: 'insert-payment',
                text: INSERT,
                values: [
                  ...values,
                  bookingId,
                  after.id,
                  after.customerId,
                  after.amount.amount,
                  after.amount.currency,
                  after.requestedAt,
                  after.correlationId,
                  events[0]?.type === 'PaymentRequested' ? events[0].paymentMethod : null,
                ],
              }
            : { name: 'change-payment', text: UPDATE, values: [...values, bookingId, expectedVersion] },
        );
        const row = rows[0];
        if (!row) throw new Conflict();
        const version = row.version - messages.length;
        await appendEvents(client, { aggregateId: after.id, version, messages, cause });
        return 'appended';
      }).catch((error: unknown) => {
        if (error instanceof Conflict) return 'conflict' as const;
        throw error;
      });
      if (appended === 'appended' && change) onStored(change);
      return appended;
    },
  };
}

/** Remembers an event of ours or of the provider; false when it was handled before. */
async function markOnce(client: PoolClient, eventId: string): Promise<boolean> {
  if (isUuid(eventId)) return markHandled(client, eventId);
  const { rowCount } = await client.query({
    name: 'mark-provider-event',
    text: 'INSERT INTO provider_events (id) VALUES ($1) ON CONFLICT DO NOTHING',
    values: [eventId],
  });
  return rowCount === 1;
}

/** Rolls back the transaction of an append that came second. */
class Conflict extends Error {}

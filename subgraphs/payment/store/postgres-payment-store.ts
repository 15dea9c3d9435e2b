import { LRUCache } from 'lru-cache';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import { messagesOf } from '../../../platform/messaging/event.ts';
import { appendEvents, type Handled, markHandled, type Pool } from '../../../platform/postgres/index.ts';
import type { DuePayment, PaymentStore, Schedule } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { Reservation } from '../application/worker.ts';
import type { PaymentState } from '../domain/payment.ts';
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
  /** A place for a step that is due at once; undefined when there is none: then the step waits in its row. */
  readonly reserve: () => Reservation<DuePayment> | undefined;
  /** Called after each commit of a change. */
  readonly onStored: (change: StoredChange) => void;
};

export type StoredChange = {
  /** There are events to publish. */
  readonly hasMessages: boolean;
  /** There is something to do at the provider now, and nobody has taken it up. */
  readonly isDue: boolean;
};

/** How many payments are remembered as they were stored: those whose webhooks and events are about to come. */
const REMEMBERED = 2_000;

const COLUMNS = [
  ...CHANGING_COLUMNS,
  'due_at',
  'attempts',
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
    version = version + $${COLUMNS.length + 1}
  WHERE booking_id = $${COLUMNS.length + 2} AND revision = $${COLUMNS.length + 3} RETURNING version`;

/** Payments in PostgreSQL: a row for what is, events for what others are told, both stored by one statement. */
export function createPostgresPaymentStore({
  pool,
  schedule,
  clock,
  reserve,
  onStored,
}: Dependencies): PaymentStore {
  const stored = new LRUCache<string, Loaded<PaymentState>>({ max: REMEMBERED });

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

    recall: (bookingId) => stored.get(bookingId),

    async append({ id: bookingId, expectedVersion, transitions, cause, handles }) {
      const after = transitions.at(-1)?.after;
      const handled = handles === undefined ? undefined : handledIn(handles);
      if (!after) return handled ? markHandled(pool, handled) : 'appended';
      const messages = messagesOf(transitions, toMessage);
      const revision = expectedVersion + transitions.length;
      const now = clock();
      const dueAt = schedule.first(after, now);
      const isDue = dueAt !== null && dueAt <= now;
      // Whoever stores a step that is due takes it up in the same go, as if the queue had given it out.
      const reservation = isDue ? reserve() : undefined;
      const values = [
        ...changingValues(after),
        reservation ? schedule.again(after, 1, now) : dueAt,
        reservation ? 1 : 0,
        cause.correlationId,
        cause.causationId,
        cause.traceparent ?? null,
        revision,
        messages.length,
      ];
      const first = transitions[0]?.event;
      const fixed = () => [
        bookingId,
        after.id,
        after.customerId,
        after.amount.amount,
        after.amount.currency,
        after.requestedAt,
        after.correlationId,
        first?.type === 'PaymentRequested' ? first.paymentMethod : null,
      ];
      try {
        const appended = await appendEvents(pool, {
          change:
            expectedVersion === 0
              ? { name: 'insert-payment', text: INSERT, values: [...values, ...fixed()] }
              : { name: 'change-payment', text: UPDATE, values: [...values, bookingId, expectedVersion] },
          aggregateId: after.id,
          messages,
          cause,
          handles: handled,
        });
        if (appended !== 'appended') return appended;
        stored.set(bookingId, { state: after, version: revision });
        reservation?.start({ payment: after, attempt: 1, cause });
        onStored({ hasMessages: messages.length > 0, isDue: isDue && !reservation });
        return 'appended';
      } finally {
        reservation?.release();
      }
    },
  };
}

/** An event of ours or of the provider. */
function handledIn(id: string): Handled {
  return { table: isUuid(id) ? 'inbox' : 'provider_events', id };
}

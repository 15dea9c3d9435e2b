import { LRUCache } from 'lru-cache';
import type { PoolClient } from 'pg';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import { isUuid } from '../../../platform/input.ts';
import { messagesOf } from '../../../platform/messaging/event.ts';
import {
  appendEvents,
  type Handled,
  markHandled,
  renameCustomer,
} from '../../../platform/postgres/event-log.ts';
import { type Commits, eachAlone } from '../../../platform/postgres/group-commit.ts';
import { type Pool, transaction } from '../../../platform/postgres/pool.ts';
import type { PaymentStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { SettlementPlan } from '../application/settlement-plan.ts';
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
  /** Commits the changes; each alone when omitted. */
  readonly commits?: Commits | undefined;
  readonly settlementPlan: Pick<SettlementPlan, 'plan'>;
  /** Publishes the stored events at once. */
  readonly wakeRelay: () => void;
};

/**
 * The number of payments that can be recalled: their webhooks and events arrive soon after they were stored.
 */
const MAX_RECALLED = 2_000;

const COLUMNS = [
  ...CHANGING_COLUMNS,
  'due_at',
  'attempts',
  'correlation_id',
  'causation_id',
  'traceparent',
  'revision',
] as const;
const CONSTANT_COLUMNS = [
  'booking_id',
  'id',
  'room_id',
  'customer_id',
  'amount',
  'currency',
  'requested_at',
  'request_correlation_id',
  'payment_method',
] as const;

/** The values are those of COLUMNS, the number of messages, and those of CONSTANT_COLUMNS. */
const INSERT = `INSERT INTO payments (${[...COLUMNS, 'version', ...CONSTANT_COLUMNS].join(', ')})
  VALUES (${Array.from({ length: COLUMNS.length + 1 + CONSTANT_COLUMNS.length }, (_, index) => `$${index + 1}`).join(', ')})
  ON CONFLICT DO NOTHING RETURNING version`;
/** The values are those of COLUMNS, the number of messages, the booking and the expected revision. */
const UPDATE = `UPDATE payments SET ${COLUMNS.map((column, index) => `${column} = $${index + 1}`).join(', ')},
    version = version + $${COLUMNS.length + 1}
  WHERE booking_id = $${COLUMNS.length + 2} AND revision = $${COLUMNS.length + 3} RETURNING version`;

/** Stores payments in PostgreSQL. One statement stores the row of a payment and its events. */
export function createPostgresPaymentStore({
  pool,
  commits = eachAlone(pool),
  settlementPlan,
  wakeRelay,
}: Dependencies): PaymentStore {
  const recalled = new LRUCache<string, Loaded<PaymentState>>({ max: MAX_RECALLED });

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

    recall: (bookingId) => recalled.get(bookingId),

    async bookingOfIntent(intentId) {
      const { rows } = await pool.query<{ booking_id: string }>({
        name: 'booking-of-intent',
        text: `SELECT booking_id FROM payments
          WHERE intent_id = $1 AND status IN ('CAPTURED', 'REFUNDED', 'REFUND_FAILED') LIMIT 1`,
        values: [intentId],
      });
      return rows[0]?.booking_id;
    },

    async traceparentOf(bookingId) {
      const { rows } = await pool.query<{ traceparent: string | null }>({
        name: 'trace-of-payment',
        text: 'SELECT traceparent FROM payments WHERE booking_id = $1',
        values: [bookingId],
      });
      return rows[0]?.traceparent ?? undefined;
    },

    async addRoom(bookingId, roomId) {
      await pool.query({
        name: 'add-room',
        text: 'UPDATE payments SET room_id = $2 WHERE booking_id = $1 AND room_id IS NULL',
        values: [bookingId, roomId],
      });
    },

    rename: (renaming, bookingIds) =>
      transaction(pool, async (client) => {
        // A process that has the payment in memory notices by the revision that it has changed.
        const { rows } = await client.query<{ id: string }>(
          `UPDATE payments SET customer_id = $2, revision = revision + 1
          WHERE booking_id = ANY ($3) AND customer_id = $1 RETURNING id`,
          [renaming.customerId, renaming.pseudonym, bookingIds],
        );
        const ids = rows.map(({ id }) => id);
        await renameCustomer(client, ids, renaming);
        await forgetReasons(client, ids);
      }),

    async append({ id: bookingId, expectedVersion, transitions, cause, handles }) {
      const after = transitions.at(-1)?.after;
      const handled = handles === undefined ? undefined : handledIn(handles);
      if (!after) return handled ? markHandled(pool, handled) : 'appended';
      const messages = messagesOf(transitions, toMessage);
      const revision = expectedVersion + transitions.length;
      const step = settlementPlan.plan(after, cause);
      const values = [
        ...changingValues(after),
        step.dueAt,
        step.attempts,
        cause.correlationId,
        cause.causationId,
        cause.traceparent ?? null,
        revision,
        messages.length,
      ];
      const first = transitions[0]?.event;
      const constants = () => [
        bookingId,
        after.id,
        after.roomId,
        after.customerId,
        after.amount.amount,
        after.amount.currency,
        after.requestedAt,
        after.correlationId,
        first?.type === 'PaymentRequested' ? first.paymentMethod : null,
      ];
      try {
        const appended = await appendEvents(commits.locking(bookingId), {
          change:
            expectedVersion === 0
              ? { name: 'insert-payment', text: INSERT, values: [...values, ...constants()] }
              : { name: 'change-payment', text: UPDATE, values: [...values, bookingId, expectedVersion] },
          aggregateId: after.id,
          messages,
          cause,
          handles: handled,
        });
        if (appended !== 'appended') return appended;
        recalled.set(bookingId, { state: after, version: revision });
        step.start();
        if (messages.length > 0) wakeRelay();
        return 'appended';
      } finally {
        step.release();
      }
    },
  };
}

/** Forgets what admins have noted about refunds: it may say whose money it was. */
async function forgetReasons(client: PoolClient, ids: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE payments SET refunds = (
      SELECT jsonb_agg(refund || '{"reason": null}' ORDER BY place)
      FROM jsonb_array_elements(refunds) WITH ORDINALITY AS noted (refund, place))
    WHERE id = ANY ($1) AND refunds <> '[]'`,
    [ids],
  );
  await client.query(
    `UPDATE events SET data = jsonb_set(data, '{refund,reason}', 'null')
    WHERE aggregate_id = ANY ($1) AND jsonb_typeof(data #> '{refund,reason}') = 'string'`,
    [ids],
  );
}

/** Distinguishes the provider's events from those of our services, whose ids are UUIDs. */
function handledIn(id: string): Handled {
  return { table: isUuid(id) ? 'inbox' : 'provider_events', id };
}

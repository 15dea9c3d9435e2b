import type { Clock } from '../../../platform/decisions/values.ts';
import { type Pool, transaction } from '../../../platform/postgres/pool.ts';
import type { SettlementQueue } from '../application/ports.ts';
import type { SettlementPlan } from '../application/settlement-plan.ts';
import { causeIn, PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

/**
 * The settlement queue on the rows of the payments. A claim postpones the due time, so that no other
 * worker claims the payment, and it is due again when its step had no result.
 */
export function createPostgresSettlementQueue({
  pool,
  settlementPlan,
  clock,
}: {
  readonly pool: Pool;
  readonly settlementPlan: Pick<SettlementPlan, 'retryAt'>;
  readonly clock: Clock;
}): SettlementQueue {
  return {
    claim: (limit) =>
      transaction(pool, async (client) => {
        const now = clock();
        const { rows } = await client.query<PaymentRow>({
          name: 'due-payments',
          text: `SELECT ${PAYMENT_COLUMNS} FROM payments WHERE due_at <= $1
            ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
          values: [now, limit],
        });
        if (rows.length === 0) return [];
        const due = rows.map((row) => ({
          payment: toPayment(row),
          attempt: row.attempts + 1,
          cause: causeIn(row),
        }));
        await client.query({
          name: 'move-due-payments',
          text: `UPDATE payments SET attempts = attempts + 1, due_at = moved.due_at
            FROM unnest($1::uuid[], $2::timestamptz[]) AS moved (booking_id, due_at)
            WHERE payments.booking_id = moved.booking_id`,
          values: [
            due.map(({ payment }) => payment.bookingId),
            due.map(({ payment, attempt }) => settlementPlan.retryAt(payment, attempt, now)),
          ],
        });
        return due;
      }),
  };
}

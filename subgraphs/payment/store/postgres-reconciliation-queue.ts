import type { Clock } from '../../../platform/decisions/values.ts';
import { addMilliseconds } from '../../../platform/decisions/values.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { ReconciliationQueue } from '../application/ports.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './payment-row.ts';

const DAY_MS = 86_400_000;
/** Banks take disputes for up to 540 days. What is older does not change any more. */
const MAY_CHANGE_MS = 540 * DAY_MS;

/** The queue on the rows of the payments: a claim notes the time, so that the others come first. */
export function createPostgresReconciliationQueue({
  pool,
  clock,
}: {
  readonly pool: Pool;
  readonly clock: Clock;
}): ReconciliationQueue {
  return {
    async claim({ comparedBefore, limit }) {
      const now = clock();
      const { rows } = await pool.query<PaymentRow>({
        name: 'payments-to-compare',
        text: `UPDATE payments SET compared_at = $1 WHERE booking_id = ANY (ARRAY(
            SELECT booking_id FROM payments
            WHERE status IN ('CAPTURED', 'REFUNDED', 'REFUND_FAILED') AND intent_id IS NOT NULL
              AND compared_at < $2 AND requested_at > $3
            ORDER BY compared_at LIMIT $4 FOR UPDATE SKIP LOCKED))
          RETURNING ${PAYMENT_COLUMNS}`,
        values: [now, comparedBefore, addMilliseconds(now, -MAY_CHANGE_MS), limit],
      });
      return rows.map(toPayment);
    },
  };
}

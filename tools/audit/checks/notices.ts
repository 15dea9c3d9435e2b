import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { inCaseOf } from './case-finding.ts';
import { money } from './money.ts';

const UNANSWERED: ReadonlySet<string> = new Set(['INQUIRY', 'NEEDS_RESPONSE']);

/** Facts worth knowing that violate no rule. */
export function findNotices(index: CaseIndex): readonly Finding[] {
  const { claims, payments } = index.snapshot;
  return [
    ...claims.map(({ service, commandId, claimedAt }): Finding => {
      const isBooking = index.bookings.has(commandId);
      return {
        code: 'CLAIM_UNSETTLED',
        message: `claimed in ${service} at ${claimedAt}`,
        ids: { command: commandId, ...(isBooking ? { booking: commandId } : {}) },
        correlationId: index.correlationOf(commandId),
        changedAt: claimedAt,
      };
    }),
    ...payments.flatMap(({ id, bookingId, dispute }) => {
      if (!dispute || !UNANSWERED.has(dispute.status)) return [];
      const { providerId, status, amount } = dispute;
      const message = `${providerId} over ${money(amount.amount, amount.currency)} is ${status}`;
      return [inCaseOf(index, bookingId, { code: 'DISPUTED', message, ids: { payment: id } })];
    }),
    ...payments.flatMap(({ id, bookingId, status, refunds }) => {
      const refund = refunds.findLast((each) => each.status === 'PENDING' && each.providerId !== null);
      if (status !== 'CAPTURED' || !refund) return [];
      const message = `${refund.providerId} since ${refund.createdAt}`;
      return [inCaseOf(index, bookingId, { code: 'REFUND_PENDING', message, ids: { payment: id } })];
    }),
  ];
}

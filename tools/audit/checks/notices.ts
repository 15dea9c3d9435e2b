import type { CaseIndex } from '../case-index.ts';
import type { Finding } from '../findings.ts';
import { inCaseOf } from './case-finding.ts';

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
    ...payments.flatMap(({ id, bookingId, status, refunds }) => {
      const refund = refunds.at(-1);
      if (status !== 'CAPTURED' || refund?.status !== 'PENDING' || refund.providerId === null) return [];
      const message = `${refund.providerId} since ${refund.createdAt}`;
      return [inCaseOf(index, bookingId, { code: 'REFUND_PENDING', message, ids: { payment: id } })];
    }),
  ];
}

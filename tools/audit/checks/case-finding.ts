import type { CaseIndex } from '../case-index.ts';
import type { Code, Finding } from '../findings.ts';
import { latest } from '../latest.ts';
import type { PaymentRecord, RefundRecord } from '../snapshot.ts';

/** Creates a finding in the case of a booking: it is unsettled while anything of the case changes. */
export function inCaseOf(
  index: CaseIndex,
  bookingId: string,
  {
    code,
    message,
    ids = {},
    changedAt,
  }: {
    readonly code: Code;
    readonly message: string;
    readonly ids?: Readonly<Record<string, string>>;
    /** A change that only this finding knows of; it may also be a planned one. */
    readonly changedAt?: string | undefined;
  },
): Finding {
  return {
    code,
    message,
    ids: { booking: bookingId, ...ids },
    correlationId: index.correlationOf(bookingId),
    changedAt: latest([index.changeOf(bookingId), changedAt]) ?? EVER,
  };
}

/**
 * The refund that waits to be requested at the provider: until its planned time, if an earlier one failed.
 */
export function waitingRefund({ refunds }: PaymentRecord): RefundRecord | undefined {
  return refunds.findLast(({ status, providerId }) => status === 'PENDING' && providerId === null);
}

/** For findings without a time of change: they never count as unsettled. */
const EVER = '';

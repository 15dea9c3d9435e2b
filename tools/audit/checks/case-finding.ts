import { type CaseIndex, latest } from '../case-index.ts';
import type { Code, Finding } from '../findings.ts';
import type { PaymentRecord, RefundRecord } from '../snapshot.ts';

/** A finding in the case of a booking: it settles as long as anything of the case changes. */
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
    /** A change that only this finding knows of, also one that is planned. */
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
 * The refund that waits to be asked for at the provider: for its planned time, when one before it has failed.
 */
export function waitingRefund({ refunds }: PaymentRecord): RefundRecord | undefined {
  const refund = refunds.at(-1);
  return refund?.status === 'PENDING' && refund.providerId === null ? refund : undefined;
}

/** Of what nobody knows when it changed: it settles no more. */
const EVER = '';

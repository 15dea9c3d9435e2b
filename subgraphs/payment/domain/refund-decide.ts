import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import type { PaymentEvent, Refund, RefundStatus } from './payment.ts';

/** What the provider says of a refund. */
export type RefundView = {
  /** Null when it did not take the request at all. */
  readonly providerId: string | null;
  readonly status: RefundStatus;
  /** Why it failed. */
  readonly reason: string | null;
};

export type RefundNews = {
  readonly at: Instant;
  readonly refundId: string;
  readonly refund: RefundView;
  /** Id of the refund that is tried next, should this one have failed. */
  readonly newRefundId: string;
};

/** How often the money is tried to be given back before a person has to see to it. */
export const REFUND_TRIES = 6;
const FIRST_PAUSE_MS = 2_000;
const PAUSE_GROWTH = 4;

/** How long to wait after so many failed tries: 2 s, 8 s, 32 s, … about eleven minutes in all. */
export function pauseAfter(failures: number): number {
  return FIRST_PAUSE_MS * PAUSE_GROWTH ** (failures - 1);
}

/** Brings news of a refund to the payment. Refunds go from pending to succeeded to failed and never back. */
export function decideRefundNews(
  { at, refundId, refund: view, newRefundId }: RefundNews,
  refunds: readonly Refund[],
): readonly PaymentEvent[] {
  const refund = refunds.find(({ id }) => id === refundId);
  if (!refund || refund.status === 'FAILED') return [];
  const providerId = view.providerId ?? refund.providerId;
  switch (view.status) {
    case 'PENDING':
      if (refund.providerId !== null) return [];
      return [{ type: 'PaymentRefunded', at, refundId, providerId, status: 'PENDING' }];
    case 'SUCCEEDED':
      if (refund.status === 'SUCCEEDED') return [];
      return [{ type: 'PaymentRefunded', at, refundId, providerId, status: 'SUCCEEDED' }];
    case 'FAILED': {
      const failures = refunds.filter(({ status }) => status === 'FAILED').length + 1;
      const isFinal = failures >= REFUND_TRIES;
      const reason = view.reason ?? 'unknown';
      const failed = { type: 'RefundFailed', at, refundId, providerId, reason, isFinal } as const;
      if (isFinal) return [failed];
      const notBefore = new Date(Date.parse(at) + pauseAfter(failures)).toISOString();
      return [failed, { type: 'RefundRequested', at, refundId: newRefundId, notBefore }];
    }
    default:
      return unreachable(view.status);
  }
}

import { type Failure, invalidRequest, missing } from './failure.ts';
import type { PaymentIntent } from './payment-intent.ts';

/** A dispute: the customer denies a payment to the bank. Instants are seconds since 1970. */
export type Dispute = {
  readonly id: string;
  readonly created: number;
  readonly intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string;
  readonly status: DisputeStatus;
};

/** An inquiry (`warning_…`) takes no money; the others have taken it, until one is won. */
export type DisputeStatus = 'warning_needs_response' | 'warning_closed' | 'needs_response' | 'won' | 'lost';

/** The webhook events about a dispute. */
export type DisputeEvent =
  | 'charge.dispute.created'
  | 'charge.dispute.funds_withdrawn'
  | 'charge.dispute.funds_reinstated'
  | 'charge.dispute.closed';

/**
 * A change of a dispute. `taken` is what it takes from the merchant's balance; negative when it gives back.
 */
export type DisputeChange = {
  readonly kind: 'done';
  readonly dispute: Dispute;
  readonly events: readonly DisputeEvent[];
  readonly taken: number;
};

type Refused = { readonly kind: 'refused'; readonly failure: Failure };

/** Opens a dispute of captured money; without an amount, of everything that is not refunded. */
export function openDispute(
  intent: PaymentIntent,
  {
    id,
    at,
    amount,
    reason,
    isInquiry,
  }: {
    readonly id: string;
    readonly at: number;
    readonly amount: number | null;
    readonly reason: string;
    readonly isInquiry: boolean;
  },
): DisputeChange | Refused {
  const { charge } = intent;
  const left = charge?.captured ? charge.amountCaptured - charge.amountRefunded : 0;
  if (charge === null || left < (amount ?? 1))
    return refused(`The intent ${intent.id} has ${left} that can be disputed.`);
  const dispute: Dispute = {
    id,
    created: at,
    intent: intent.id,
    charge: charge.id,
    amount: amount ?? left,
    currency: intent.currency,
    reason,
    status: isInquiry ? 'warning_needs_response' : 'needs_response',
  };
  return isInquiry
    ? { kind: 'done', dispute, events: ['charge.dispute.created'], taken: 0 }
    : {
        kind: 'done',
        dispute,
        events: ['charge.dispute.created', 'charge.dispute.funds_withdrawn'],
        taken: dispute.amount,
      };
}

/** Closes an open dispute. Its money comes back when it is won. */
export function closeDispute(
  dispute: Dispute | undefined,
  { id, isWon }: { readonly id: string; readonly isWon: boolean },
): DisputeChange | Refused {
  if (dispute === undefined) return { kind: 'refused', failure: missing('dispute', id, 'dispute', 400) };
  switch (dispute.status) {
    case 'warning_needs_response':
      return {
        kind: 'done',
        dispute: { ...dispute, status: 'warning_closed' },
        events: ['charge.dispute.closed'],
        taken: 0,
      };
    case 'needs_response':
      return isWon
        ? {
            kind: 'done',
            dispute: { ...dispute, status: 'won' },
            events: ['charge.dispute.funds_reinstated', 'charge.dispute.closed'],
            taken: -dispute.amount,
          }
        : {
            kind: 'done',
            dispute: { ...dispute, status: 'lost' },
            events: ['charge.dispute.closed'],
            taken: 0,
          };
    case 'warning_closed':
    case 'won':
    case 'lost':
      return refused(`The dispute ${id} is ${dispute.status}.`);
    default:
      return dispute.status satisfies never;
  }
}

/** Whether the bank has the money of a dispute, which then cannot be refunded. */
export function hasTaken({ status }: Dispute): boolean {
  return status === 'needs_response' || status === 'lost';
}

function refused(message: string): Refused {
  return { kind: 'refused', failure: invalidRequest(message) };
}

import { stepFailure } from './amounts.ts';
import { type Failure, invalidRequest } from './failure.ts';
import type { IntentEvent, PaymentIntent } from './payment-intent.ts';
import { findTestCard } from './payment-methods.ts';

/** A refund. `settles` (milliseconds since 1970) is when one that is not final yet becomes final. */
export type Refund = {
  readonly id: string;
  readonly created: number;
  readonly intent: string;
  readonly charge: string;
  readonly amount: number;
  readonly currency: string;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly status: 'pending' | 'succeeded' | 'failed';
  readonly fate: 'stays' | 'will-succeed' | 'will-fail';
  readonly settles: number | null;
};

/** The webhook events about a refund. */
export type RefundEvent = 'refund.created' | 'refund.updated' | 'refund.failed';

/** A change of a refund and of the intent that it refunds. */
export type RefundChange = {
  readonly kind: 'done';
  readonly refund: Refund;
  readonly intent: PaymentIntent;
  readonly refundEvents: readonly RefundEvent[];
  readonly intentEvents: readonly IntentEvent[];
};

/** The caller's request; without an amount, everything that is left. */
export type RefundRequest = {
  readonly id: string;
  readonly amount: number | null;
  readonly reason: string | null;
  readonly metadata: Readonly<Record<string, string>>;
};

/**
 * The current time (milliseconds since 1970), when an unfinished refund settles, and whether this one will
 * fail.
 */
export type RefundMoment = {
  readonly atMs: number;
  readonly settlesMs: number;
  readonly failsLater: boolean;
};

/** Refunds captured money, never more than was captured and not yet refunded. */
export function createRefund(
  intent: PaymentIntent,
  request: RefundRequest,
  moment: RefundMoment,
): RefundChange | { readonly kind: 'refused'; readonly failure: Failure } {
  const { charge } = intent;
  if (charge === null || !charge.captured) {
    return refuse(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
    });
  }
  const left = charge.amountCaptured - charge.amountRefunded;
  if (left === 0) {
    return refuse(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  }
  const amount = request.amount ?? left;
  const unfit = stepFailure(amount, intent.currency, 'amount');
  if (unfit !== undefined) return { kind: 'refused', failure: unfit };
  if (amount > left) {
    return refuse(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left}).`, {
      code: 'amount_too_large',
      param: 'amount',
    });
  }
  const behaviour = findTestCard(charge.paymentMethod)?.refund ?? 'succeeds';
  const fails = moment.failsLater || behaviour === 'fails-later';
  const pending = !fails && behaviour === 'pending-first';
  return {
    kind: 'done',
    refund: {
      ...request,
      amount,
      created: Math.floor(moment.atMs / 1000),
      intent: intent.id,
      charge: charge.id,
      currency: intent.currency,
      status: pending ? 'pending' : 'succeeded',
      fate: fails ? 'will-fail' : pending ? 'will-succeed' : 'stays',
      settles: fails || pending ? moment.settlesMs : null,
    },
    intent: withRefunded(intent, amount),
    refundEvents: ['refund.created'],
    intentEvents: ['charge.refunded'],
  };
}

/** Settles a refund. If it fails, the money stays with the merchant and can be refunded again. */
export function settleRefund(refund: Refund, intent: PaymentIntent): RefundChange | undefined {
  if (refund.fate === 'stays') return undefined;
  const fails = refund.fate === 'will-fail';
  return {
    kind: 'done',
    refund: { ...refund, status: fails ? 'failed' : 'succeeded', fate: 'stays', settles: null },
    intent: fails ? withRefunded(intent, -refund.amount) : intent,
    refundEvents: fails ? ['refund.updated', 'refund.failed'] : ['refund.updated'],
    intentEvents: [],
  };
}

function withRefunded(intent: PaymentIntent, amount: number): PaymentIntent {
  if (intent.charge === null) return intent;
  return { ...intent, charge: { ...intent.charge, amountRefunded: intent.charge.amountRefunded + amount } };
}

function refuse(message: string, more: Pick<Failure, 'code' | 'param'>) {
  return { kind: 'refused', failure: invalidRequest(message, more) } as const;
}

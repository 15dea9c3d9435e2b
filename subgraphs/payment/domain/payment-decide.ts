import { accept, type Decider, type Decision, unreachable } from '../../../platform/decisions/decider.ts';
import { addMilliseconds, type Instant, type Money } from '../../../platform/decisions/values.ts';
import {
  type ActionRequired,
  type Authorized,
  amountLeft,
  type Captured,
  type CustomerAction,
  type DesiredOutcome,
  type Dispute,
  evolve,
  hasBookingEnded,
  isCaptured,
  isOwn,
  type Payment,
  type PaymentDetails,
  type PaymentEvent,
  type PaymentState,
  type Refund,
  type RefundStatus,
  type ReleaseReason,
  type Requested,
  releaseOf,
} from './payment.ts';

/** The provider's state of a payment. */
export type IntentView = {
  readonly intentId: string;
  /** When the authorisation lapses; null when the provider does not tell. */
  readonly captureBefore: Instant | null;
  /** The provider's code for the reason of a decline. */
  readonly declineCode: string | null;
} & (
  | { readonly status: 'authorized' | 'captured' | 'canceled' | 'declined' }
  | { readonly status: 'actionRequired'; readonly action: CustomerAction }
);

/** The provider's state of a refund. */
export type RefundView = {
  /** Null when the provider rejected the request. */
  readonly providerId: string | null;
  readonly status: RefundStatus;
  /** The reason of a failure. */
  readonly reason: string | null;
};

/** A refund that the provider has, whoever made it. */
export type FoundRefund = RefundView & {
  readonly providerId: string;
  /** The id under which this service requested it; null when it did not. */
  readonly refundId: string | null;
  readonly amount: Money;
  /** The id that it gets here when it is unknown. */
  readonly newId: string;
};

export type PaymentCommand =
  | {
      readonly type: 'request';
      readonly at: Instant;
      readonly details: PaymentDetails;
      readonly paymentMethod: string;
    }
  /** The room is assigned. */
  | { readonly type: 'capture'; readonly at: Instant }
  /**
   * The booking has ended: void or refund the payment. `details` describe a payment that was never requested.
   */
  | {
      readonly type: 'release';
      readonly at: Instant;
      readonly reason: ReleaseReason;
      readonly details: PaymentDetails;
      readonly newRefundId: string;
    }
  /** The provider's state of the payment is known, from an answer, a webhook or a search. */
  | {
      readonly type: 'recordIntent';
      readonly at: Instant;
      readonly intent: IntentView;
      readonly newRefundId: string;
    }
  | { readonly type: 'recordDecline'; readonly at: Instant; readonly declineCode: string }
  /** The provider has no intent for the payment and will not create one. */
  | { readonly type: 'recordNothing'; readonly at: Instant }
  /** The provider permanently refused to capture the authorised money. */
  | { readonly type: 'recordCaptureRefusal'; readonly at: Instant }
  /** The provider's state of a refund is known. */
  | {
      readonly type: 'recordRefund';
      readonly at: Instant;
      readonly refundId: string;
      readonly refund: RefundView;
      /** The id of the next refund in case this one has failed. */
      readonly newRefundId: string;
    }
  /** Refunds that the provider has are known, from a webhook or a comparison. */
  | {
      readonly type: 'recordRefunds';
      readonly at: Instant;
      readonly found: readonly FoundRefund[];
      /** The id of the next refund in case one of this service has failed. */
      readonly newRefundId: string;
    }
  | { readonly type: 'recordDispute'; readonly at: Instant; readonly dispute: Dispute }
  /** An admin wants a refund that was given up to be tried again. */
  | { readonly type: 'retryRefund'; readonly at: Instant; readonly newRefundId: string }
  /** An admin notes that money whose refund was given up went back otherwise. */
  | {
      readonly type: 'settleRefund';
      readonly at: Instant;
      readonly newRefundId: string;
      readonly reason: string;
    };

type Decided = Decision<PaymentEvent>;

/** The highest number of refund attempts; after that the refund needs manual intervention. */
export const MAX_REFUND_ATTEMPTS = 6;
const INITIAL_PAUSE_MS = 2_000;
const PAUSE_GROWTH = 4;

/**
 * The pause after a number of failed refunds, in milliseconds: 2 s, 8 s, 32 s, … about eleven minutes in
 * total.
 */
export function refundPauseMs(failures: number): number {
  return INITIAL_PAUSE_MS * PAUSE_GROWTH ** (failures - 1);
}

/**
 * Decides what follows from a command. No command is rejected, because answers and webhooks arrive twice,
 * late and out of order: a command that has had its effect already, or is out of date, has no events.
 */
export function decide(command: PaymentCommand, state: PaymentState): Decided {
  switch (command.type) {
    case 'request':
      return state ? accept() : decideRequest(command);

    case 'release':
      if (state) return decideRelease(command, state);
      return accept({ type: 'PaymentForestalled', at: command.at, details: command.details });

    case 'capture':
      if (!isOpen(state) || state.desiredOutcome !== null) return accept();
      return accept(
        { type: 'CaptureRequested', at: command.at },
        ...(isFree(state) ? [{ type: 'PaymentCaptured', at: command.at } as const] : []),
      );

    case 'recordDecline':
      if (state?.status !== 'REQUESTED') return accept();
      return accept({
        type: 'PaymentDeclined',
        at: command.at,
        declineCode: command.declineCode,
        intentId: null,
      });

    case 'recordNothing':
      if (state?.status !== 'REQUESTED') return accept();
      return accept({ type: 'PaymentAbandoned', at: command.at });

    case 'recordCaptureRefusal':
      if (state?.status !== 'AUTHORIZED' || state.desiredOutcome !== 'CAPTURE') return accept();
      return accept({ type: 'ReleaseRequested', at: command.at, reason: 'CAPTURE_FAILED' });

    case 'recordIntent':
      return decideIntent(command, state);

    case 'recordRefund':
      if (!isCaptured(state)) return accept();
      return accept(...refundEvents(command, state));

    case 'recordRefunds':
      return isCaptured(state) ? decideRefunds(command, state) : accept();

    case 'recordDispute':
      if (!isCaptured(state) || !isNews(command.dispute, state.dispute)) return accept();
      return accept({ type: 'DisputeChanged', at: command.at, dispute: command.dispute });

    case 'retryRefund': {
      if (state?.status !== 'REFUND_FAILED') return accept();
      const { at, newRefundId: refundId } = command;
      return accept({
        ...rest(state),
        type: 'RefundRequested',
        at,
        refundId,
        origin: 'STAFF',
        notBefore: at,
      });
    }

    case 'settleRefund': {
      if (state?.status !== 'REFUND_FAILED') return accept();
      const { at, newRefundId: refundId, reason } = command;
      return accept({ ...rest(state), type: 'RefundSettled', at, refundId, reason });
    }

    default:
      return unreachable(command);
  }
}

/** True for an amount of 0, which is never sent to the provider. */
function isFree({ amount }: Pick<PaymentDetails, 'amount'>): boolean {
  return amount.amount === 0;
}

function decideRequest({
  at,
  details,
  paymentMethod,
}: Extract<PaymentCommand, { type: 'request' }>): Decided {
  const requested = { type: 'PaymentRequested', at, details, paymentMethod } as const;
  if (!isFree(details)) return accept(requested);
  return accept<PaymentEvent>(requested, {
    type: 'PaymentAuthorized',
    at,
    intentId: null,
    captureBefore: null,
    afterAction: false,
  });
}

function decideRelease(
  { at, reason, newRefundId: refundId }: Extract<PaymentCommand, { type: 'release' }>,
  state: NonNullable<PaymentState>,
): Decided {
  switch (state.status) {
    case 'REQUESTED':
    case 'REQUIRES_ACTION':
    case 'AUTHORIZED':
      if (hasBookingEnded(state.desiredOutcome)) return accept();
      if (isFree(state)) return accept({ type: 'PaymentVoided', at, intentId: null, reason });
      return accept({ type: 'ReleaseRequested', at, reason });
    case 'CAPTURED':
    case 'REFUNDED': {
      if (isReleased(state)) return accept();
      const released = { type: 'ReleaseRequested', at, reason } as const;
      if (!isFree(state)) return accept(...followed(state, [released], at, refundId));
      const requested = { ...rest(state), type: 'RefundRequested', at, refundId, notBefore: at } as const;
      return accept<PaymentEvent>(
        released,
        { ...requested, origin: 'SERVICE' },
        { type: 'PaymentRefunded', at, refundId, providerId: null, status: 'SUCCEEDED' },
      );
    }
    case 'ABANDONED':
    case 'DECLINED':
    case 'VOIDED':
    case 'REFUND_FAILED':
      return accept();
    default:
      return unreachable(state);
  }
}

/** Follows the provider's state of the payment. A state that is older than the known one changes nothing. */
function decideIntent(
  { at, intent, newRefundId }: Extract<PaymentCommand, { type: 'recordIntent' }>,
  state: PaymentState,
): Decided {
  if (!state || isCaptured(state) || state.status === 'VOIDED') return accept();
  if (state.status === 'DECLINED' && state.intentId === null) return accept();
  // The payment is over and its booking rejected, but the provider has an intent after all.
  const isOver = state.status === 'ABANDONED' || state.status === 'DECLINED';
  const desiredOutcome: DesiredOutcome = isOver ? 'BOOKING_REJECTED' : state.desiredOutcome;
  const released: readonly PaymentEvent[] = isOver
    ? [{ type: 'ReleaseRequested', at, reason: 'BOOKING_REJECTED' }]
    : [];
  const { intentId, captureBefore } = intent;
  const afterAction = state.status === 'REQUIRES_ACTION';
  const authorized: readonly PaymentEvent[] =
    state.status === 'AUTHORIZED'
      ? []
      : [{ type: 'PaymentAuthorized', at, intentId, captureBefore, afterAction }];

  switch (intent.status) {
    case 'actionRequired': {
      if (state.status !== 'REQUESTED' && state.status !== 'ABANDONED') return accept();
      const { action } = intent;
      return accept({ type: 'PaymentActionRequired', at, intentId, action }, ...released);
    }
    case 'authorized':
      return accept(...authorized, ...released);
    case 'captured': {
      const captured = [...authorized, { type: 'PaymentCaptured', at } as const, ...released];
      return accept(...followed(state, captured, at, newRefundId));
    }
    case 'canceled':
      if (state.status === 'DECLINED') return accept({ type: 'IntentClosed', at });
      if (isOver) return accept();
      return accept({
        type: 'PaymentVoided',
        at,
        intentId,
        // Without a desired release it was the provider that ended the payment.
        reason: releaseOf(desiredOutcome) ?? (afterAction ? 'ACTION_EXPIRED' : 'AUTHORIZATION_LAPSED'),
      });
    case 'declined': {
      if (state.status !== 'REQUESTED' && !afterAction) return accept();
      const declineCode = intent.declineCode ?? 'generic_decline';
      // Who knows the client secret could try the intent again with another card.
      return accept({ type: 'PaymentDeclined', at, declineCode, intentId: afterAction ? intentId : null });
    }
    default:
      return unreachable(intent);
  }
}

/**
 * Follows the provider's state of a refund. A refund goes from pending to succeeded to failed and never back.
 */
function refundEvents(
  {
    at,
    refundId,
    refund: view,
    newRefundId,
  }: Omit<Extract<PaymentCommand, { type: 'recordRefund' }>, 'type'>,
  state: Captured,
): readonly PaymentEvent[] {
  const refund = state.refunds.find(({ id }) => id === refundId);
  if (!refund || refund.status === 'FAILED') return [];
  // The provider refused to make a refund that it has, as another answer shows.
  if (refund.providerId !== null && view.providerId === null) return [];
  const providerId = view.providerId ?? refund.providerId;
  switch (view.status) {
    case 'PENDING':
      if (refund.providerId !== null) return [];
      return [{ type: 'PaymentRefunded', at, refundId, providerId, status: 'PENDING' }];
    case 'SUCCEEDED':
      if (refund.status === 'SUCCEEDED') return [];
      return [{ type: 'PaymentRefunded', at, refundId, providerId, status: 'SUCCEEDED' }];
    case 'FAILED': {
      const failures = isOwn(refund) ? failuresOf(state.refunds) + 1 : 0;
      const isFinal = failures >= MAX_REFUND_ATTEMPTS;
      const reason = view.reason ?? 'unknown';
      const failed = { type: 'RefundFailed', at, refundId, providerId, reason, isFinal } as const;
      const notBefore = failures > 0 ? addMilliseconds(at, refundPauseMs(failures)) : at;
      return followed(state, [failed], notBefore, newRefundId);
    }
    default:
      return unreachable(view.status);
  }
}

/** Follows several refunds of the provider, and records those that this service has not requested. */
function decideRefunds(
  { at, found, newRefundId }: Extract<PaymentCommand, { type: 'recordRefunds' }>,
  state: Captured,
): Decided {
  const events: PaymentEvent[] = [];
  let current: Payment = state;
  for (const refund of found) {
    if (!isCaptured(current)) break;
    const { providerId, refundId, amount, status, newId } = refund;
    const known = current.refunds.find((each) => each.providerId === providerId || each.id === refundId);
    const next: readonly PaymentEvent[] = known
      ? refundEvents({ at, refundId: known.id, refund, newRefundId }, current)
      : status === 'FAILED'
        ? []
        : [{ type: 'RefundFound', at, refundId: newId, amount, providerId, status }];
    events.push(...next);
    current = next.reduce<Payment>(evolve, current);
  }
  return accept(...events);
}

/**
 * The events, and the request of a refund when after them money has to go back that is not on its way.
 *
 * @param notBefore the earliest time of that refund
 */
function followed(
  state: Payment,
  events: readonly PaymentEvent[],
  notBefore: Instant,
  refundId: string,
): readonly PaymentEvent[] {
  const after = events.reduce<Payment>(evolve, state);
  const at = events.at(-1)?.at ?? notBefore;
  if (!isCaptured(after) || after.status === 'REFUND_FAILED' || !isReleased(after)) return events;
  if (after.refunds.some((refund) => isOwn(refund) && refund.status === 'PENDING')) return events;
  if (amountLeft(after) === 0) return events;
  return [...events, { ...rest(after), type: 'RefundRequested', at, refundId, origin: 'SERVICE', notBefore }];
}

/** What has not gone back. */
function rest(state: Captured): { readonly amount: Money } {
  return { amount: { ...state.amount, amount: amountLeft(state) } };
}

/** Whether the money has to go back. Payments from before the reason was kept have a refund of their own. */
function isReleased({ desiredOutcome, refunds }: Captured): boolean {
  return desiredOutcome !== null || refunds.some(isOwn);
}

/** The number of own refunds that failed since an admin tried again the last time. */
function failuresOf(refunds: readonly Refund[]): number {
  const own = refunds.filter(isOwn);
  const since = own.findLastIndex(({ origin }) => origin === 'STAFF');
  return own.slice(Math.max(since, 0)).filter(({ status }) => status === 'FAILED').length;
}

const CLOSED_DISPUTES: ReadonlySet<Dispute['status']> = new Set(['WON', 'LOST', 'CLOSED']);

/** Whether a dispute is not out of date. A closed one stays so; of two disputes the later one counts. */
function isNews(dispute: Dispute, known: Dispute | null): boolean {
  if (known === null) return true;
  if (dispute.providerId !== known.providerId) return dispute.openedAt > known.openedAt;
  if (dispute.status === known.status) return dispute.amount.amount !== known.amount.amount;
  return !CLOSED_DISPUTES.has(known.status);
}

function isOpen(state: PaymentState): state is Requested | ActionRequired | Authorized {
  return (
    state?.status === 'REQUESTED' || state?.status === 'REQUIRES_ACTION' || state?.status === 'AUTHORIZED'
  );
}

export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  decide,
  evolve,
  initialState: undefined,
};

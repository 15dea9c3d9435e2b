import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Instant, Money } from '../../../platform/decisions/values.ts';

export type PaymentDetails = {
  readonly id: string;
  /** A booking has one payment. */
  readonly bookingId: string;
  /** The booked room; null for a payment from before payments knew their rooms. */
  readonly roomId: string | null;
  /** The subject of the customer's tokens. */
  readonly customerId: string;
  readonly amount: Money;
  readonly requestedAt: Instant;
  /** The correlation id of the request. The provider stores it, too. */
  readonly correlationId: string;
};

/** Why this service releases a payment. */
export type ReleaseReason = 'BOOKING_REJECTED' | 'BOOKING_CANCELLED' | 'ROOM_UNAVAILABLE' | 'CAPTURE_FAILED';
/** The last two: the provider ended it, before or after the customer had acted. */
export type VoidReason = ReleaseReason | 'ACTION_EXPIRED' | 'AUTHORIZATION_LAPSED';

/** What is to happen to an authorised payment; null until the booking is confirmed or ends. */
export type DesiredOutcome = 'CAPTURE' | ReleaseReason | null;

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

/**
 * How a refund came about. SERVICE: the booking ended. STAFF: an admin tried again what was given up.
 * PROVIDER: it was made at the provider, without this service. ELSEWHERE: an admin noted that the money went
 * back otherwise.
 */
export type RefundOrigin = 'SERVICE' | 'STAFF' | 'PROVIDER' | 'ELSEWHERE';

/**
 * Money that goes back, or an attempt at it. One of this service that is pending without `providerId`: the
 * provider has not answered yet.
 */
export type Refund = {
  readonly id: string;
  readonly amount: Money;
  readonly status: RefundStatus;
  readonly origin: RefundOrigin;
  /** What the admin noted; null for the other origins. */
  readonly reason: string | null;
  readonly providerId: string | null;
  readonly createdAt: Instant;
  /** The earliest time of the request to the provider. */
  readonly notBefore: Instant;
};

/**
 * INQUIRY: the bank asks, and has taken nothing. NEEDS_RESPONSE, UNDER_REVIEW: it has taken the money back
 * for now. WON, LOST: who has the money in the end. CLOSED: an inquiry that came to nothing.
 */
export type DisputeStatus = 'INQUIRY' | 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST' | 'CLOSED';

/** The customer denies the payment to their bank. */
export type Dispute = {
  readonly providerId: string;
  readonly status: DisputeStatus;
  /** The provider's code for what the customer says, such as fraudulent. */
  readonly reason: string;
  readonly amount: Money;
  readonly openedAt: Instant;
};

/** The request is recorded; the provider's answer is not known yet. */
export type Requested = PaymentDetails & {
  readonly status: 'REQUESTED';
  readonly paymentMethod: string;
  readonly desiredOutcome: DesiredOutcome;
};
/** What the customer needs to act, such as to say yes to their bank: 3-D Secure. */
export type CustomerAction = {
  /** With it, the provider's script in the browser leads the customer through. */
  readonly clientSecret: string;
  /** The page on which the customer acts; null when only the script can lead there. */
  readonly redirectUrl: string | null;
};

/** The provider holds no money until the customer has acted. */
export type ActionRequired = PaymentDetails & {
  readonly status: 'REQUIRES_ACTION';
  readonly intentId: string;
  readonly action: CustomerAction;
  readonly desiredOutcome: DesiredOutcome;
};
/** The provider has no intent for it. Also the payment of a booking that ended before it was requested. */
export type Abandoned = PaymentDetails & { readonly status: 'ABANDONED' };
export type Declined = PaymentDetails & {
  readonly status: 'DECLINED';
  readonly declineCode: string;
  /** An intent that the customer could pay with another card, until it is cancelled; null otherwise. */
  readonly intentId: string | null;
};
/** The provider holds the money. `intentId` is null for an amount of 0, which the provider never sees. */
export type Authorized = PaymentDetails & {
  readonly status: 'AUTHORIZED';
  readonly intentId: string | null;
  readonly captureBefore: Instant | null;
  readonly desiredOutcome: DesiredOutcome;
};
/** The hold on the money was released before a capture. */
export type Voided = PaymentDetails & {
  readonly status: 'VOIDED';
  readonly intentId: string | null;
  readonly reason: VoidReason;
};
/**
 * The money was captured. REFUNDED: all of it was returned. REFUND_FAILED: all attempts to return it failed.
 */
export type Captured = PaymentDetails & {
  readonly status: 'CAPTURED' | 'REFUNDED' | 'REFUND_FAILED';
  readonly intentId: string | null;
  /** Why the money has to go back; null while the booking keeps it. */
  readonly desiredOutcome: ReleaseReason | null;
  /** Oldest first. */
  readonly refunds: readonly Refund[];
  /** The latest one. */
  readonly dispute: Dispute | null;
};

export type Payment = Requested | ActionRequired | Abandoned | Declined | Authorized | Voided | Captured;
export type PaymentStatus = Payment['status'];

/** Undefined before the first event. */
export type PaymentState = Payment | undefined;

export type PaymentEvent =
  | {
      readonly type: 'PaymentRequested';
      readonly at: Instant;
      readonly details: PaymentDetails;
      readonly paymentMethod: string;
    }
  /** The booking ended before its payment was requested. */
  | { readonly type: 'PaymentForestalled'; readonly at: Instant; readonly details: PaymentDetails }
  | { readonly type: 'PaymentAbandoned'; readonly at: Instant }
  | {
      readonly type: 'PaymentActionRequired';
      readonly at: Instant;
      readonly intentId: string;
      readonly action: CustomerAction;
    }
  | {
      readonly type: 'PaymentDeclined';
      readonly at: Instant;
      readonly declineCode: string;
      readonly intentId: string | null;
    }
  /** The intent of a declined payment is cancelled. */
  | { readonly type: 'IntentClosed'; readonly at: Instant }
  | {
      readonly type: 'PaymentAuthorized';
      readonly at: Instant;
      readonly intentId: string | null;
      readonly captureBefore: Instant | null;
      /** The customer had to act first, so that nobody waits for the answer. */
      readonly afterAction: boolean;
    }
  | { readonly type: 'CaptureRequested'; readonly at: Instant }
  | { readonly type: 'ReleaseRequested'; readonly at: Instant; readonly reason: ReleaseReason }
  | { readonly type: 'PaymentCaptured'; readonly at: Instant }
  | {
      readonly type: 'PaymentVoided';
      readonly at: Instant;
      readonly intentId: string | null;
      readonly reason: VoidReason;
    }
  | {
      readonly type: 'RefundRequested';
      readonly at: Instant;
      readonly refundId: string;
      readonly amount: Money;
      readonly origin: 'SERVICE' | 'STAFF';
      readonly notBefore: Instant;
    }
  /** The provider has a refund that this service has not requested. */
  | {
      readonly type: 'RefundFound';
      readonly at: Instant;
      readonly refundId: string;
      readonly amount: Money;
      readonly providerId: string;
      readonly status: 'PENDING' | 'SUCCEEDED';
    }
  /** An admin noted that the money went back otherwise. */
  | {
      readonly type: 'RefundSettled';
      readonly at: Instant;
      readonly refundId: string;
      readonly amount: Money;
      readonly reason: string;
    }
  | { readonly type: 'DisputeChanged'; readonly at: Instant; readonly dispute: Dispute }
  | {
      readonly type: 'PaymentRefunded';
      readonly at: Instant;
      readonly refundId: string;
      readonly providerId: string | null;
      readonly status: 'PENDING' | 'SUCCEEDED';
    }
  | {
      readonly type: 'RefundFailed';
      readonly at: Instant;
      readonly refundId: string;
      readonly providerId: string | null;
      readonly reason: string;
      /** There are no further attempts. */
      readonly isFinal: boolean;
    };

/** The reason of a desired release; undefined when no release is desired. */
export function releaseOf(desiredOutcome: DesiredOutcome): ReleaseReason | undefined {
  return desiredOutcome === null || desiredOutcome === 'CAPTURE' ? undefined : desiredOutcome;
}

/**
 * True when the booking has ended. After a failed capture it has not: money that is captured after all is
 * kept.
 */
export function hasBookingEnded(desiredOutcome: DesiredOutcome): desiredOutcome is ReleaseReason {
  return releaseOf(desiredOutcome) !== undefined && desiredOutcome !== 'CAPTURE_FAILED';
}

/** True when this service has requested the refund at the provider. */
export function isOwn({ origin }: Refund): boolean {
  return origin === 'SERVICE' || origin === 'STAFF';
}

/** What has gone back, in minor units. */
export function refundedAmount(refunds: readonly Refund[]): number {
  return sumOf(refunds.filter(({ status }) => status === 'SUCCEEDED'));
}

/** What has not gone back and is not on its way, in minor units. */
export function amountLeft({ amount, refunds }: Pick<Captured, 'amount' | 'refunds'>): number {
  return Math.max(0, amount.amount - sumOf(refunds.filter(({ status }) => status !== 'FAILED')));
}

/** True when the money was captured, whatever became of it. */
export function isCaptured(state: PaymentState): state is Captured {
  return state?.status === 'CAPTURED' || state?.status === 'REFUNDED' || state?.status === 'REFUND_FAILED';
}

/** The payment after an event. Throws when the event is impossible in this state. */
export function evolve(state: PaymentState, event: PaymentEvent): Payment {
  if (event.type === 'PaymentRequested')
    return {
      ...event.details,
      status: 'REQUESTED',
      paymentMethod: event.paymentMethod,
      desiredOutcome: null,
    };
  if (event.type === 'PaymentForestalled') return { ...event.details, status: 'ABANDONED' };
  if (!state) throw new Error(`${event.type} for a payment that was never requested`);
  const { id, bookingId, roomId, customerId, amount, requestedAt, correlationId } = state;
  const details: PaymentDetails = { id, bookingId, roomId, customerId, amount, requestedAt, correlationId };

  switch (event.type) {
    case 'PaymentAbandoned':
      return { ...details, status: 'ABANDONED' };
    case 'PaymentActionRequired': {
      const { intentId, action } = event;
      const desiredOutcome = state.status === 'REQUESTED' ? state.desiredOutcome : null;
      return { ...details, status: 'REQUIRES_ACTION', intentId, action, desiredOutcome };
    }
    case 'PaymentDeclined': {
      const { declineCode, intentId } = event;
      return { ...details, status: 'DECLINED', declineCode, intentId };
    }
    case 'IntentClosed':
      if (state.status !== 'DECLINED') throw impossible(state, event);
      return { ...state, intentId: null };
    case 'PaymentAuthorized': {
      const { intentId, captureBefore } = event;
      const desiredOutcome = isUndecided(state) ? state.desiredOutcome : null;
      return { ...details, status: 'AUTHORIZED', intentId, captureBefore, desiredOutcome };
    }
    case 'CaptureRequested':
      return { ...open(state, event), desiredOutcome: 'CAPTURE' };
    case 'ReleaseRequested':
      return { ...(isCaptured(state) ? state : open(state, event)), desiredOutcome: event.reason };
    case 'PaymentVoided':
      return { ...details, status: 'VOIDED', intentId: event.intentId, reason: event.reason };
    case 'PaymentCaptured':
      if (state.status !== 'AUTHORIZED') throw impossible(state, event);
      return {
        ...details,
        status: 'CAPTURED',
        intentId: state.intentId,
        desiredOutcome: hasBookingEnded(state.desiredOutcome) ? state.desiredOutcome : null,
        refunds: [],
        dispute: null,
      };
    case 'RefundRequested': {
      const { refundId: id, at: createdAt, notBefore, amount, origin } = event;
      const requested = {
        id,
        amount,
        origin,
        createdAt,
        notBefore,
        status: 'PENDING',
        providerId: null,
      } as const;
      return { ...withRefund(capturedIn(state, event), { ...requested, reason: null }), status: 'CAPTURED' };
    }
    case 'RefundFound': {
      const { refundId: id, at, amount, providerId, status } = event;
      const found = { id, amount, status, origin: 'PROVIDER', reason: null, providerId } as const;
      return withRefund(capturedIn(state, event), { ...found, createdAt: at, notBefore: at });
    }
    case 'RefundSettled': {
      const { refundId: id, at, amount, reason } = event;
      const settled = {
        id,
        amount,
        status: 'SUCCEEDED',
        origin: 'ELSEWHERE',
        reason,
        providerId: null,
      } as const;
      return withRefund(capturedIn(state, event), { ...settled, createdAt: at, notBefore: at });
    }
    case 'DisputeChanged':
      return { ...capturedIn(state, event), dispute: event.dispute };
    case 'PaymentRefunded': {
      const { refundId, providerId, status } = event;
      return withChange(capturedIn(state, event), refundId, { providerId, status });
    }
    case 'RefundFailed': {
      const { refundId, providerId, isFinal } = event;
      const failed = withChange(capturedIn(state, event), refundId, { providerId, status: 'FAILED' });
      return isFinal ? { ...failed, status: 'REFUND_FAILED' } : failed;
    }
    default:
      return unreachable(event);
  }
}

function withRefund(captured: Captured, refund: Refund): Captured {
  return withRefunds(captured, [...captured.refunds, refund]);
}

function withChange(captured: Captured, id: string, change: Pick<Refund, 'status' | 'providerId'>): Captured {
  return withRefunds(
    captured,
    captured.refunds.map((refund) => (refund.id === id ? { ...refund, ...change } : refund)),
  );
}

/** The payment is REFUNDED while all of its money has gone back, in however many parts. */
function withRefunds(captured: Captured, refunds: readonly Refund[]): Captured {
  const isAll =
    refunds.some(({ status }) => status === 'SUCCEEDED') && refundedAmount(refunds) >= captured.amount.amount;
  const otherwise = captured.status === 'REFUNDED' ? 'CAPTURED' : captured.status;
  return { ...captured, refunds, status: isAll ? 'REFUNDED' : otherwise };
}

function sumOf(refunds: readonly Refund[]): number {
  return refunds.reduce((sum, { amount }) => sum + amount.amount, 0);
}

function isUndecided(state: Payment): state is Requested | ActionRequired {
  return state.status === 'REQUESTED' || state.status === 'REQUIRES_ACTION';
}

function open(state: Payment, event: PaymentEvent): Requested | ActionRequired | Authorized {
  if (isUndecided(state) || state.status === 'AUTHORIZED') return state;
  throw impossible(state, event);
}

function capturedIn(state: Payment, event: PaymentEvent): Captured {
  if (isCaptured(state)) return state;
  throw impossible(state, event);
}

function impossible(state: Payment, event: PaymentEvent): Error {
  return new Error(`${event.type} cannot happen to a payment that is ${state.status}`);
}

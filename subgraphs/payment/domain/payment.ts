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
export type VoidReason = ReleaseReason | 'AUTHORIZATION_LAPSED';

/** What is to happen to an authorised payment; null until the booking is confirmed or ends. */
export type DesiredOutcome = 'CAPTURE' | ReleaseReason | null;

export type RefundStatus = 'PENDING' | 'SUCCEEDED' | 'FAILED';

/** An attempt to refund the money. Pending without `providerId`: the provider has not answered yet. */
export type Refund = {
  readonly id: string;
  readonly amount: Money;
  readonly status: RefundStatus;
  readonly providerId: string | null;
  readonly createdAt: Instant;
  /** The earliest time of the request to the provider. */
  readonly notBefore: Instant;
};

/** The request is recorded; the provider's answer is not known yet. */
export type Requested = PaymentDetails & {
  readonly status: 'REQUESTED';
  readonly paymentMethod: string;
  readonly desiredOutcome: DesiredOutcome;
};
/** The provider has no intent for it. Also the payment of a booking that ended before it was requested. */
export type Abandoned = PaymentDetails & { readonly status: 'ABANDONED' };
export type Declined = PaymentDetails & { readonly status: 'DECLINED'; readonly declineCode: string };
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
/** The money was captured. REFUNDED: it was returned. REFUND_FAILED: all attempts to return it failed. */
export type Captured = PaymentDetails & {
  readonly status: 'CAPTURED' | 'REFUNDED' | 'REFUND_FAILED';
  readonly intentId: string | null;
  /** Oldest first. */
  readonly refunds: readonly Refund[];
};

export type Payment = Requested | Abandoned | Declined | Authorized | Voided | Captured;
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
  | { readonly type: 'PaymentDeclined'; readonly at: Instant; readonly declineCode: string }
  | {
      readonly type: 'PaymentAuthorized';
      readonly at: Instant;
      readonly intentId: string | null;
      readonly captureBefore: Instant | null;
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
      readonly notBefore: Instant;
    }
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
    case 'PaymentDeclined':
      return { ...details, status: 'DECLINED', declineCode: event.declineCode };
    case 'PaymentAuthorized': {
      const { intentId, captureBefore } = event;
      const desiredOutcome = state.status === 'REQUESTED' ? state.desiredOutcome : null;
      return { ...details, status: 'AUTHORIZED', intentId, captureBefore, desiredOutcome };
    }
    case 'CaptureRequested':
      return { ...open(state, event), desiredOutcome: 'CAPTURE' };
    case 'ReleaseRequested':
      return { ...open(state, event), desiredOutcome: event.reason };
    case 'PaymentVoided':
      return { ...details, status: 'VOIDED', intentId: event.intentId, reason: event.reason };
    case 'PaymentCaptured':
      if (state.status !== 'AUTHORIZED') throw impossible(state, event);
      return { ...details, status: 'CAPTURED', intentId: state.intentId, refunds: [] };
    case 'RefundRequested': {
      const captured = capturedIn(state, event);
      const { refundId, at, notBefore } = event;
      const refund = {
        id: refundId,
        amount,
        createdAt: at,
        notBefore,
        status: 'PENDING',
        providerId: null,
      } as const;
      return { ...captured, refunds: [...captured.refunds, refund] };
    }
    case 'PaymentRefunded': {
      const captured = capturedIn(state, event);
      const { providerId, status } = event;
      return {
        ...captured,
        status: status === 'SUCCEEDED' ? 'REFUNDED' : captured.status,
        refunds: changed(captured.refunds, event.refundId, { providerId, status }),
      };
    }
    case 'RefundFailed': {
      const captured = capturedIn(state, event);
      return {
        ...captured,
        status: event.isFinal ? 'REFUND_FAILED' : 'CAPTURED',
        refunds: changed(captured.refunds, event.refundId, {
          providerId: event.providerId,
          status: 'FAILED',
        }),
      };
    }
    default:
      return unreachable(event);
  }
}

function changed(
  refunds: readonly Refund[],
  id: string,
  change: Pick<Refund, 'status' | 'providerId'>,
): readonly Refund[] {
  return refunds.map((refund) => (refund.id === id ? { ...refund, ...change } : refund));
}

function open(state: Payment, event: PaymentEvent): Requested | Authorized {
  if (state.status === 'REQUESTED' || state.status === 'AUTHORIZED') return state;
  throw impossible(state, event);
}

function capturedIn(state: Payment, event: PaymentEvent): Captured {
  if (isCaptured(state)) return state;
  throw impossible(state, event);
}

function impossible(state: Payment, event: PaymentEvent): Error {
  return new Error(`${event.type} cannot happen to a payment that is ${state.status}`);
}

import { accept, type Decider, type Decision, unreachable } from '../../../platform/decisions/decider.ts';
import { addMilliseconds, type Instant } from '../../../platform/decisions/values.ts';
import {
  type Authorized,
  type DesiredOutcome,
  evolve,
  isCaptured,
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
  readonly status: 'authorized' | 'captured' | 'canceled' | 'declined';
  /** When the authorisation lapses; null when the provider does not tell. */
  readonly captureBefore: Instant | null;
  /** The provider's code for the reason of a decline. */
  readonly declineCode: string | null;
};

/** The provider's state of a refund. */
export type RefundView = {
  /** Null when the provider rejected the request. */
  readonly providerId: string | null;
  readonly status: RefundStatus;
  /** The reason of a failure. */
  readonly reason: string | null;
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
      return accept({ type: 'PaymentDeclined', at: command.at, declineCode: command.declineCode });

    case 'recordNothing':
      if (state?.status !== 'REQUESTED') return accept();
      return accept({ type: 'PaymentAbandoned', at: command.at });

    case 'recordCaptureRefusal':
      if (state?.status !== 'AUTHORIZED' || state.desiredOutcome !== 'CAPTURE') return accept();
      return accept({ type: 'ReleaseRequested', at: command.at, reason: 'CAPTURE_FAILED' });

    case 'recordIntent':
      return decideIntent(command, state);

    case 'recordRefund':
      return isCaptured(state) ? decideRefund(command, state.refunds) : accept();

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
  });
}

function decideRelease(
  { at, reason, newRefundId: refundId }: Extract<PaymentCommand, { type: 'release' }>,
  state: NonNullable<PaymentState>,
): Decided {
  switch (state.status) {
    case 'REQUESTED':
    case 'AUTHORIZED':
      if (hasBookingEnded(state.desiredOutcome)) return accept();
      if (isFree(state)) return accept({ type: 'PaymentVoided', at, intentId: null, reason });
      return accept({ type: 'ReleaseRequested', at, reason });
    case 'CAPTURED': {
      if (state.refunds.length > 0) return accept();
      const requested = { type: 'RefundRequested', at, refundId, notBefore: at } as const;
      if (!isFree(state)) return accept(requested);
      return accept<PaymentEvent>(requested, {
        type: 'PaymentRefunded',
        at,
        refundId,
        providerId: null,
        status: 'SUCCEEDED',
      });
    }
    case 'ABANDONED':
    case 'DECLINED':
    case 'VOIDED':
    case 'REFUNDED':
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
  if (state?.status !== 'REQUESTED' && state?.status !== 'AUTHORIZED' && state?.status !== 'ABANDONED')
    return accept();
  // The payment was abandoned and its booking rejected, but the provider has an intent after all.
  const desiredOutcome: DesiredOutcome =
    state.status === 'ABANDONED' ? 'BOOKING_REJECTED' : state.desiredOutcome;
  const { intentId, captureBefore } = intent;
  const authorized: readonly PaymentEvent[] =
    state.status === 'AUTHORIZED' ? [] : [{ type: 'PaymentAuthorized', at, intentId, captureBefore }];

  switch (intent.status) {
    case 'authorized': {
      if (state.status !== 'ABANDONED') return accept(...authorized);
      return accept(...authorized, { type: 'ReleaseRequested', at, reason: 'BOOKING_REJECTED' });
    }
    case 'captured':
      return accept(
        ...authorized,
        { type: 'PaymentCaptured', at },
        ...(hasBookingEnded(desiredOutcome)
          ? [{ type: 'RefundRequested', at, refundId: newRefundId, notBefore: at } as const]
          : []),
      );
    case 'canceled':
      if (state.status === 'ABANDONED') return accept();
      return accept({
        type: 'PaymentVoided',
        at,
        intentId,
        // Without a desired release it was the provider that ended the authorisation.
        reason: releaseOf(desiredOutcome) ?? 'AUTHORIZATION_LAPSED',
      });
    case 'declined':
      if (state.status !== 'REQUESTED') return accept();
      return accept({ type: 'PaymentDeclined', at, declineCode: intent.declineCode ?? 'generic_decline' });
    default:
      return unreachable(intent.status);
  }
}

/**
 * Follows the provider's state of a refund. A refund goes from pending to succeeded to failed and never back.
 */
function decideRefund(
  { at, refundId, refund: view, newRefundId }: Extract<PaymentCommand, { type: 'recordRefund' }>,
  refunds: readonly Refund[],
): Decided {
  const refund = refunds.find(({ id }) => id === refundId);
  if (!refund || refund.status === 'FAILED') return accept();
  const providerId = view.providerId ?? refund.providerId;
  switch (view.status) {
    case 'PENDING':
      if (refund.providerId !== null) return accept();
      return accept({ type: 'PaymentRefunded', at, refundId, providerId, status: 'PENDING' });
    case 'SUCCEEDED':
      if (refund.status === 'SUCCEEDED') return accept();
      return accept({ type: 'PaymentRefunded', at, refundId, providerId, status: 'SUCCEEDED' });
    case 'FAILED': {
      const failures = refunds.filter(({ status }) => status === 'FAILED').length + 1;
      const isFinal = failures >= MAX_REFUND_ATTEMPTS;
      const reason = view.reason ?? 'unknown';
      const failed = { type: 'RefundFailed', at, refundId, providerId, reason, isFinal } as const;
      if (isFinal) return accept(failed);
      const notBefore = addMilliseconds(at, refundPauseMs(failures));
      return accept<PaymentEvent>(failed, { type: 'RefundRequested', at, refundId: newRefundId, notBefore });
    }
    default:
      return unreachable(view.status);
  }
}

/**
 * True when the booking has ended. After a failed capture it has not: if the money is captured after all, the
 * payment is kept.
 */
function hasBookingEnded(desiredOutcome: DesiredOutcome): boolean {
  return releaseOf(desiredOutcome) !== undefined && desiredOutcome !== 'CAPTURE_FAILED';
}

function isOpen(state: PaymentState): state is Requested | Authorized {
  return state?.status === 'REQUESTED' || state?.status === 'AUTHORIZED';
}

export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  decide,
  evolve,
  initialState: undefined,
};

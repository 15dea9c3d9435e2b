import type { Decider } from '../../../platform/decisions/decider.ts';
import { accept, type Decision, unreachable } from '../../../platform/decisions/decision.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import {
  type Authorized,
  type DesiredOutcome,
  evolve,
  type PaymentDetails,
  type PaymentEvent,
  type PaymentState,
  type ReleaseReason,
  type Requested,
  releaseOf,
  type Taken,
} from './payment.ts';
import { decideRefundNews, type RefundNews } from './refund-decide.ts';

/** What the provider says of its side of a payment. */
export type IntentView = {
  readonly intentId: string;
  readonly status: 'authorized' | 'captured' | 'canceled' | 'declined';
  /** By when the money must be taken; null when the provider does not say. */
  readonly captureBefore: Instant | null;
  /** The provider's word for why it declined. */
  readonly declineCode: string | null;
};

export type PaymentCommand =
  | {
      readonly type: 'request';
      readonly at: Instant;
      readonly details: PaymentDetails;
      readonly paymentMethod: string;
    }
  /** The room is assigned: the money may be taken. */
  | { readonly type: 'capture'; readonly at: Instant }
  /** The booking is over: let the money go, or give it back. `details` are for a payment that was never asked for. */
  | {
      readonly type: 'release';
      readonly at: Instant;
      readonly reason: ReleaseReason;
      readonly details: PaymentDetails;
      readonly newRefundId: string;
    }
  /** What the provider answered, told or was found to have. */
  | {
      readonly type: 'recordIntent';
      readonly at: Instant;
      readonly intent: IntentView;
      readonly newRefundId: string;
    }
  | { readonly type: 'recordDecline'; readonly at: Instant; readonly declineCode: string }
  /** The provider has nothing of it, for certain. */
  | { readonly type: 'recordNothing'; readonly at: Instant }
  /** The provider refused to take money that was authorised, for good. */
  | { readonly type: 'recordCaptureRefusal'; readonly at: Instant }
  | ({ readonly type: 'recordRefund' } & RefundNews);

type Decided = Decision<PaymentEvent>;

/**
 * Decides what follows from a command. Nothing is ever refused: a command whose effect is there already, or that came
 * too late to matter, has no events, since answers and webhooks come twice, late and out of order.
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
      return isTaken(state) ? accept(...decideRefundNews(command, state.refunds)) : accept();

    default:
      return unreachable(command);
  }
}

/** A payment of nothing is a matter of our own books alone. */
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
      if (isUnwanted(state.desiredOutcome)) return accept();
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
    case 'FAILED':
      return accept();
    default:
      return unreachable(state);
  }
}

/** Follows what the provider says, and never goes back: an older view changes nothing. */
function decideIntent(
  { at, intent, newRefundId }: Extract<PaymentCommand, { type: 'recordIntent' }>,
  state: PaymentState,
): Decided {
  if (state?.status !== 'REQUESTED' && state?.status !== 'AUTHORIZED' && state?.status !== 'ABANDONED')
    return accept();
  // Given up, and then the provider has something of it after all: nobody wants that.
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
        ...(isUnwanted(desiredOutcome)
          ? [{ type: 'RefundRequested', at, refundId: newRefundId, notBefore: at } as const]
          : []),
      );
    case 'canceled':
      if (state.status === 'ABANDONED') return accept();
      return accept({
        type: 'PaymentVoided',
        at,
        intentId,
        // It was not us who let it go.
        reason: releaseOf(desiredOutcome) ?? 'AUTHORIZATION_LAPSED',
      });
    case 'declined':
      if (state.status !== 'REQUESTED') return accept();
      return accept({ type: 'PaymentDeclined', at, declineCode: intent.declineCode ?? 'generic_decline' });
    default:
      return unreachable(intent.status);
  }
}

/** The booking is over. After a refused capture it is not, yet: should the money be taken after all, it stands. */
function isUnwanted(desiredOutcome: DesiredOutcome): boolean {
  return releaseOf(desiredOutcome) !== undefined && desiredOutcome !== 'CAPTURE_FAILED';
}

function isOpen(state: PaymentState): state is Requested | Authorized {
  return state?.status === 'REQUESTED' || state?.status === 'AUTHORIZED';
}

function isTaken(state: PaymentState): state is Taken {
  return state?.status === 'CAPTURED' || state?.status === 'REFUNDED' || state?.status === 'FAILED';
}

export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  decide,
  evolve,
  initialState: undefined,
};

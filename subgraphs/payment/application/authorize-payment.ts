import { execute } from '../../../platform/decisions/execute.ts';
import { unreachable } from '../../../platform/decisions/index.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Cause } from '../../../platform/messaging/event.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import {
  evolve,
  type Money,
  type PaymentDetails,
  type PaymentState,
  type Requested,
  releaseOf,
} from '../domain/payment.ts';
import { decide, type PaymentCommand } from '../domain/payment-decide.ts';
import type { Clock, PaymentProvider, PaymentStore } from './ports.ts';
import { commandFor, referenceOf, UNKNOWN_METHOD } from './provider-answers.ts';

export type AuthorizePayment = {
  readonly bookingId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly paymentMethod: string;
  readonly cause: Cause;
};

export type AuthorizePaymentOutcome =
  | { readonly kind: 'AuthorizationGranted'; readonly paymentId: string }
  | { readonly kind: 'AuthorizationDeclined'; readonly declineCode: string }
  | { readonly kind: 'AuthorizationUnavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'PaymentMethodUnknown' };

type Dependencies = {
  readonly payments: PaymentStore;
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly log: Logger;
};

const RETRY_AFTER_S = 2;

/**
 * Secures the money for a booking. The intent is stored before the provider is asked, so that nothing which the
 * provider may have done is ever forgotten. An answer that does not come in time is settled later; nobody waits for
 * it, and the booking is refused.
 */
export function createAuthorizePayment({ payments, provider, clock, log }: Dependencies) {
  return async (request: AuthorizePayment): Promise<AuthorizePaymentOutcome> => {
    const { bookingId, customerId, amount, paymentMethod, cause } = request;
    const at = clock();
    const { correlationId } = cause;
    const details: PaymentDetails = {
      id: newId(),
      bookingId,
      customerId,
      amount,
      requestedAt: at,
      correlationId,
    };
    const recorded = await give(bookingId, { type: 'request', at, details, paymentMethod }, cause);
    const { state } = recorded;
    if (state?.status !== 'REQUESTED' || releaseOf(state.wish)) return outcomeOf(state);
    return ask(state, recorded.events.length > 0, cause);
  };

  async function ask(payment: Requested, isFirst: boolean, cause: Cause): Promise<AuthorizePaymentOutcome> {
    const { bookingId, amount, paymentMethod, requestedAt } = payment;
    const reference = referenceOf(payment);
    const answer = await provider.authorize({ reference, amount, paymentMethod, requestedAt });
    if (answer.kind === 'refused' || answer.kind === 'unknown') {
      const { correlationId } = cause;
      log.warn({ ...answer, bookingId, correlationId }, 'the payment provider gave no outcome');
    }
    const command = commandFor(answer, { at: clock(), newRefundId: newId(), isFirst });
    return outcomeOf(command ? (await give(bookingId, command, cause)).state : payment);
  }

  async function give(bookingId: string, command: PaymentCommand, cause: Cause) {
    const given = await execute({
      store: payments,
      id: bookingId,
      decide: (state: PaymentState) => decide(command, state),
      evolve,
      cause,
    });
    if (!given.accepted) return unreachable(given.rejection);
    return given;
  }
}

/** What the booking is told of a payment as it stands. */
function outcomeOf(payment: PaymentState): AuthorizePaymentOutcome {
  const unavailable = { kind: 'AuthorizationUnavailable', retryAfterSeconds: RETRY_AFTER_S } as const;
  switch (payment?.status) {
    case 'AUTHORIZED':
      if (releaseOf(payment.wish)) return unavailable;
      return { kind: 'AuthorizationGranted', paymentId: payment.id };
    case 'CAPTURED':
      // Taken, but on its way back.
      if (payment.refunds.length > 0) return unavailable;
      return { kind: 'AuthorizationGranted', paymentId: payment.id };
    case 'DECLINED':
      if (payment.declineCode === UNKNOWN_METHOD) return { kind: 'PaymentMethodUnknown' };
      return { kind: 'AuthorizationDeclined', declineCode: payment.declineCode };
    case undefined:
    case 'REQUESTED':
    case 'ABANDONED':
    case 'VOIDED':
    case 'REFUNDED':
    case 'FAILED':
      return unavailable;
    default:
      return unreachable(payment);
  }
}

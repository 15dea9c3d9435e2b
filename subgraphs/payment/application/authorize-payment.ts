import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { Money } from '../../../platform/decisions/values.ts';
import { newId } from '../../../platform/identifiers.ts';
import {
  type CustomerAction,
  type PaymentDetails,
  type PaymentState,
  type Requested,
  releaseOf,
} from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import { commandFor, createAuthorizationOutcome, UNKNOWN_METHOD } from './authorization-outcome.ts';
import type { Dependencies, PaymentProvider } from './ports.ts';

export type AuthorizePayment = {
  readonly bookingId: string;
  readonly roomId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly paymentMethod: string;
  readonly cause: Cause;
};

export type AuthorizePaymentOutcome =
  | { readonly kind: 'AuthorizationGranted'; readonly paymentId: string }
  | ({ readonly kind: 'AuthorizationActionRequired' } & CustomerAction)
  | { readonly kind: 'AuthorizationDeclined'; readonly declineCode: string }
  | { readonly kind: 'AuthorizationUnavailable'; readonly retryAfterSeconds: number }
  | { readonly kind: 'PaymentMethodUnknown' }
  /** No card can pay it. `code` is the provider's, such as amount_too_small. */
  | { readonly kind: 'AuthorizationRefused'; readonly code: string };

/** Most bookings request their payment once, so that nothing is stored yet. */
const NOT_REQUESTED: Loaded<PaymentState> = { state: undefined, version: 0 };

/**
 * Authorises the payment of a booking, unless the provider is known to fail. The request is stored before it
 * is sent, so that an effect at the provider is never lost. When the outcome is not known in time, the
 * payment is unavailable for the booking, and the worker settles it later.
 */
export function createAuthorizePayment({
  handlePayment,
  payments,
  provider,
  inFlight,
  clock,
  log,
}: Dependencies) {
  const authorizationOutcome = createAuthorizationOutcome({ payments, provider });

  return async (request: AuthorizePayment): Promise<AuthorizePaymentOutcome> => {
    const { bookingId, roomId, customerId, amount, paymentMethod, cause } = request;
    const at = clock();
    if (provider.availablePermits() === 0) {
      const { state } = await payments.load(bookingId);
      if (!state) return outcomeOf(state, provider);
    }
    const { correlationId } = cause;
    const details: PaymentDetails = {
      id: newId(),
      bookingId,
      roomId,
      customerId,
      amount,
      requestedAt: at,
      correlationId,
    };
    const recorded = await handle(
      bookingId,
      { type: 'request', at, details, paymentMethod },
      cause,
      NOT_REQUESTED,
    );
    const { state } = recorded;
    if (state?.status !== 'REQUESTED' || releaseOf(state.desiredOutcome)) return outcomeOf(state, provider);
    return inFlight.track(bookingId, () => authorize(state, recorded.events.length > 0, cause));
  };

  async function authorize(
    payment: Requested,
    isFirst: boolean,
    cause: Cause,
  ): Promise<AuthorizePaymentOutcome> {
    const { bookingId } = payment;
    const outcome = await authorizationOutcome(payment);
    if (outcome.from === 'webhook') return outcomeOf(outcome.payment, provider);
    const { answer } = outcome;
    const { correlationId } = cause;
    if (answer.kind === 'refused' || answer.kind === 'unknown')
      log.warn({ ...answer, bookingId, correlationId }, 'the payment provider gave no outcome');
    if (answer.kind === 'refused-payment')
      log.warn({ ...answer, bookingId, correlationId }, 'the payment provider refuses the payment itself');
    const command = commandFor(answer, { at: clock(), newRefundId: newId(), isFirst });
    const { state } = command ? await handle(bookingId, command, cause) : { state: payment };
    if (answer.kind === 'refused-payment') return { kind: 'AuthorizationRefused', code: answer.code };
    return outcomeOf(state, provider);
  }

  async function handle(
    bookingId: string,
    command: PaymentCommand,
    cause: Cause,
    expected?: Loaded<PaymentState>,
  ) {
    const handled = await handlePayment(bookingId, () => command, { cause, expected });
    if (!handled.accepted) return unreachable(handled.rejection);
    return handled;
  }
}

/** The outcome for the booking in the payment's current state. */
export function outcomeOf(
  payment: PaymentState,
  provider: Pick<PaymentProvider, 'retryAfterSeconds'>,
): AuthorizePaymentOutcome {
  const unavailable = {
    kind: 'AuthorizationUnavailable',
    retryAfterSeconds: provider.retryAfterSeconds(),
  } as const;
  switch (payment?.status) {
    case 'REQUIRES_ACTION':
      if (releaseOf(payment.desiredOutcome)) return unavailable;
      return { kind: 'AuthorizationActionRequired', ...payment.action };
    case 'AUTHORIZED':
      if (releaseOf(payment.desiredOutcome)) return unavailable;
      return { kind: 'AuthorizationGranted', paymentId: payment.id };
    case 'CAPTURED':
      if (payment.desiredOutcome !== null) return unavailable;
      return { kind: 'AuthorizationGranted', paymentId: payment.id };
    case 'DECLINED':
      if (payment.declineCode === UNKNOWN_METHOD) return { kind: 'PaymentMethodUnknown' };
      return { kind: 'AuthorizationDeclined', declineCode: payment.declineCode };
    case undefined:
    case 'REQUESTED':
    case 'ABANDONED':
    case 'VOIDED':
    case 'REFUNDED':
    case 'REFUND_FAILED':
      return unavailable;
    default:
      return unreachable(payment);
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import type { Cause } from '../../../platform/decisions/cause.ts';
import type { Loaded } from '../../../platform/decisions/command-handler.ts';
import { unreachable } from '../../../platform/decisions/decision.ts';
import type { Money } from '../../../platform/decisions/money.ts';
import type { Clock } from '../../../platform/decisions/time.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import { type PaymentDetails, type PaymentState, type Requested, releaseOf } from '../domain/payment.ts';
import type { PaymentCommand } from '../domain/payment-decide.ts';
import type { InFlightPayments } from './in-flight-payments.ts';
import type { HandlePayment, PaymentProvider, PaymentStore, Told } from './ports.ts';
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
  readonly handlePayment: HandlePayment;
  readonly payments: PaymentStore;
  readonly provider: PaymentProvider;
  readonly inFlight: InFlightPayments;
  readonly clock: Clock;
  readonly log: Logger;
};

/** As a rule a payment is asked for once. */
const NOTHING: Loaded<PaymentState> = { state: undefined, version: 0 };

/** How often it is looked whether a webhook has told what the answer did not, in milliseconds. */
const HEAR_MS = 50;

/**
 * Secures the money for a booking, unless the provider is known to be in trouble. The intent is stored before the provider is asked, so that nothing which the
 * provider may have done is ever forgotten. An answer that does not come in time is settled later; nobody waits for
 * it, and the booking is refused.
 */
export function createAuthorizePayment({
  handlePayment,
  payments,
  provider,
  inFlight,
  clock,
  log,
}: Dependencies) {
  return async (request: AuthorizePayment): Promise<AuthorizePaymentOutcome> => {
    const { bookingId, customerId, amount, paymentMethod, cause } = request;
    const at = clock();
    if (provider.availablePermits() === 0) {
      const { state } = await payments.load(bookingId);
      if (!state) return outcomeOf(state);
    }
    const { correlationId } = cause;
    const details: PaymentDetails = {
      id: newId(),
      bookingId,
      customerId,
      amount,
      requestedAt: at,
      correlationId,
    };
    const recorded = await handle(bookingId, { type: 'request', at, details, paymentMethod }, cause, NOTHING);
    const { state } = recorded;
    if (state?.status !== 'REQUESTED' || releaseOf(state.desiredOutcome)) return outcomeOf(state);
    return inFlight.track(bookingId, () => ask(state, recorded.events.length > 0, cause));
  };

  async function ask(payment: Requested, isFirst: boolean, cause: Cause): Promise<AuthorizePaymentOutcome> {
    const { bookingId, amount, paymentMethod, requestedAt } = payment;
    const reference = referenceOf(payment);
    const hear = (signal: AbortSignal) => untilTold(bookingId, signal);
    const answer = await provider.authorize({ reference, amount, paymentMethod, requestedAt, hear });
    if (answer.kind === 'refused' || answer.kind === 'unknown') {
      const { correlationId } = cause;
      log.warn({ ...answer, bookingId, correlationId }, 'the payment provider gave no outcome');
    }
    const command = commandFor(answer, { at: clock(), newRefundId: newId(), isFirst });
    if (command) return outcomeOf((await handle(bookingId, command, cause)).state);
    return outcomeOf(answer.kind === 'told' ? (await payments.load(bookingId)).state : payment);
  }

  /** Looks whether a webhook has brought the outcome; undefined when nobody wants to know any more. */
  async function untilTold(bookingId: string, signal: AbortSignal): Promise<Told | undefined> {
    while (!signal.aborted) {
      const { state } = await payments.load(bookingId);
      if (state?.status !== 'REQUESTED') return { kind: 'told' };
      await delay(HEAR_MS, undefined, { signal }).catch(() => undefined);
    }
    return undefined;
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

  /** What the booking is told of a payment as it stands. */
  function outcomeOf(payment: PaymentState): AuthorizePaymentOutcome {
    const unavailable = {
      kind: 'AuthorizationUnavailable',
      retryAfterSeconds: provider.retryAfterSeconds(),
    } as const;
    switch (payment?.status) {
      case 'AUTHORIZED':
        if (releaseOf(payment.desiredOutcome)) return unavailable;
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
}

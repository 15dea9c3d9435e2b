import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Money } from '../../../platform/decisions/money.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import type { Payment, PaymentEvent, PaymentState, PaymentStatus } from '../domain/payment.ts';
import type { IntentView, PaymentCommand } from '../domain/payment-decide.ts';
import type { RefundView } from '../domain/refund-decide.ts';

/**
 * Where payments live, each under the id of its booking: that is what other services speak of, and it makes sure that
 * a booking has one payment. `handles` may also be the id of a provider's event (`evt_…`).
 */
export type PaymentStore = AggregateStore<PaymentState, PaymentEvent>;

export type HandlePayment = CommandHandler<PaymentState, PaymentCommand, PaymentEvent>;

/** A payment whose next step at the provider is due. */
export type DuePayment = {
  readonly payment: Payment;
  /** 1 for the first try of the step. */
  readonly attempt: number;
  /** What brought the payment where it is. */
  readonly cause: Cause;
};

/** Payments with a step to do, which outlives every crash: it is part of their rows. */
export type SettlementQueue = {
  /** Takes up to so many payments that are due. They come back later unless they have changed by then. */
  claim(limit: number): Promise<readonly DuePayment[]>;
};

/** When the next step of a payment is due; null when there is none. */
export type Schedule = {
  /** After a change. */
  first(payment: Payment, now: Instant): Instant | null;
  /** After so many tries of the same step. */
  again(payment: Payment, tries: number, now: Instant): Instant | null;
};

/** The provider refused to begin: this request did nothing. What earlier ones did it does not say. */
type Refused = { readonly kind: 'refused'; readonly reason: string };
/** No answer, or none that says what was done. */
type Unknown = { readonly kind: 'unknown'; readonly reason: string };

export type AuthorizationAnswer =
  | { readonly kind: 'ok'; readonly intent: IntentView }
  | { readonly kind: 'declined'; readonly declineCode: string }
  | { readonly kind: 'unknown-method' }
  /** The provider was looked through: it has nothing of this payment, and asking again will not change that. */
  | { readonly kind: 'nothing' }
  | Told
  | Refused
  | Unknown;
export type CaptureAnswer =
  | { readonly kind: 'ok'; readonly intent: IntentView }
  | { readonly kind: 'declined'; readonly declineCode: string }
  | Refused
  | Unknown;
export type IntentAnswer = { readonly kind: 'ok'; readonly intent: IntentView } | Refused | Unknown;
export type RefundAnswer = { readonly kind: 'ok'; readonly refund: RefundView } | Refused | Unknown;

/** The outcome has come in another way than the answer, and is stored. */
export type Told = { readonly kind: 'told' };

/** What the provider keeps with its side of a payment, so that it can be found again. */
export type PaymentReference = {
  readonly paymentId: string;
  readonly bookingId: string;
  readonly correlationId: string;
};

/**
 * The payment provider. Failures are answers; each call ends within the provider's time limit, and is tried again within
 * it. While the provider is in trouble it is not asked: the answer is `refused` at once.
 */
export type PaymentProvider = {
  /** How many requests would be let through to it at this moment; 0 while it is known to be in trouble. */
  places(): number;
  /** When a request that was refused has a chance again; at least 1. */
  retryAfterSeconds(): number;
  /**
   * Secures money without taking it. The same payment may be asked for again: it is secured once.
   *
   * @param hear asked while the provider is asked again: resolves once a webhook has told the outcome
   */
  authorize(request: {
    readonly reference: PaymentReference;
    readonly amount: Money;
    readonly paymentMethod: string;
    readonly requestedAt: Instant;
    readonly hear?: (signal: AbortSignal) => Promise<Told | undefined>;
  }): Promise<AuthorizationAnswer>;
  /** Takes secured money. @param attempt a new number for each try: taking twice is not possible anyway */
  capture(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly attempt: number;
  }): Promise<CaptureAnswer>;
  /** Lets secured money go. */
  cancel(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly attempt: number;
  }): Promise<IntentAnswer>;
  /** Gives taken money back in full. The same refund may be asked for again: it is made once. */
  refund(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly refundId: string;
  }): Promise<RefundAnswer>;
  intent(intentId: string): Promise<IntentAnswer>;
  refundStatus(providerId: string): Promise<RefundAnswer>;
};

/** News from the provider, as a webhook brought it: perhaps twice, late, or before the answer that it is about. */
export type ProviderNotice = {
  /** The provider's id of the event. */
  readonly id: string;
  readonly bookingId: string;
  readonly about:
    | { readonly type: 'intent'; readonly intent: IntentView }
    | { readonly type: 'refund'; readonly refundId: string; readonly refund: RefundView };
};

/** A payment that clients see: its outcome at the provider is known. */
export type VisiblePayment = Exclude<Payment, { status: 'REQUESTED' | 'ABANDONED' }>;
export type VisibleStatus = Exclude<PaymentStatus, 'REQUESTED' | 'ABANDONED'>;

/** What is read and never decided upon. */
export type PaymentQueries = {
  /** Those of the ids that exist, in no order. */
  byIds(ids: readonly string[]): Promise<readonly VisiblePayment[]>;
  byBookings(bookingIds: readonly string[]): Promise<readonly VisiblePayment[]>;
  /** Newest first, by id. */
  newest(
    criteria: { readonly status?: VisibleStatus | undefined },
    page: { readonly limit: number; readonly after: [id: string] | undefined },
  ): Promise<readonly VisiblePayment[]>;
};

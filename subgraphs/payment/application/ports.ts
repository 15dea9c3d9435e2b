import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Dispute, Payment, PaymentEvent, PaymentState, PaymentStatus } from '../domain/payment.ts';
import type { FoundRefund, IntentView, PaymentCommand, RefundView } from '../domain/payment-decide.ts';
import type { InFlightPayments } from './in-flight-payments.ts';

/**
 * Stores payments by the ids of their bookings, so that a booking has one payment. `handles` may also be the
 * id of an event of the provider (`evt_…`).
 */
export type PaymentStore = AggregateStore<PaymentState, PaymentEvent> & {
  /** The booking of the captured payment with an intent at the provider; undefined when there is none. */
  bookingOfIntent(intentId: string): Promise<string | undefined>;
  /** The trace of a payment's last change, W3C; undefined for one without, or without a payment. */
  traceparentOf(bookingId: string): Promise<string | undefined>;
  /** Adds the room to the payment of a booking that knows none; another payment keeps its room. */
  addRoom(bookingId: string, roomId: string): Promise<void>;
  /** Gives the payments of these bookings that belong to a customer to a pseudonym, with their events. */
  rename(renaming: Renaming, bookingIds: readonly string[]): Promise<void>;
};

export type HandlePayment = CommandHandler<PaymentState, PaymentCommand, PaymentEvent>;

/** A payment whose next step at the provider is due. */
export type DuePayment = {
  readonly payment: Payment;
  /** The number of this attempt at the step; 1 for the first. */
  readonly attempt: number;
  /** The cause of the payment's last change. */
  readonly cause: Cause;
};

/** The due payments. The queue survives crashes, because it is stored with the payments. */
export type SettlementQueue = {
  /** Claims due payments, at most `limit`. A claimed payment that has not changed is due again later. */
  claim(limit: number): Promise<readonly DuePayment[]>;
};

/** Captured payments, to be compared with what the provider has. */
export type ReconciliationQueue = {
  /**
   * Claims captured payments that have not been compared since an instant, those first whose last comparison
   * is the longest ago; at most `limit`.
   */
  claim(request: { readonly comparedBefore: Instant; readonly limit: number }): Promise<readonly Payment[]>;
};

/** The provider did not process this request. Whether it processed earlier ones is unknown. */
type Refused = { readonly kind: 'refused'; readonly reason: string };
/** There was no answer, or none that shows the effect of the request. */
type Unknown = { readonly kind: 'unknown'; readonly reason: string };

export type AuthorizationAnswer =
  | { readonly kind: 'ok'; readonly intent: IntentView }
  | { readonly kind: 'declined'; readonly declineCode: string }
  | { readonly kind: 'unknown-method' }
  /**
   * The provider refuses the payment itself, such as its amount: no card can pay it, and there is no intent.
   */
  | { readonly kind: 'refused-payment'; readonly code: string }
  /** A search found no intent of this payment at the provider, and no request can create one any more. */
  | { readonly kind: 'nothing' }
  | Refused
  | Unknown;
export type CaptureAnswer =
  | { readonly kind: 'ok'; readonly intent: IntentView }
  | { readonly kind: 'declined'; readonly declineCode: string }
  | Refused
  | Unknown;
export type IntentAnswer = { readonly kind: 'ok'; readonly intent: IntentView } | Refused | Unknown;
export type RefundAnswer =
  | { readonly kind: 'ok'; readonly refund: RefundView }
  /** Less is left at the provider than was to be refunded: other refunds were made there. */
  | { readonly kind: 'exceeds'; readonly code: string }
  | Refused
  | Unknown;
/** What has become of captured money at the provider. */
export type ChargeAnswer =
  | { readonly kind: 'ok'; readonly refunds: readonly ProviderRefund[]; readonly dispute: Dispute | null }
  | Refused
  | Unknown;

/** A refund that the provider has. */
export type ProviderRefund = Omit<FoundRefund, 'newId'>;

/** What the provider stores with its intent, so that the intent can be found. */
export type PaymentReference = {
  readonly paymentId: string;
  readonly bookingId: string;
  readonly correlationId: string;
};

/**
 * The payment provider. Failures are answers. Each call is retried within its time limit. While the provider
 * fails, it gets no requests, and the answer is `refused` at once.
 */
export type PaymentProvider = {
  /** The number of requests that would be permitted now; 0 while the provider is known to fail. */
  availablePermits(): number;
  /** When a refused request may be retried, in seconds; at least 1. */
  retryAfterSeconds(): number;
  /**
   * Authorises an amount without capturing it. A repeated request for the same payment authorises it once.
   *
   * @param onRetry called before each attempt after the first: an earlier attempt may have reached the
   *   provider
   * @param signal abandons the call, whose answer is then `unknown`, because the outcome is known from
   *   elsewhere
   */
  authorize(request: {
    readonly reference: PaymentReference;
    readonly amount: Money;
    readonly paymentMethod: string;
    readonly requestedAt: Instant;
    readonly onRetry?: () => void;
    readonly signal?: AbortSignal;
  }): Promise<AuthorizationAnswer>;
  /**
   * Captures an authorised amount. @param attempt a new number for each attempt; the provider captures only
   * once
   */
  capture(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly attempt: number;
  }): Promise<CaptureAnswer>;
  /** Voids an authorisation. */
  cancel(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly attempt: number;
  }): Promise<IntentAnswer>;
  /** Refunds captured money. A repeated request for the same refund makes it once. */
  refund(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly refundId: string;
    readonly amount: Money;
  }): Promise<RefundAnswer>;
  intent(intentId: string): Promise<IntentAnswer>;
  refundStatus(providerId: string): Promise<RefundAnswer>;
  /** The refunds and the latest dispute of a captured payment, whoever made them. */
  charge(intentId: string): Promise<ChargeAnswer>;
};

/**
 * An event of the provider. It may arrive twice, late, or before the answer to the request that caused it.
 */
export type ProviderEvent = {
  /** The provider's id of the event. */
  readonly id: string;
  /** The booking that the event names; what is done at the provider by hand names only the intent. */
  readonly payment: { readonly bookingId: string } | { readonly intentId: string };
  readonly about:
    | { readonly type: 'intent'; readonly intent: IntentView }
    | { readonly type: 'refund'; readonly refund: ProviderRefund }
    /** Money was refunded: so much of it in all. */
    | { readonly type: 'charge'; readonly intentId: string; readonly refunded: Money }
    | { readonly type: 'dispute'; readonly dispute: Dispute };
};

/** What payment keeps of a room, updated by events of the room service. */
export type RoomReplica = {
  readonly id: string;
  readonly version: number;
  /** The subject of the host's tokens; null for a room of nobody. */
  readonly hostId: string | null;
};

export type RoomReplicaStore = {
  /** Stores a room unless a newer version is stored. */
  save(room: RoomReplica): Promise<void>;
};

/** A payment that clients see: the outcome of its authorisation is known. */
export type VisiblePayment = Exclude<Payment, { status: 'REQUESTED' | 'ABANDONED' }> & {
  /** The current host of its room; null when the room has none or is unknown. */
  readonly hostId: string | null;
};
export type VisibleStatus = Exclude<PaymentStatus, 'REQUESTED' | 'ABANDONED'>;

/** Conditions on payments. A payment must meet all of them; one that is undefined is met by every payment. */
export type PaymentCriteria = {
  readonly status?: VisibleStatus | undefined;
  /** Requested at this instant or later. */
  readonly from?: Instant | undefined;
  /** Requested before this instant. */
  readonly to?: Instant | undefined;
  /** For a room of this host. */
  readonly hostId?: string | undefined;
};

/** Reads for clients; commands do not use them. */
export type PaymentQueries = {
  /** The payments that exist, in any order. */
  byIds(ids: readonly string[]): Promise<readonly VisiblePayment[]>;
  /** The payment of each of these bookings that has one. */
  byBookings(bookingIds: readonly string[]): Promise<ReadonlyMap<string, VisiblePayment>>;
  /** Newest first. */
  newest(
    criteria: PaymentCriteria,
    page: Page<[requestedAt: string, id: string]>,
  ): Promise<readonly VisiblePayment[]>;
  count(criteria: PaymentCriteria): Promise<number>;
};

/** What use cases and reactions are built from; each takes its part. */
export type Dependencies = {
  readonly handlePayment: HandlePayment;
  readonly payments: PaymentStore;
  readonly rooms: RoomReplicaStore;
  readonly reconciliation: ReconciliationQueue;
  readonly queries: PaymentQueries;
  readonly provider: PaymentProvider;
  readonly inFlight: InFlightPayments;
  readonly clock: Clock;
  readonly log: Logger;
};

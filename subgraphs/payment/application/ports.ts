import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';
import type { Logger } from '../../../platform/telemetry/logger.ts';
import type { Payment, PaymentEvent, PaymentState, PaymentStatus } from '../domain/payment.ts';
import type { IntentView, PaymentCommand, RefundView } from '../domain/payment-decide.ts';
import type { InFlightPayments } from './in-flight-payments.ts';

/**
 * Stores payments by the ids of their bookings, so that a booking has one payment. `handles` may also be the
 * id of an event of the provider (`evt_…`).
 */
export type PaymentStore = AggregateStore<PaymentState, PaymentEvent> & {
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

/** The provider did not process this request. Whether it processed earlier ones is unknown. */
type Refused = { readonly kind: 'refused'; readonly reason: string };
/** There was no answer, or none that shows the effect of the request. */
type Unknown = { readonly kind: 'unknown'; readonly reason: string };

export type AuthorizationAnswer =
  | { readonly kind: 'ok'; readonly intent: IntentView }
  | { readonly kind: 'declined'; readonly declineCode: string }
  | { readonly kind: 'unknown-method' }
  /** The provider refuses the payment itself, such as its amount: no card can pay it, and there is no intent. */
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
export type RefundAnswer = { readonly kind: 'ok'; readonly refund: RefundView } | Refused | Unknown;

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
  /** Refunds a captured amount in full. A repeated request for the same refund makes it once. */
  refund(request: {
    readonly reference: PaymentReference;
    readonly intentId: string;
    readonly refundId: string;
  }): Promise<RefundAnswer>;
  intent(intentId: string): Promise<IntentAnswer>;
  refundStatus(providerId: string): Promise<RefundAnswer>;
};

/**
 * An event of the provider. It may arrive twice, late, or before the answer to the request that caused it.
 */
export type ProviderEvent = {
  /** The provider's id of the event. */
  readonly id: string;
  readonly bookingId: string;
  readonly about:
    | { readonly type: 'intent'; readonly intent: IntentView }
    | { readonly type: 'refund'; readonly refundId: string; readonly refund: RefundView };
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
  byBookings(bookingIds: readonly string[]): Promise<readonly VisiblePayment[]>;
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
  readonly provider: PaymentProvider;
  readonly inFlight: InFlightPayments;
  readonly clock: Clock;
  readonly log: Logger;
};

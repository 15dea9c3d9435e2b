import type { BatchCommandHandler, BatchStore } from '../../../platform/decisions/batch-command-handler.ts';
import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Transition } from '../../../platform/decisions/decider.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Due } from '../../../platform/due.ts';
import type { Page } from '../../../platform/input.ts';
import type { StreamErasure } from '../../../platform/messaging/jetstream/stream-erasure.ts';
import type {
  Booking,
  BookingEvent,
  BookingState,
  BookingStatus,
  CustomerAction,
} from '../domain/booking.ts';
import type { BookingCommand, BookingRejection } from '../domain/booking-decide.ts';
import type { Slot } from '../domain/slot.ts';

/**
 * Handles commands on existing bookings. The first command of a booking holds its slot: see
 * `BookingStore.hold`.
 */
export type HandleBooking = CommandHandler<BookingState, BookingCommand, BookingEvent, BookingRejection>;

/** A bound on the declined payments of a customer whose bookings were requested after an instant. */
export type DeclineLimit = { readonly most: number; readonly after: Instant };

/** Handles a command on many existing bookings at once. */
export type HandleBookings = BatchCommandHandler<BookingCommand>;

export type BookingStore = AggregateStore<BookingState, BookingEvent> &
  BatchStore<BookingState, BookingEvent> & {
    /**
     * Stores a new booking and with it the hold on its slot, in one atomic step. `slot-taken`: another
     * booking holds an overlapping slot of the room. `exists`: this booking is stored already.
     * `too-many-declines`: the customer has as many declined payments as a limit allows; nothing is stored.
     */
    hold(
      requested: readonly Transition<BookingState, BookingEvent>[],
      cause: Cause,
      limit?: DeclineLimit,
    ): Promise<'held' | 'slot-taken' | 'exists' | 'too-many-declines'>;
    /** Whether a command has caused an event of a booking. */
    hasHandled(id: string, commandId: string): Promise<boolean>;
  };

/** The copy of a room that booking keeps, updated by events of the room service. */
export type RoomReplica = {
  readonly id: string;
  readonly version: number;
  /** Null for a room that belongs to nobody. */
  readonly hostId: string | null;
  readonly name: string;
  readonly location: string | null;
  readonly capacity: number;
  readonly hourlyRate: Money;
  readonly timeZone: string;
  readonly closed: boolean;
  readonly deleted: boolean;
};

/**
 * A room as it is stored. A copy from before hosts, locations and time zones were kept has none of them,
 * until the event of the same version is consumed again.
 */
export type KnownRoom = Omit<RoomReplica, 'timeZone'> & { readonly timeZone: string | null };

/** A room that a client refers to, with what is known of it here. */
export type ReferredRoom = {
  readonly id: string;
  readonly known?: KnownRoom | undefined;
  /** The name at the time of booking, for a room of a booking. */
  readonly bookedName?: string | undefined;
};

/** Things of which a room has at least one each. */
export type SuppliesReplica = {
  readonly roomId: string;
  readonly version: number;
  /** As `foldText` writes them. */
  readonly names: readonly string[];
};

export type RoomReplicaStore = {
  find(roomId: string): Promise<KnownRoom | undefined>;
  /** The known rooms among these, in any order, including deleted ones. */
  byIds(roomIds: readonly string[]): Promise<readonly KnownRoom[]>;
  /**
   * The rates that were replaced here after an instant, latest first: the latest 100 at most, and none from
   * longer ago than rates are honoured.
   */
  formerRates(roomId: string, after: Instant): Promise<readonly Money[]>;
  /** The current host of the room of a booking; null when it has none or is unknown. */
  hostOfBooking(bookingId: string): Promise<string | null>;
  /** Stores a room unless a newer version is stored, and completes a copy of the same version. */
  save(room: RoomReplica): Promise<void>;
  /** Stores the supplies of a room unless a newer version is stored. */
  saveSupplies(supplies: SuppliesReplica): Promise<void>;
};

/** How far a payment is, as the API says it. */
export const PAYMENT_STATUSES = [
  'REQUIRES_ACTION',
  'AUTHORIZED',
  'CAPTURED',
  'VOIDED',
  'DECLINED',
  'REFUNDED',
  'REFUND_FAILED',
] as const;

/** What booking tells of a payment. */
export type PaymentSummary = { readonly id: string; readonly status: (typeof PAYMENT_STATUSES)[number] };

export type Authorization =
  | { readonly kind: 'Authorized'; readonly paymentId: string }
  /** The customer has to act first, such as to say yes to their bank. */
  | ({ readonly kind: 'ActionRequired' } & Omit<CustomerAction, 'expiresAt'>)
  | { readonly kind: 'PaymentDeclined'; readonly declineCode: string }
  | { readonly kind: 'PaymentMethodUnknown' }
  /** No card can pay it. `code` is the provider's, such as amount_too_small. */
  | { readonly kind: 'PaymentRefused'; readonly code: string }
  /** No usable answer. Payment voids what it may have authorised when the booking is rejected. */
  | PaymentUnavailable;

export type PaymentUnavailable = {
  readonly kind: 'PaymentUnavailable';
  /** When a retry makes sense; at least 1. */
  readonly retryAfterSeconds: number;
};

export type AuthorizationRequest = {
  readonly bookingId: string;
  readonly roomId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly paymentMethod: string;
  readonly cause: Cause;
};

/** A permit for the authorisation of one booking. */
export type PaymentPermit = {
  readonly kind: 'Admitted';
  /** Authorises like `PaymentService.authorize`. The wait for the permit shortens the time limit. */
  authorize(request: AuthorizationRequest): Promise<Authorization>;
  release(): void;
};

/** The payment service, called synchronously. */
export type PaymentService = {
  /**
   * Waits for a permit. Acquire it before the slot is held: while payment fails a hold is useless, and while
   * payment is busy it would last longer than necessary. Customers take turns.
   */
  acquire(customerId: string): Promise<PaymentPermit | PaymentUnavailable>;
  /**
   * Authorises the price of a booking without a permit. A repeated request for the same booking authorises it
   * once.
   */
  authorize(request: AuthorizationRequest): Promise<Authorization>;
  /** Asks how far the authorisation of a booking is whose customer has to act. */
  confirm(request: Pick<AuthorizationRequest, 'bookingId' | 'cause'>): Promise<Authorization>;
  /** Reads the payment of a booking; undefined until the provider's response is known. */
  find(
    request: Pick<AuthorizationRequest, 'bookingId' | 'cause'>,
  ): Promise<PaymentSummary | PaymentUnavailable | undefined>;
};

export type BookingCriteria = {
  readonly roomId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly statuses?: readonly BookingStatus[] | undefined;
  /** Only bookings of rooms that belong to this host now. */
  readonly hostId?: string | undefined;
  /** Only bookings whose slots end after `from`, start before `to`, and end by `endedBy`. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  readonly endedBy?: Instant | undefined;
  /** Only bookings of this customer, and bookings of others that hold their slots. */
  readonly visibleTo?: string | undefined;
};

/** Whether what is less comes first, or last. */
export type Direction = 'ASC' | 'DESC';

/** A page of a list of bookings in one of its orders. */
export type BookingPage = { readonly direction: Direction } & (
  | /** By when they were requested, which is the order of their ids. */
  {
      readonly by: 'REQUEST';
      readonly page: Page<[id: string]>;
    } /** By the start of their slots, and by id where it is equal. */
  | { readonly by: 'START'; readonly page: Page<[start: Instant, id: string]> }
);

/** The bookings of one status under way. Ages are those of bookings whose customer does not have to act. */
export type PendingBookings = {
  readonly status: 'REQUESTED' | 'PAID';
  readonly count: number;
  /** 0 without one. */
  readonly oldestAgeSeconds: number;
  readonly overdue: number;
};

/** To whom or what the bookings of a list belong. */
export type BookingOwner = 'ROOM' | 'CUSTOMER';

/** Conditions on rooms, beside that they are in service and free for a whole slot. */
export type RoomCriteria = {
  readonly slot: Slot;
  readonly hostId?: string | undefined;
  /** Only rooms that a confirmed booking occupies at this instant, or does not occupy. */
  readonly occupied?: { readonly at: Instant; readonly is: boolean } | undefined;
  readonly minCapacity?: number | undefined;
  /** Texts that location and name contain, as `foldText` writes them. */
  readonly location?: string | undefined;
  readonly nameContains?: string | undefined;
  readonly maxHourlyRate?: Money | undefined;
  /** As `foldText` writes them. */
  readonly supplies?: readonly string[] | undefined;
};

/** An event of a booking as its history shows it. */
export type BookingHistoryEntry = {
  readonly type: BookingStatus;
  readonly at: Instant;
  /** Why it was cancelled; null where nobody said so, and for other events. */
  readonly reason: string | null;
  readonly correlationId: string;
};

/**
 * Reads for lists and fields. Decisions are not based on them. Bookings are as they are at the instant `at`:
 * see `bookingAt`.
 */
export type BookingQueries = {
  /** What is under way, one row for each status. @param overdueAfterMs age from which one is overdue */
  pending(overdueAfterMs: number): Promise<readonly PendingBookings[]>;
  /** The existing bookings among these, in any order. */
  byIds(ids: readonly string[], at: Instant): Promise<readonly Booking[]>;
  page(criteria: BookingCriteria, page: BookingPage, at: Instant): Promise<readonly Booking[]>;
  /** The same page of the bookings of each owner, in the order of the owners. */
  pages(
    owner: BookingOwner,
    ids: readonly string[],
    wanted: { readonly criteria: BookingCriteria; readonly page: BookingPage },
    at: Instant,
  ): Promise<readonly (readonly Booking[])[]>;
  count(criteria: BookingCriteria, at: Instant): Promise<number>;
  /** The numbers of the bookings of owners, for those that have any. */
  counts(
    owner: BookingOwner,
    ids: readonly string[],
    criteria: BookingCriteria,
    at: Instant,
  ): Promise<ReadonlyMap<string, number>>;
  /** The confirmed bookings of these rooms whose slots contain an instant, at most one per room. */
  current(roomIds: readonly string[], at: Instant): Promise<readonly Booking[]>;
  /** When the latest bookings of a customer were requested whose payments were declined, latest first. */
  declinedAt(customerId: string, limit: number): Promise<readonly Instant[]>;
  /** Whether a confirmed or completed booking of a customer for a room has begun at an instant. */
  hasBegun(customerId: string, roomId: string, at: Instant): Promise<boolean>;
  /** The held slots of each room that overlap an interval, ordered by their start. */
  heldSlots(roomIds: readonly string[], interval: Slot): Promise<ReadonlyMap<string, readonly Slot[]>>;
  /** The ids of rooms in service that are free for the whole slot, in their order. */
  availableRooms(criteria: RoomCriteria, page: Page<[id: string]>): Promise<readonly string[]>;
  countAvailableRooms(criteria: RoomCriteria): Promise<number>;
  /**
   * Bookings of a room that are not over and whose latest event has another host than the room, with the host
   * of the room.
   */
  ofFormerHosts(
    roomId: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly hostId: string | null }[]>;
  /** The events of each booking, oldest first. */
  histories(bookingIds: readonly string[]): Promise<ReadonlyMap<string, readonly BookingHistoryEntry[]>>;
  /** Confirmed bookings whose slots have ended by an instant, with their ends, earliest first. */
  finishedBy(at: Instant, limit: number): Promise<readonly Due[]>;
  /** The ids of those of a customer. */
  finishedOf(customerId: string, at: Instant): Promise<readonly string[]>;
  /**
   * The ids of unpaid bookings whose customers had time to act until now, or that wait for nobody and were
   * requested before an instant.
   */
  overdueHolds(
    by: { readonly at: Instant; readonly requestedBefore: Instant },
    limit: number,
  ): Promise<readonly string[]>;
};

/** The erasure of what is stored about a customer, while it is under way. */
export type Erasure = {
  readonly id: string;
  /** The number of its events. Each process that carries it out works from one version. */
  readonly version: number;
  readonly customerId: string;
  /** What takes the place of the customer's id in what stays. */
  readonly pseudonym: string;
};

export type StartErasure = { readonly customerId: string; readonly at: Instant; readonly cause: Cause };

export type StartedErasure =
  /** `isKnown`: something about the customer was known here. */
  | { readonly kind: 'Started'; readonly isKnown: boolean }
  /** Bookings of the customer are not over. */
  | { readonly kind: 'HasBookings'; readonly bookingCount: number };

export type ErasureStore = {
  /** Notes that another service keeps something about a customer. */
  remember(customerId: string): Promise<void>;
  /**
   * Gives the customer's bookings to a pseudonym and publishes the first event of the erasure, in one
   * transaction. It changes nothing while bookings lie ahead, or when the erasure is under way.
   */
  start(command: StartErasure): Promise<StartedErasure>;
  /** The oldest erasure that is not finished. */
  unfinished(): Promise<Erasure | undefined>;
  /** Whether an event of the erasure is not published yet. */
  isWaiting(erasure: Erasure): Promise<boolean>;
  /** The ids of the bookings that belong to its pseudonym. */
  bookingsOf(erasure: Erasure): Promise<ReadonlySet<string>>;
  /**
   * Publishes the erasure again, and returns it as it is now. Undefined, and nothing is published, when
   * another process has done so or has finished it since this version.
   */
  repeat(erasure: Erasure, at: Instant): Promise<Erasure | undefined>;
  /** Forgets whom the erasure concerned, and its events, unless it has another version by now. */
  finish(erasure: Erasure, at: Instant): Promise<void>;
};

/** What use cases, reactions and scheduled jobs are built from; each takes its part. */
export type Dependencies = {
  readonly erasures: ErasureStore;
  readonly streams: StreamErasure;
  readonly handleBooking: HandleBooking;
  readonly handleBookings: HandleBookings;
  readonly bookings: BookingStore;
  readonly rooms: RoomReplicaStore;
  readonly payments: PaymentService;
  readonly queries: BookingQueries;
  readonly clock: Clock;
};

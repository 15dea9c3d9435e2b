import type { Cause } from '../../../platform/decisions/cause.ts';
import type { AggregateStore, CommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Transition } from '../../../platform/decisions/decider.ts';
import type { Money } from '../../../platform/decisions/money.ts';
import type { Instant } from '../../../platform/decisions/time.ts';
import type { Booking, BookingEvent, BookingState, BookingStatus } from '../domain/booking.ts';
import type { BookingCommand, BookingRejection } from '../domain/booking-decide.ts';
import type { Slot } from '../domain/slot.ts';

/** Handles commands on bookings, except the first one of each: that one holds the slot. */
export type HandleBooking = CommandHandler<BookingState, BookingCommand, BookingEvent, BookingRejection>;

export type BookingStore = AggregateStore<BookingState, BookingEvent> & {
  /**
   * Stores a new booking, and with it the hold on its slot, in one atomic step: of two bookings whose slots overlap in
   * one room, one is refused. `exists` when this booking is stored already.
   */
  hold(
    requested: readonly Transition<BookingState, BookingEvent>[],
    cause: Cause,
  ): Promise<'held' | 'slot-taken' | 'exists'>;
  /** Whether a command has caused an event of a booking. */
  hasHandled(id: string, commandId: string): Promise<boolean>;
};

/** A room as booking needs it, kept up to date from the room service's events. */
export type RoomReplica = {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly capacity: number;
  readonly hourlyRate: Money;
  readonly closed: boolean;
  readonly deleted: boolean;
};

export type RoomReplicaStore = {
  find(roomId: string): Promise<RoomReplica | undefined>;
  /** The names of those of the rooms that are known, by id; deleted ones included. */
  names(roomIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps the newest version; older ones change nothing. */
  save(room: RoomReplica): Promise<void>;
};

export type Authorization =
  | { readonly kind: 'Authorized' }
  | { readonly kind: 'PaymentDeclined'; readonly declineCode: string }
  | { readonly kind: 'PaymentMethodUnknown' }
  /** No answer, or one that is not known: whatever may have been authorised is voided once the booking is rejected. */
  | PaymentUnavailable;

export type PaymentUnavailable = {
  readonly kind: 'PaymentUnavailable';
  /** When it makes sense to ask again; at least 1. */
  readonly retryAfterSeconds: number;
};

/** Somebody else's turn comes when this one is left. */
export type PaymentTurn = {
  readonly kind: 'Admitted';
  /** How long was waited for it, in milliseconds. */
  readonly waitedMs: number;
  leave(): void;
};

/** The payment service, called synchronously. */
export type PaymentService = {
  /**
   * Waits for a turn to ask payment, to be taken before a slot is held: while payment is away that would be in vain, and
   * while all are busy a slot is held for longer than it need be.
   */
  enter(): Promise<PaymentTurn | PaymentUnavailable>;
  /**
   * Secures the price of a booking. The same booking may be asked for again: it is authorised once. Who has waited for a
   * turn is given an answer sooner.
   */
  authorize(request: {
    readonly waitedMs: number;
    readonly bookingId: string;
    readonly customerId: string;
    readonly amount: Money;
    readonly paymentMethod: string;
    readonly cause: Cause;
  }): Promise<Authorization>;
};

/** A page of a list in its order: what comes after the given keys of the last item seen. */
export type PageRequest<Keys> = { readonly limit: number; readonly after: Keys | undefined };

export type BookingCriteria = {
  readonly roomId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly status?: BookingStatus | undefined;
  /** Only bookings that touch this time. */
  readonly from?: Instant | undefined;
  readonly to?: Instant | undefined;
  /** Only bookings of this customer, and those of others that hold their slot. */
  readonly visibleTo?: string | undefined;
};

export type BookingHistoryEntry = {
  readonly type: string;
  readonly at: Instant;
  readonly correlationId: string;
};

/** What is read and never decided upon. */
export type BookingQueries = {
  /** Those of the ids that exist, in no order. */
  byIds(ids: readonly string[]): Promise<readonly Booking[]>;
  /** Newest first, by id. */
  newest(criteria: BookingCriteria, page: PageRequest<[id: string]>): Promise<readonly Booking[]>;
  /** By the start of their slot. */
  byStart(
    criteria: BookingCriteria,
    page: PageRequest<[start: Instant, id: string]>,
  ): Promise<readonly Booking[]>;
  /** The confirmed bookings that cover an instant, of those rooms that have one. */
  current(roomIds: readonly string[], at: Instant): Promise<readonly Booking[]>;
  /** Slots held in a room that touch the interval, by their start. */
  heldSlots(roomId: string, interval: Slot): Promise<readonly Slot[]>;
  /** Rooms in service that no booking holds at any time in the slot, by id, and how many there are in all. */
  availableRooms(
    criteria: { readonly slot: Slot; readonly minCapacity: number },
    page: PageRequest<[id: string]>,
  ): Promise<{ readonly roomIds: readonly string[]; readonly total: number }>;
  /** What happened to each booking, oldest first. */
  histories(bookingIds: readonly string[]): Promise<ReadonlyMap<string, readonly BookingHistoryEntry[]>>;
  /** Confirmed bookings whose slot has passed. */
  finishedBy(at: Instant, limit: number): Promise<readonly string[]>;
  /** Bookings that have been waiting for payment since before an instant. */
  requestedBefore(at: Instant, limit: number): Promise<readonly string[]>;
};

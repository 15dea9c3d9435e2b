import type { Actor } from '../../../platform/decisions/actor.ts';
import type { Clock, Instant, Money } from '../../../platform/decisions/values.ts';
import type { Renaming } from '../../../platform/identity/pseudonym.ts';
import type { Page } from '../../../platform/input.ts';

export type RoomStatus = 'EMPTY' | 'FULL' | 'CLOSED';
export type BookingStatus = 'REQUESTED' | 'PAID' | 'CONFIRMED' | 'REJECTED' | 'CANCELLED' | 'COMPLETED';
export type PaymentStatus =
  | 'REQUIRES_ACTION'
  | 'AUTHORIZED'
  | 'CAPTURED'
  | 'VOIDED'
  | 'DECLINED'
  | 'REFUNDED'
  | 'REFUND_FAILED';

/** The version of the aggregate after the event that a row is from. */
type Versioned = { readonly version: number };

/**
 * The tables of the view and their rows. Each row is what one event says about one key; of all events about a
 * key, the one with the highest version counts. So the tables end the same, however the events are shuffled
 * and repeated (docs/views.md).
 */
export type Rows = {
  readonly rooms: Versioned & {
    readonly id: string;
    /** Null for a room that belongs to nobody. */
    readonly hostId: string | null;
    readonly name: string;
    readonly location: string | null;
    /** The texts as they are searched. */
    readonly foldedName: string;
    readonly foldedLocation: string | null;
    readonly capacity: number;
    readonly amount: number;
    readonly currency: string;
    readonly deleted: boolean;
  };
  readonly roomStatuses: Versioned & {
    readonly roomId: string;
    readonly status: RoomStatus;
    readonly since: Instant;
    /** The booking that occupies the room; null unless it is FULL. */
    readonly bookingId: string | null;
  };
  readonly bookings: Versioned & {
    readonly id: string;
    readonly roomId: string;
    /** The name of the room at the time of the event. */
    readonly roomName: string;
    readonly customerId: string;
    readonly status: BookingStatus;
    readonly startsAt: Instant;
    readonly endsAt: Instant;
    readonly amount: number;
    readonly currency: string;
  };
  /** A booking has one payment. */
  readonly payments: Versioned & { readonly bookingId: string; readonly status: PaymentStatus };
  /** The supplies of a room: the lists belong together, item by item. */
  readonly stocks: Versioned & {
    readonly roomId: string;
    readonly names: readonly string[];
    readonly foldedNames: readonly string[];
    readonly quantities: readonly number[];
    /** The folded names of what there is at least one of. */
    readonly available: readonly string[];
  };
  readonly courses: Versioned & {
    readonly id: string;
    readonly title: string;
    readonly stopCount: number;
    readonly deleted: boolean;
  };
  /** What people think of a room or a course. */
  readonly engagements: Versioned & {
    readonly targetId: string;
    readonly rating: number | null;
    readonly reviewCount: number;
    readonly likeCount: number;
    readonly bookmarkCount: number;
  };
  readonly bookmarks: Versioned & {
    readonly customerId: string;
    readonly targetId: string;
    readonly targetType: 'ROOM' | 'COURSE';
    /** False for a bookmark that was removed. */
    readonly isSet: boolean;
  };
  readonly mailboxes: Versioned & { readonly customerId: string; readonly unreadCount: number };
};

export type Table = keyof Rows;

/** A row of one of the tables. */
export type Put = {
  readonly [Name in Table]: { readonly table: Name; readonly row: Rows[Name] };
}[Table];

/** The event that a row is from, as far as the freshness of the view needs it. */
export type SeenEvent = { readonly context: string; readonly time: Instant };

/** Stores rows, each unless one of a higher version is stored. */
export type ViewStore = {
  /** Resolves when the row is stored. */
  put(put: Put, seen: SeenEvent): Promise<void>;
  /**
   * Gives a customer's bookings among these to a pseudonym and deletes the rest of their page, also in tables
   * that a rebuild is making.
   */
  erase(renaming: Renaming, bookingIds: readonly string[]): Promise<void>;
};

/** Conditions on rooms; each that is undefined is met by every room. */
export type RoomCriteria = {
  readonly hostId?: string | undefined;
  readonly status?: RoomStatus | undefined;
  readonly minCapacity?: number | undefined;
  /** A folded text, as is `nameContains`. */
  readonly location?: string | undefined;
  readonly nameContains?: string | undefined;
  readonly maxHourlyRate?: Money | undefined;
  /** Folded names. */
  readonly supplies?: readonly string[] | undefined;
};

type Opinions = {
  readonly rating: number | null;
  readonly reviewCount: number;
  readonly likeCount: number;
  readonly bookmarkCount: number;
};

/** A room on the board, with the shape of `RoomBoardEntry` in the graph. */
export type RoomEntry = Opinions & {
  readonly roomId: string;
  readonly roomName: string;
  readonly location: string | null;
  readonly capacity: number;
  readonly status: RoomStatus;
  readonly since: Instant;
  readonly currentBookingId: string | null;
  readonly bookedUntil: Instant | null;
  readonly nextBookingAt: Instant | null;
  readonly supplyCount: number;
};

/** A course on the board, with the shape of `CourseBoardEntry` in the graph. */
export type CourseEntry = Opinions & {
  readonly courseId: string;
  readonly title: string;
  readonly stopCount: number;
};

/** How many rooms there are, in all and by status. */
export type RoomCounts = {
  readonly total: number;
  readonly empty: number;
  readonly full: number;
  readonly closed: number;
};

export type SupplyEntry = {
  readonly name: string;
  readonly total: number;
  readonly rooms: readonly {
    readonly roomId: string;
    readonly roomName: string;
    readonly quantity: number;
  }[];
};

/** A booking on its customer's page, with the shape of `MyPageBooking` in the graph. */
export type OwnBooking = {
  readonly bookingId: string;
  readonly roomId: string;
  readonly roomName: string;
  readonly slot: { readonly start: Instant; readonly end: Instant };
  readonly status: BookingStatus;
  readonly paymentStatus: PaymentStatus | null;
  readonly price: Money;
};

/**
 * The views. Rooms and courses that are deleted are in none. Statuses are those of the instant `now`, also
 * before the events of them arrive: a confirmed booking occupies its room while it lasts, and is completed
 * from its end on.
 */
export type ViewQueries = {
  /** Ordered by id. */
  rooms(criteria: RoomCriteria, page: Page<[id: string]>, now: Instant): Promise<readonly RoomEntry[]>;
  countRooms(criteria: RoomCriteria, now: Instant): Promise<RoomCounts>;
  /**
   * The supplies of the rooms that an actor manages, ordered by name.
   *
   * @param nameContains a folded text
   */
  supplies(actor: Actor, nameContains: string | undefined): Promise<readonly SupplyEntry[]>;
  /** Ordered by id. */
  courses(page: Page<[id: string]>): Promise<readonly CourseEntry[]>;
  countCourses(): Promise<number>;
  /** Newest first. */
  bookingsOf(customerId: string, page: Page<[id: string]>, now: Instant): Promise<readonly OwnBooking[]>;
  countBookingsOf(customerId: string): Promise<number>;
  unreadMessagesOf(customerId: string): Promise<number>;
  /** The ids of what a customer has bookmarked, newest first. */
  bookmarksOf(customerId: string, type: 'ROOM' | 'COURSE'): Promise<readonly string[]>;
  /** The time of the last event that was seen of each context. */
  lastSeen(): Promise<ReadonlyMap<string, Instant>>;
};

/** The number of a context's events that are not handled yet; undefined when that cannot be told now. */
export type Backlog = (context: string) => Promise<number | undefined>;

/** What the services are built from; each takes its part. */
export type Dependencies = {
  readonly views: ViewStore;
  readonly queries: ViewQueries;
  readonly backlog: Backlog;
  readonly clock: Clock;
};

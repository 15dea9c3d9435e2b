import type { Rows, Table } from '../../subgraphs/view/application/ports.ts';

/** An amount in minor units of an ISO 4217 currency. */
export type Money = { readonly amount: number; readonly currency: string };

/** A half-open interval of instants, RFC 3339 in UTC, whose texts sort like the instants. */
export type Slot = { readonly start: string; readonly end: string };

export type BookingStatus = 'REQUESTED' | 'PAID' | 'CONFIRMED' | 'COMPLETED' | 'REJECTED' | 'CANCELLED';

export type BookingRecord = {
  readonly id: string;
  readonly version: number;
  readonly status: BookingStatus;
  readonly roomId: string;
  readonly roomName: string;
  readonly customerId: string;
  readonly slot: Slot;
  readonly price: Money;
  readonly requestedAt: string;
  /** Until when its customer can act for the payment; null when the payment does not wait for them. */
  readonly expiresAt: string | null;
  /** Null unless it is cancelled. */
  readonly cancelledBy: 'CUSTOMER' | 'HOST' | 'ADMIN' | 'STAFF' | 'ROOM' | 'PAYMENT' | 'PROVIDER' | null;
};

/** Booking's replica of a room. */
export type RoomReplica = {
  readonly id: string;
  readonly name: string;
  readonly capacity: number;
  readonly hourlyRate: Money;
  readonly closed: boolean;
  readonly deleted: boolean;
};

export type PaymentStatus =
  | 'REQUESTED'
  | 'REQUIRES_ACTION'
  | 'ABANDONED'
  | 'DECLINED'
  | 'AUTHORIZED'
  | 'VOIDED'
  | 'CAPTURED'
  | 'REFUNDED'
  | 'REFUND_FAILED';

export type RefundRecord = {
  readonly id: string;
  /** SERVICE and STAFF: requested by us. PROVIDER: made there. ELSEWHERE: the money went back otherwise. */
  readonly origin: 'SERVICE' | 'STAFF' | 'PROVIDER' | 'ELSEWHERE';
  readonly amount: Money;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  /** Null until the provider has accepted it. */
  readonly providerId: string | null;
  readonly createdAt: string;
  /** When it is to be requested at the provider: later for each one that failed before. */
  readonly notBefore: string;
};

/** What a customer denies to their bank. */
export type DisputeRecord = {
  readonly providerId: string;
  readonly status: 'INQUIRY' | 'NEEDS_RESPONSE' | 'UNDER_REVIEW' | 'WON' | 'LOST' | 'CLOSED';
  readonly amount: Money;
};

/** A dispute at the provider. */
export type ProviderDispute = DisputeRecord & { readonly intentId: string; readonly createdAt: string };

export type PaymentRecord = {
  readonly id: string;
  readonly bookingId: string;
  readonly version: number;
  readonly status: PaymentStatus;
  readonly customerId: string;
  readonly amount: Money;
  readonly requestedAt: string;
  readonly correlationId: string;
  readonly intentId: string | null;
  /** What shall be done with the money; null while that is undecided. */
  readonly wish: string | null;
  readonly refunds: readonly RefundRecord[];
  readonly dispute: DisputeRecord | null;
  readonly attempts: number;
};

export type AssignmentRecord = { readonly bookingId: string; readonly slot: Slot };

/** What has become of a booking for its room, assigned or not, under the booking's id. */
export type AssignmentVersion = { readonly id: string; readonly version: number };

export type RoomRecord = Omit<RoomReplica, 'closed'> & {
  readonly version: number;
  /** Null for a room that belongs to nobody. */
  readonly hostId: string | null;
  readonly location: string | null;
  readonly status: 'EMPTY' | 'FULL' | 'CLOSED';
  readonly statusSince: string;
  readonly occupiedBy: string | null;
  /** Those that are not over. */
  readonly assignments: readonly AssignmentRecord[];
};

export type SupplyRecord = { readonly name: string; readonly quantity: number };

/** The supplies of a room. */
export type StockRecord = {
  readonly roomId: string;
  readonly version: number;
  readonly status: 'UNSTOCKED' | 'PROVISIONED' | 'REMOVED';
  /** Oldest first. */
  readonly supplies: readonly SupplyRecord[];
};

/** How many people like a target or have bookmarked it, its reviews, and the sum of their ratings. */
export type Sizes = {
  readonly likes: number;
  readonly bookmarks: number;
  readonly reviews: number;
  readonly ratings: number;
};

/** A room as community knows it, or a course. */
export type TargetRecord = {
  readonly id: string;
  readonly type: 'ROOM' | 'COURSE';
  readonly version: number;
  readonly name: string;
  readonly hostId: string | null;
  readonly status: 'OPEN' | 'CLOSED' | 'DELETED';
  /** The number of stops of a course; null for a room. */
  readonly stops: number | null;
  /** The sizes as they are stored. */
  readonly stored: Sizes;
  /** The sizes of the sets themselves. */
  readonly sets: Sizes;
};

/** Somebody has bookmarked a target. */
export type BookmarkRecord = { readonly customerId: string; readonly targetId: string };

/** A customer to whom messages are written. */
export type MailboxRecord = {
  /** The key of the customer. */
  readonly id: string;
  readonly customerId: string;
  /** Counts the published events. */
  readonly version: number;
  /** How many messages there are, and how many are unread, by the counters. */
  readonly stored: MessageCounts;
  /** The same of the messages themselves. */
  readonly there: MessageCounts & {
    /** How many of the newest that were sent are there, in their order and with what they tell. */
    readonly asSent: number;
  };
};

export type MessageCounts = { readonly messages: number; readonly unread: number };

/** The metadata that we attach to an intent or refund. */
export type Reference = {
  readonly bookingId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly correlationId?: string | undefined;
};

/** A payment at the provider. */
export type IntentRecord = {
  readonly id: string;
  readonly status: string;
  readonly amount: Money;
  /** Authorised and not captured. */
  readonly capturable: number;
  /** Captured, before refunds. */
  readonly received: number;
  readonly createdAt: string;
  readonly reference: Reference;
};

/** A refund at the provider. */
export type ProviderRefund = {
  readonly id: string;
  readonly intentId: string;
  readonly amount: Money;
  readonly status: 'PENDING' | 'SUCCEEDED' | 'FAILED';
  readonly createdAt: string;
};

export type Service = 'booking' | 'payment' | 'room' | 'supplies' | 'community' | 'notification';

/** What the aggregates of a service are called. */
export const AGGREGATE_OF: Readonly<Record<Service, string>> = {
  booking: 'booking',
  payment: 'payment',
  room: 'room',
  supplies: 'room',
  community: 'target',
  notification: 'customer',
};

/** What the aggregate of an event is called. Room has one for each booking, too. */
export function aggregateOf({
  service,
  aggregateId,
  bookingId,
}: Pick<EventRecord, 'service' | 'aggregateId' | 'bookingId'>): string {
  return service === 'room' && aggregateId === bookingId ? 'booking' : AGGREGATE_OF[service];
}

/** An event in a service's store, without its payload. */
export type EventRecord = {
  readonly service: Service;
  readonly id: string;
  readonly type: string;
  readonly aggregateId: string;
  readonly version: number;
  readonly at: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly published: boolean;
  /** The booking that an event of another aggregate concerns. */
  readonly bookingId?: string | undefined;
  /** The customer who has liked, bookmarked or reviewed something. */
  readonly customerId?: string | undefined;
  /** What a message tells: its kind, and the id of the booking, room or course that it is about. */
  readonly tells?: string | undefined;
};

/** The events of one type in an aggregate's history. */
export type EventsOfType = {
  readonly count: number;
  /** How many of them the stream has to have. */
  readonly required: number;
  /** The one with the highest version. */
  readonly last: EventRecord;
  readonly latestAt: string;
};

/** What the checks need of an aggregate's events, of a size that does not depend on their number. */
export type History = {
  readonly service: Service;
  readonly aggregateId: string;
  readonly count: number;
  /** False if a version occurs twice. */
  readonly isOnce: boolean;
  /** The versions that are missing before the last one, of which some are left out if they are many. */
  readonly missing: readonly number[];
  readonly first: EventRecord;
  readonly last: EventRecord;
  readonly latestAt: string;
  readonly types: ReadonlyMap<string, EventsOfType>;
  /** The events that are not published. */
  readonly waiting: readonly EventRecord[];
};

/** The rows of the views' tables. */
export type ViewRecords = { readonly [Name in Table]: readonly Rows[Name][] };

/** An idempotency key that was claimed and has no outcome. */
export type ClaimRecord = {
  readonly service: Service;
  readonly commandId: string;
  readonly claimedAt: string;
};

/** What a stream keeps. */
export type StreamLimit = {
  /** What is older may be gone: the time of the first message of a stream that forgets. */
  readonly since: string | undefined;
  /** The largest number of messages of one subject. */
  readonly perSubject: number | undefined;
};

/** Of what a part of the system has all records. Of other services it has those that its own refer to. */
export type Scope = {
  readonly services: ReadonlySet<Service>;
  readonly tables: ReadonlySet<Table>;
};

/** From the request of an erasure until it is finished; undefined while it is not. */
export type ErasurePeriod = { readonly from: string; readonly to: string | undefined };

/** What was read of the system or of a part of it, as plain records: the input of the checks. */
export type Snapshot = {
  /** Undefined: it is the whole. */
  readonly scope?: Scope | undefined;
  /** Histories of aggregates of which not all events are in `events`, by `aggregateKey`. */
  readonly histories?: ReadonlyMap<string, History> | undefined;
  /** What the streams keep, by service; one that is missing keeps everything. */
  readonly streamLimits?: ReadonlyMap<string, StreamLimit> | undefined;
  /** When reading began. */
  readonly at: string;
  /** How long booking holds a slot while it waits for payment, in milliseconds. */
  readonly holdLimitMs: number;
  /** When customers were erased. */
  readonly erasures: readonly ErasurePeriod[];
  readonly bookings: readonly BookingRecord[];
  readonly replicas: readonly RoomReplica[];
  readonly payments: readonly PaymentRecord[];
  readonly rooms: readonly RoomRecord[];
  readonly assignmentVersions: readonly AssignmentVersion[];
  readonly stocks: readonly StockRecord[];
  readonly targets: readonly TargetRecord[];
  readonly bookmarks: readonly BookmarkRecord[];
  readonly mailboxes: readonly MailboxRecord[];
  readonly view: ViewRecords;
  readonly intents: readonly IntentRecord[];
  readonly providerRefunds: readonly ProviderRefund[];
  readonly disputes: readonly ProviderDispute[];
  readonly events: readonly EventRecord[];
  readonly claims: readonly ClaimRecord[];
  /** The number of messages per subject; undefined if the streams were not read. */
  readonly subjects: ReadonlyMap<string, number> | undefined;
};

import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { Booking as BookingModel } from './domain/booking.ts';
import type { ReferredRoom } from './application/ports.ts';
import type { BookingContext } from './resolvers/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  /** An alphabetic code of ISO 4217 that is in force and in which cards can be charged, such as KRW. */
  CurrencyCode: { input: string; output: string; }
  /** An instant. Output is RFC 3339 in UTC with milliseconds, such as 2030-05-01T09:00:00.000Z. Input takes any offset, and years from 1970 to 9999. */
  DateTime: { input: string; output: string; }
  /** An amount of money in minor units of its currency, such as cents, as a JSON integer from -(2^53-1) to 2^53-1. */
  MinorUnits: { input: number; output: number; }
  /** The name of a time zone in the IANA database, such as Asia/Seoul. It is given out as IANA writes it today; in input, case does not matter, and former names are taken. */
  TimeZone: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

/** The room and the time to book. */
export type BookRoomInput = {
  /** The price that the customer has seen: another one is PriceChanged. A price that `quote` has named is good for 10 minutes. Without it, the price of the moment is charged. */
  readonly expectedPrice?: InputMaybe<MoneyInput>;
  /** Any text that is new for each booking: a repeated request with it books and charges once. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** A payment method of the payment provider, such as pm_card_visa: at most 255 characters. */
  readonly paymentMethod: Scalars['String']['input'];
  /** The room. */
  readonly roomId: Scalars['ID']['input'];
  /** Between 5 minutes and 30 days long and not in the past; the hour from now when left out. */
  readonly slot?: InputMaybe<SlotInput>;
};

/** The outcome of bookRoom. */
export type BookRoomResult = BookRoomSuccess | IdempotencyConflict | InvalidInput | PaymentActionRequired | PaymentDeclined | PaymentExpired | PaymentRefused | PaymentUnavailable | PriceChanged | RoomUnavailable | SlotTaken | TooManyAttempts;

/** The payment is authorised and the slot is the customer's. The room is assigned and the payment captured soon after. */
export type BookRoomSuccess = {
  readonly __typename?: 'BookRoomSuccess';
  /** The new booking. */
  readonly booking: Booking;
};

/** A room reserved for a customer during a slot. */
export type Booking = {
  readonly __typename?: 'Booking';
  /** Null unless it is cancelled, and for anyone but the customer, the room's host and admins. */
  readonly cancellationReason?: Maybe<Scalars['String']['output']>;
  /** Null unless it is cancelled. */
  readonly cancelledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Null unless it is cancelled, and for anyone but the customer, the room's host and admins. Null, too, where it was not noted at the time. */
  readonly cancelledBy?: Maybe<CancelledBy>;
  /** Null for anyone but the customer, the room's host and admins. */
  readonly customer?: Maybe<Customer>;
  /** Its events, oldest first. Empty for anyone but the customer, the room's host and admins. */
  readonly history: ReadonlyArray<BookingEvent>;
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** Null for anyone but the customer, the room's host and admins, and until the provider's response is known. */
  readonly payment?: Maybe<Payment>;
  /** Fixed at the time of booking: the room's hourly rate times the length of the slot, rounded up to what cards pay: mostly the minor unit, 0.010 of dinars with three decimals. */
  readonly price: Money;
  /** When the customer requested it. */
  readonly requestedAt: Scalars['DateTime']['output'];
  /** The room. Its host, name, location, capacity, hourly rate and time zone are readable while the room service is down. */
  readonly room?: Maybe<Room>;
  /** The id of the room, which is readable while the room service is down and after the room is deleted. */
  readonly roomId: Scalars['ID']['output'];
  /** The reserved time. */
  readonly slot: Slot;
  /** How far the booking is. */
  readonly status: BookingStatus;
};

/** A page of bookings. */
export type BookingConnection = {
  readonly __typename?: 'BookingConnection';
  /** The bookings of the page. */
  readonly edges: ReadonlyArray<BookingEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of bookings in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A booking in a list. */
export type BookingEdge = {
  readonly __typename?: 'BookingEdge';
  /** The position of the booking in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The booking. */
  readonly node: Booking;
};

/** An event of a booking. */
export type BookingEvent = {
  readonly __typename?: 'BookingEvent';
  /** When it happened. */
  readonly at: Scalars['DateTime']['output'];
  /** The id of the business case in the events and log lines of all services. */
  readonly correlationId: Scalars['ID']['output'];
  /** Why a booking was cancelled, in words; null where nobody said so, and for other events. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** What happened. */
  readonly type: BookingEventType;
};

/** What happened to a booking. */
export type BookingEventType =
  /** It was cancelled. */
  | 'CANCELLED'
  /** Its slot ended. */
  | 'COMPLETED'
  /** The room was assigned and the payment captured. */
  | 'CONFIRMED'
  /** The payment was authorised. */
  | 'PAID'
  /** The payment failed. */
  | 'REJECTED'
  /** The customer requested it; the slot is held. */
  | 'REQUESTED';

/** Conditions on bookings. A booking must meet all of them; a condition that is left out or null is met by every booking. */
export type BookingFilter = {
  /** Only bookings of this customer. */
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Only bookings that end after this instant. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only bookings of this room. */
  readonly roomId?: InputMaybe<Scalars['ID']['input']>;
  /**
   * Only bookings with this status.
   * @deprecated Use `statuses`. Removed after 2027-06-30.
   */
  readonly status?: InputMaybe<BookingStatus>;
  /** Only bookings with one of these statuses. */
  readonly statuses?: InputMaybe<ReadonlyArray<BookingStatus>>;
  /** Only bookings that start before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only bookings whose slots lie there in relation to now. */
  readonly when?: InputMaybe<BookingWhen>;
};

/** The booking has ended already, or its slot has. */
export type BookingNotCancellable = Problem & {
  readonly __typename?: 'BookingNotCancellable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The status that forbids it. */
  readonly status: BookingStatus;
};

/** The booking has ended, so that its payment is not wanted any more. */
export type BookingNotPayable = Problem & {
  readonly __typename?: 'BookingNotPayable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The status that forbids it. */
  readonly status: BookingStatus;
};

/** By what a list of bookings is ordered. */
export type BookingOrder =
  /** By when they were requested, oldest first. */
  | 'REQUESTED_AT_ASC'
  /** By when they were requested, newest first. */
  | 'REQUESTED_AT_DESC'
  /** By the start of their slots, earliest first. */
  | 'SLOT_START_ASC'
  /** By the start of their slots, latest first. */
  | 'SLOT_START_DESC';

/** How far a booking is. */
export type BookingStatus =
  /** Cancelled by the customer, by the host, because the room or the payment failed, or because its money was refunded at the payment provider; the slot is free again. */
  | 'CANCELLED'
  /** Its slot has ended. */
  | 'COMPLETED'
  /** The room is assigned and the payment captured. */
  | 'CONFIRMED'
  /** The payment is authorised; the room is not assigned yet. */
  | 'PAID'
  /** The payment failed; the slot is free again. */
  | 'REJECTED'
  /** The slot is held while the payment is authorised, or waits for the customer. */
  | 'REQUESTED';

/** Where slots lie in relation to now. */
export type BookingWhen =
  /** All of them. */
  | 'ALL'
  /** Their slots have ended. */
  | 'PAST'
  /** Their slots have not ended yet. */
  | 'UPCOMING';

/** The booking to cancel. */
export type CancelBookingInput = {
  /** The booking. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each cancellation. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** At most 1,000 characters. A blank text is none. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The outcome of cancelBooking. */
export type CancelBookingResult = BookingNotCancellable | CancelBookingSuccess | IdempotencyConflict | InvalidInput | NotFound;

/** The booking is cancelled. Its payment is voided or refunded. */
export type CancelBookingSuccess = {
  readonly __typename?: 'CancelBookingSuccess';
  /** The booking after the change. */
  readonly booking: Booking;
};

/** Who cancelled a booking. */
export type CancelledBy =
  /** An admin. */
  | 'ADMIN'
  /** Its customer. */
  | 'CUSTOMER'
  /** The host of the room. */
  | 'HOST'
  /** The payment provider, where the money was refunded. */
  | 'PROVIDER'
  /** The platform, because the room or the payment failed. */
  | 'SYSTEM';

/** The booking whose customer has acted. */
export type ConfirmPaymentInput = {
  /** The booking. */
  readonly bookingId: Scalars['ID']['input'];
  /** Any text that is new for each confirmation. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of confirmPayment. */
export type ConfirmPaymentResult = BookingNotPayable | ConfirmPaymentSuccess | IdempotencyConflict | NotFound | PaymentActionRequired | PaymentDeclined | PaymentExpired | PaymentUnavailable;

/** The payment is authorised, and the booking goes on. */
export type ConfirmPaymentSuccess = {
  readonly __typename?: 'ConfirmPaymentSuccess';
  /** The booking after the change. */
  readonly booking: Booking;
};

/** A person who books rooms. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** Newest first unless `orderBy` says otherwise. Of another customer, a host sees the bookings of the host's own rooms, an admin all, anyone else none. */
  readonly bookings?: Maybe<BookingConnection>;
  /** The subject of the customer's tokens. */
  readonly id: Scalars['ID']['output'];
  /** The role of the caller; null for other people. */
  readonly role?: Maybe<Role>;
};


/** A person who books rooms. */
export type CustomerBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  orderBy?: InputMaybe<BookingOrder>;
  status?: InputMaybe<BookingStatus>;
  statuses?: InputMaybe<ReadonlyArray<BookingStatus>>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
  when?: InputMaybe<BookingWhen>;
};

/** The customer's bookings are not all over: cancel them first, or wait for their end. Nothing is erased. */
export type CustomerHasBookings = Problem & {
  readonly __typename?: 'CustomerHasBookings';
  /** The number of bookings that are not over. */
  readonly bookingCount: Scalars['Int']['output'];
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** Whose data to erase. */
export type EraseCustomerInput = {
  /** The customer: the subject of their tokens. */
  readonly customerId: Scalars['ID']['input'];
  /** Any text that is new for each erasure. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of eraseCustomer. */
export type EraseCustomerResult = CustomerHasBookings | EraseCustomerSuccess | IdempotencyConflict | NotFound;

/** The erasure has begun, and is complete when every service was reached. What stays of bookings, payments and reviews no longer says whose it was. */
export type EraseCustomerSuccess = {
  readonly __typename?: 'EraseCustomerSuccess';
  /** Whose data is erased. */
  readonly customerId: Scalars['ID']['output'];
};

/** A person who offers rooms. */
export type Host = {
  readonly __typename?: 'Host';
  /** The subject of the host's tokens. */
  readonly id: Scalars['ID']['output'];
};

/** The idempotency key was used before with another input. */
export type IdempotencyConflict = Problem & {
  readonly __typename?: 'IdempotencyConflict';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** An invalid value of an input. */
export type InputProblem = {
  readonly __typename?: 'InputProblem';
  /** What is wrong with the value, for programs. */
  readonly code: InputProblemCode;
  /** The path of the value in the input, such as slot.start or supplies[2].name. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the value and what is valid, as text for people. */
  readonly message: Scalars['String']['output'];
};

/** What can be wrong with a value. Further codes may be added: treat an unknown one like MALFORMED. */
export type InputProblemCode =
  /** A name that is in use already where each may occur once. */
  | 'DUPLICATE'
  /** An instant that has passed. */
  | 'IN_THE_PAST'
  /** Not of the form that the field takes, such as an instant that is not RFC 3339, an id that is no UUID, or a text with control characters or with characters that turn its direction. */
  | 'MALFORMED'
  /** A text in which nothing can be seen where one is required. */
  | 'REQUIRED'
  /** An end that is not after its start. */
  | 'REVERSED'
  /** An instant that is further ahead than bookings are taken. */
  | 'TOO_FAR_AHEAD'
  /** A number above the largest valid one, or a slot whose price is too large to be paid by card. */
  | 'TOO_LARGE'
  /** A text with too many characters, where an emoji or a letter with its marks is one, or with too many bytes, a list with too many items, or a slot that is too long. */
  | 'TOO_LONG'
  /** A slot that is too short. */
  | 'TOO_SHORT'
  /** A number below the smallest valid one, or a slot whose price is too small to be paid by card. */
  | 'TOO_SMALL'
  /** Well formed, but it names nothing that is known here, such as a currency, a time zone or a payment method. */
  | 'UNKNOWN';

/** At least one value of the input is invalid. Nothing has changed, and the idempotency key can be used again. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  /** The path of the first invalid value in the input, such as slot.start or supplies[2].name. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the first invalid value and what is valid, as text for people. */
  readonly message: Scalars['String']['output'];
  /** All invalid values, at most 100, in the order of the input's fields. */
  readonly problems: ReadonlyArray<InputProblem>;
};

/** An amount of money. */
export type Money = {
  readonly __typename?: 'Money';
  /** In minor units of the currency. */
  readonly amount: Scalars['MinorUnits']['output'];
  /** The currency. */
  readonly currency: Scalars['CurrencyCode']['output'];
  /** The amount in major units for people, such as 12.50, with as many decimals as ISO 4217 gives the currency. */
  readonly decimal: Scalars['String']['output'];
};

/** An amount of money. */
export type MoneyInput = {
  /** In minor units of the currency. */
  readonly amount: Scalars['MinorUnits']['input'];
  /** The currency. */
  readonly currency: Scalars['CurrencyCode']['input'];
};

/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Books a room for the caller and authorises the payment. Answered while the room service is down. */
  readonly bookRoom?: Maybe<BookRoomResult>;
  /** Cancels a booking and gives the money back. For its customer, the room's host and admins. */
  readonly cancelBooking?: Maybe<CancelBookingResult>;
  /** Asks how far the payment of an own booking is that bookRoom has answered with PaymentActionRequired, and goes on with the booking. The payment provider tells it as well: this makes sure, and has the outcome. */
  readonly confirmPayment?: Maybe<ConfirmPaymentResult>;
  /** Erases all personal data of a customer, in every service. For admins. */
  readonly eraseCustomer?: Maybe<EraseCustomerResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationBookRoomArgs = {
  input: BookRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationCancelBookingArgs = {
  input: CancelBookingInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationConfirmPaymentArgs = {
  input: ConfirmPaymentInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationEraseCustomerArgs = {
  input: EraseCustomerInput;
};

/** What the mutation is about does not exist, or the caller may not see it. */
export type NotFound = Problem & {
  readonly __typename?: 'NotFound';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The id in the input that names nothing. */
  readonly missingId: Scalars['ID']['output'];
};

/** The position of a page in its list, as Relay defines it. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** The cursor of the last edge; null when the page is empty. Pass it as `after` to read the next page. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** True when the list goes on after this page. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** True when the list has items before this page. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first edge; null when the page is empty. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** The payment of a booking. Visible to its customer, the room's host and admins. */
export type Payment = {
  readonly __typename?: 'Payment';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** How far the payment is. */
  readonly status: PaymentStatus;
};

/** The customer has to act before the payment can be authorised, such as to say yes to their bank (3-D Secure). The slot is held until `expiresAt`; nothing is charged. */
export type PaymentActionRequired = Problem & {
  readonly __typename?: 'PaymentActionRequired';
  /** The booking that waits: pass it to confirmPayment when the customer has acted. */
  readonly bookingId: Scalars['ID']['output'];
  /** For the payment provider's script in the browser, which leads the customer through: handleNextAction of Stripe.js. */
  readonly clientSecret: Scalars['String']['output'];
  /** Until when the customer can act, which is not after the end of the slot. Then the booking is rejected. */
  readonly expiresAt: Scalars['DateTime']['output'];
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The page on which the customer acts; null when only the script can lead there. */
  readonly redirectUrl?: Maybe<Scalars['String']['output']>;
};

/** The card or its issuer declined. Nothing is held and nothing is charged. */
export type PaymentDeclined = Problem & {
  readonly __typename?: 'PaymentDeclined';
  /** The provider's code for the reason, such as insufficient_funds. */
  readonly declineCode: Scalars['String']['output'];
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** The customer had to act for the payment, and did not in time. Nothing is held and nothing is charged. */
export type PaymentExpired = Problem & {
  readonly __typename?: 'PaymentExpired';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** The payment provider refuses the payment itself, whatever the card. Nothing is held and nothing is charged. */
export type PaymentRefused = Problem & {
  readonly __typename?: 'PaymentRefused';
  /** The provider's code for the reason. */
  readonly code: Scalars['String']['output'];
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** How far a payment is. */
export type PaymentStatus =
  /** The money is authorised on the card and not captured yet. */
  | 'AUTHORIZED'
  /** The money is captured. The status stays until all of it is refunded. */
  | 'CAPTURED'
  /** The card or its issuer declined. */
  | 'DECLINED'
  /** All of the money is refunded. */
  | 'REFUNDED'
  /** The money is captured and should be refunded, but the refund failed repeatedly and needs manual action. */
  | 'REFUND_FAILED'
  /** The customer has to act before the money can be authorised, such as to say yes to their bank. */
  | 'REQUIRES_ACTION'
  /** The authorisation is cancelled; no money is captured. */
  | 'VOIDED';

/** The payment service does not answer or is overloaded. Of bookRoom: nothing is held and nothing is charged. Of confirmPayment: the booking waits as before. */
export type PaymentUnavailable = Problem & {
  readonly __typename?: 'PaymentUnavailable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** When another attempt makes sense, in seconds from now. */
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

/** The price is another one than the customer expects. Nothing is held and nothing is charged, and the idempotency key can be used again. */
export type PriceChanged = Problem & {
  readonly __typename?: 'PriceChanged';
  /** The price now. */
  readonly actual: Money;
  /** The price that the customer expects. */
  readonly expected: Money;
  /** Text for people. */
  readonly message: Scalars['String']['output'];
};

/** An expected failure. A mutation returns its success or one of these. */
export type Problem = {
  /** Text for people. It may change: programs decide by __typename and the other fields. */
  readonly message: Scalars['String']['output'];
};

/** What can be read. A field is null, with an error, when its service is unavailable. */
export type Query = {
  readonly __typename?: 'Query';
  /** Rooms in service that are free for the whole slot, ordered by id. Answered while the room service is down. */
  readonly availableRooms?: Maybe<RoomConnection>;
  /** A booking; null for anyone but its customer, the room's host and admins. */
  readonly booking?: Maybe<Booking>;
  /** Newest first unless `orderBy` says otherwise. For hosts, who see the bookings of their rooms, and admins, who see all. */
  readonly bookings?: Maybe<BookingConnection>;
  /** For the community service, before it writes a review: true when a booking of the customer for the room is confirmed or completed and has begun. */
  readonly mayReviewRoom: Scalars['Boolean']['output'];
  /** The caller. */
  readonly me?: Maybe<Customer>;
  /** What a slot of a room costs now; null when there is no such room, or it is closed. Answered while the room service is down. */
  readonly quote?: Maybe<Quote>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryAvailableRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RoomFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  minCapacity?: InputMaybe<Scalars['Int']['input']>;
  slot: SlotInput;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryBookingArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BookingFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
  orderBy?: InputMaybe<BookingOrder>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryMayReviewRoomArgs = {
  customerId: Scalars['ID']['input'];
  roomId: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryQuoteArgs = {
  roomId: Scalars['ID']['input'];
  slot: SlotInput;
};

/** What a slot of a room costs. */
export type Quote = {
  readonly __typename?: 'Quote';
  /** The price of the slot now. As `expectedPrice` of bookRoom it is what will be charged. */
  readonly price: Money;
  /** The room. */
  readonly roomId: Scalars['ID']['output'];
  /** The slot. */
  readonly slot: Slot;
  /** Until then, the price is good, also when the host changes it: 10 minutes from now. It holds no slot. */
  readonly validUntil: Scalars['DateTime']['output'];
};

/** What a person may do. docs/access.md has the table. */
export type Role =
  /** Manages everything. */
  | 'ADMIN'
  /** Books rooms, and reads their own bookings and payments. */
  | 'CUSTOMER'
  /** A customer who offers rooms as well, and manages those. */
  | 'HOST';

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** Bookings that overlap the interval, ordered by their start. Those of others have no customer and no payment, and are left out once they have ended without effect. */
  readonly bookings?: Maybe<BookingConnection>;
  /** How many people the room holds. */
  readonly capacity: Scalars['Int']['output'];
  /** The confirmed booking whose slot contains this instant. */
  readonly currentBooking?: Maybe<Booking>;
  /** The slots of the interval that can be booked now, ordered by their start: 5 minutes to 30 days long, none in the past. A longer gap is in parts. At most the first 400: ask again from the end of the last. */
  readonly freeSlots?: Maybe<ReadonlyArray<Slot>>;
  /** The host to whom the room belongs; null for a room that has none, which only an admin manages. */
  readonly host?: Maybe<Host>;
  /** The price of later bookings; existing bookings keep theirs. */
  readonly hourlyRate: Money;
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** Where the room is: one line of at most 200 characters. */
  readonly location?: Maybe<Scalars['String']['output']>;
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['output'];
  /** The time zone in which the room lies. */
  readonly timeZone: Scalars['TimeZone']['output'];
};


/** A room that can be booked. */
export type RoomBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


/** A room that can be booked. */
export type RoomFreeSlotsArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};

/** A page of rooms. */
export type RoomConnection = {
  readonly __typename?: 'RoomConnection';
  /** The rooms of the page. */
  readonly edges: ReadonlyArray<RoomEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of rooms in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A room in a list. */
export type RoomEdge = {
  readonly __typename?: 'RoomEdge';
  /** The position of the room in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The room. */
  readonly node?: Maybe<Room>;
};

/** Conditions on rooms. A room must meet all of them; a condition that is left out or null is met by every room. */
export type RoomFilter = {
  /** Only rooms of this host. */
  readonly hostId?: InputMaybe<Scalars['ID']['input']>;
  /** Only rooms whose location contains this text of at most 200 characters, however it is typed. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** Only rooms with an hourly rate in this currency and at most of this amount. */
  readonly maxHourlyRate?: InputMaybe<MoneyInput>;
  /** Only rooms that hold at least so many people. */
  readonly minCapacity?: InputMaybe<Scalars['Int']['input']>;
  /** Only rooms whose name contains this text of at most 200 characters, however it is typed. */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  /** Only rooms with this status now. */
  readonly status?: InputMaybe<RoomStatus>;
  /** Only rooms that have all of these supplies, at least one of each: at most 20 names, however they are typed. */
  readonly supplies?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
};

/** Whether a room is in use. */
export type RoomStatus =
  /** Taken out of service by its host. */
  | 'CLOSED'
  /** No booking occupies the room now. */
  | 'EMPTY'
  /** A confirmed booking occupies the room now. */
  | 'FULL';

/** The room does not exist, or it is closed or deleted. */
export type RoomUnavailable = Problem & {
  readonly __typename?: 'RoomUnavailable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The requested room. */
  readonly roomId: Scalars['ID']['output'];
};

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
};

/** A half-open interval [start, end): the end is not part of it. */
export type SlotInput = {
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['input'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['input'];
};

/** Another booking holds part of the slot. */
export type SlotTaken = Problem & {
  readonly __typename?: 'SlotTaken';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The first free slot of the same length after the requested one; null when there is none within 31 days. */
  readonly nextFreeSlot?: Maybe<Slot>;
  /** The requested slot. */
  readonly slot: Slot;
};

/** Payments of the customer were declined too often lately. Nothing is held, and the payment provider is not asked. */
export type TooManyAttempts = Problem & {
  readonly __typename?: 'TooManyAttempts';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** When another attempt makes sense, in seconds from now. */
  readonly retryAfterSeconds: Scalars['Int']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Booking: Booking;
  Customer: Customer;
  Room: Room;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Booking:
    ( { __typename: 'Booking' }
    & GraphQLRecursivePick<FederationTypes['Booking'], {"id":true}> );
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Room:
    ( { __typename: 'Room' }
    & GraphQLRecursivePick<FederationTypes['Room'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  BookRoomResult:
    | ( Omit<BookRoomSuccess, 'booking'> & { booking: _RefType['Booking'] } & { __typename: 'BookRoomSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( PaymentActionRequired & { __typename: 'PaymentActionRequired' } )
    | ( PaymentDeclined & { __typename: 'PaymentDeclined' } )
    | ( PaymentExpired & { __typename: 'PaymentExpired' } )
    | ( PaymentRefused & { __typename: 'PaymentRefused' } )
    | ( PaymentUnavailable & { __typename: 'PaymentUnavailable' } )
    | ( Omit<PriceChanged, 'actual' | 'expected'> & { actual: _RefType['Money'], expected: _RefType['Money'] } & { __typename: 'PriceChanged' } )
    | ( RoomUnavailable & { __typename: 'RoomUnavailable' } )
    | ( SlotTaken & { __typename: 'SlotTaken' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  CancelBookingResult:
    | ( BookingNotCancellable & { __typename: 'BookingNotCancellable' } )
    | ( Omit<CancelBookingSuccess, 'booking'> & { booking: _RefType['Booking'] } & { __typename: 'CancelBookingSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
  ConfirmPaymentResult:
    | ( BookingNotPayable & { __typename: 'BookingNotPayable' } )
    | ( Omit<ConfirmPaymentSuccess, 'booking'> & { booking: _RefType['Booking'] } & { __typename: 'ConfirmPaymentSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( PaymentActionRequired & { __typename: 'PaymentActionRequired' } )
    | ( PaymentDeclined & { __typename: 'PaymentDeclined' } )
    | ( PaymentExpired & { __typename: 'PaymentExpired' } )
    | ( PaymentUnavailable & { __typename: 'PaymentUnavailable' } )
  ;
  EraseCustomerResult:
    | ( CustomerHasBookings & { __typename: 'CustomerHasBookings' } )
    | ( EraseCustomerSuccess & { __typename: 'EraseCustomerSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( BookingNotCancellable )
    | ( BookingNotPayable )
    | ( CustomerHasBookings )
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
    | ( PaymentActionRequired )
    | ( PaymentDeclined )
    | ( PaymentExpired )
    | ( PaymentRefused )
    | ( PaymentUnavailable )
    | ( Omit<PriceChanged, 'actual' | 'expected'> & { actual: _RefType['Money'], expected: _RefType['Money'] } )
    | ( RoomUnavailable )
    | ( SlotTaken )
    | ( TooManyAttempts )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  BookRoomInput: BookRoomInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  BookRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['BookRoomResult']>;
  BookRoomSuccess: ResolverTypeWrapper<Omit<BookRoomSuccess, 'booking'> & { booking: ResolversTypes['Booking'] }>;
  Booking: ResolverTypeWrapper<BookingModel>;
  BookingConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<BookingModel>>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  BookingEdge: ResolverTypeWrapper<Omit<BookingEdge, 'node'> & { node: ResolversTypes['Booking'] }>;
  BookingEvent: ResolverTypeWrapper<BookingEvent>;
  BookingEventType: BookingEventType;
  BookingFilter: BookingFilter;
  BookingNotCancellable: ResolverTypeWrapper<BookingNotCancellable>;
  BookingNotPayable: ResolverTypeWrapper<BookingNotPayable>;
  BookingOrder: BookingOrder;
  BookingStatus: BookingStatus;
  BookingWhen: BookingWhen;
  CancelBookingInput: CancelBookingInput;
  CancelBookingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelBookingResult']>;
  CancelBookingSuccess: ResolverTypeWrapper<Omit<CancelBookingSuccess, 'booking'> & { booking: ResolversTypes['Booking'] }>;
  CancelledBy: CancelledBy;
  ConfirmPaymentInput: ConfirmPaymentInput;
  ConfirmPaymentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ConfirmPaymentResult']>;
  ConfirmPaymentSuccess: ResolverTypeWrapper<Omit<ConfirmPaymentSuccess, 'booking'> & { booking: ResolversTypes['Booking'] }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Customer: ResolverTypeWrapper<{ readonly id: string }>;
  CustomerHasBookings: ResolverTypeWrapper<CustomerHasBookings>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EraseCustomerInput: EraseCustomerInput;
  EraseCustomerResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EraseCustomerResult']>;
  EraseCustomerSuccess: ResolverTypeWrapper<EraseCustomerSuccess>;
  Host: ResolverTypeWrapper<{ readonly id: string }>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InputProblem: ResolverTypeWrapper<InputProblem>;
  InputProblemCode: InputProblemCode;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: MoneyInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Payment: ResolverTypeWrapper<Payment>;
  PaymentActionRequired: ResolverTypeWrapper<PaymentActionRequired>;
  PaymentDeclined: ResolverTypeWrapper<PaymentDeclined>;
  PaymentExpired: ResolverTypeWrapper<PaymentExpired>;
  PaymentRefused: ResolverTypeWrapper<PaymentRefused>;
  PaymentStatus: PaymentStatus;
  PaymentUnavailable: ResolverTypeWrapper<PaymentUnavailable>;
  PriceChanged: ResolverTypeWrapper<Omit<PriceChanged, 'actual' | 'expected'> & { actual: ResolversTypes['Money'], expected: ResolversTypes['Money'] }>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Quote: ResolverTypeWrapper<Omit<Quote, 'price'> & { price: ResolversTypes['Money'] }>;
  Role: Role;
  Room: ResolverTypeWrapper<ReferredRoom>;
  RoomConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<{ readonly id: string }>>;
  RoomEdge: ResolverTypeWrapper<Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversTypes['Room']> }>;
  RoomFilter: RoomFilter;
  RoomStatus: RoomStatus;
  RoomUnavailable: ResolverTypeWrapper<RoomUnavailable>;
  Slot: ResolverTypeWrapper<Slot>;
  SlotInput: SlotInput;
  SlotTaken: ResolverTypeWrapper<SlotTaken>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  TooManyAttempts: ResolverTypeWrapper<TooManyAttempts>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BookRoomInput: BookRoomInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  BookRoomResult: ResolversUnionTypes<ResolversParentTypes>['BookRoomResult'];
  BookRoomSuccess: Omit<BookRoomSuccess, 'booking'> & { booking: ResolversParentTypes['Booking'] };
  Booking: BookingModel;
  BookingConnection: import('../../platform/subgraph/pagination.ts').Connection<BookingModel>;
  Int: Scalars['Int']['output'];
  BookingEdge: Omit<BookingEdge, 'node'> & { node: ResolversParentTypes['Booking'] };
  BookingEvent: BookingEvent;
  BookingFilter: BookingFilter;
  BookingNotCancellable: BookingNotCancellable;
  BookingNotPayable: BookingNotPayable;
  CancelBookingInput: CancelBookingInput;
  CancelBookingResult: ResolversUnionTypes<ResolversParentTypes>['CancelBookingResult'];
  CancelBookingSuccess: Omit<CancelBookingSuccess, 'booking'> & { booking: ResolversParentTypes['Booking'] };
  ConfirmPaymentInput: ConfirmPaymentInput;
  ConfirmPaymentResult: ResolversUnionTypes<ResolversParentTypes>['ConfirmPaymentResult'];
  ConfirmPaymentSuccess: Omit<ConfirmPaymentSuccess, 'booking'> & { booking: ResolversParentTypes['Booking'] };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Customer: { readonly id: string };
  CustomerHasBookings: CustomerHasBookings;
  DateTime: Scalars['DateTime']['output'];
  EraseCustomerInput: EraseCustomerInput;
  EraseCustomerResult: ResolversUnionTypes<ResolversParentTypes>['EraseCustomerResult'];
  EraseCustomerSuccess: EraseCustomerSuccess;
  Host: { readonly id: string };
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Payment: Payment;
  PaymentActionRequired: PaymentActionRequired;
  PaymentDeclined: PaymentDeclined;
  PaymentExpired: PaymentExpired;
  PaymentRefused: PaymentRefused;
  PaymentUnavailable: PaymentUnavailable;
  PriceChanged: Omit<PriceChanged, 'actual' | 'expected'> & { actual: ResolversParentTypes['Money'], expected: ResolversParentTypes['Money'] };
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  Quote: Omit<Quote, 'price'> & { price: ResolversParentTypes['Money'] };
  Room: ReferredRoom;
  RoomConnection: import('../../platform/subgraph/pagination.ts').Connection<{ readonly id: string }>;
  RoomEdge: Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Room']> };
  RoomFilter: RoomFilter;
  RoomUnavailable: RoomUnavailable;
  Slot: Slot;
  SlotInput: SlotInput;
  SlotTaken: SlotTaken;
  TimeZone: Scalars['TimeZone']['output'];
  TooManyAttempts: TooManyAttempts;
};

export type BookRoomResultResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookRoomResult'] = ResolversParentTypes['BookRoomResult']> = {
  __resolveType: TypeResolveFn<'BookRoomSuccess' | 'IdempotencyConflict' | 'InvalidInput' | 'PaymentActionRequired' | 'PaymentDeclined' | 'PaymentExpired' | 'PaymentRefused' | 'PaymentUnavailable' | 'PriceChanged' | 'RoomUnavailable' | 'SlotTaken' | 'TooManyAttempts', ParentType, ContextType>;
};

export type BookRoomSuccessResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookRoomSuccess'] = ResolversParentTypes['BookRoomSuccess']> = {
  booking?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BookingResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Booking'] = ResolversParentTypes['Booking'], FederationReferenceType extends FederationReferenceTypes['Booking'] = FederationReferenceTypes['Booking']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Booking']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cancellationReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cancelledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  cancelledBy?: Resolver<Maybe<ResolversTypes['CancelledBy']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['BookingEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['Slot'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BookingStatus'], ParentType, ContextType>;
};

export type BookingConnectionResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingConnection'] = ResolversParentTypes['BookingConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['BookingEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type BookingEdgeResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingEdge'] = ResolversParentTypes['BookingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
};

export type BookingEventResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingEvent'] = ResolversParentTypes['BookingEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['BookingEventType'], ParentType, ContextType>;
};

export type BookingNotCancellableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingNotCancellable'] = ResolversParentTypes['BookingNotCancellable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BookingStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BookingNotPayableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingNotPayable'] = ResolversParentTypes['BookingNotPayable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BookingStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CancelBookingResultResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['CancelBookingResult'] = ResolversParentTypes['CancelBookingResult']> = {
  __resolveType: TypeResolveFn<'BookingNotCancellable' | 'CancelBookingSuccess' | 'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type CancelBookingSuccessResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['CancelBookingSuccess'] = ResolversParentTypes['CancelBookingSuccess']> = {
  booking?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ConfirmPaymentResultResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['ConfirmPaymentResult'] = ResolversParentTypes['ConfirmPaymentResult']> = {
  __resolveType: TypeResolveFn<'BookingNotPayable' | 'ConfirmPaymentSuccess' | 'IdempotencyConflict' | 'NotFound' | 'PaymentActionRequired' | 'PaymentDeclined' | 'PaymentExpired' | 'PaymentUnavailable', ParentType, ContextType>;
};

export type ConfirmPaymentSuccessResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['ConfirmPaymentSuccess'] = ResolversParentTypes['ConfirmPaymentSuccess']> = {
  booking?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CustomerResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookings?: Resolver<Maybe<ResolversTypes['BookingConnection']>, ParentType, ContextType, Partial<CustomerBookingsArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  role?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
};

export type CustomerHasBookingsResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['CustomerHasBookings'] = ResolversParentTypes['CustomerHasBookings']> = {
  bookingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EraseCustomerResultResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['EraseCustomerResult'] = ResolversParentTypes['EraseCustomerResult']> = {
  __resolveType: TypeResolveFn<'CustomerHasBookings' | 'EraseCustomerSuccess' | 'IdempotencyConflict' | 'NotFound', ParentType, ContextType>;
};

export type EraseCustomerSuccessResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['EraseCustomerSuccess'] = ResolversParentTypes['EraseCustomerSuccess']> = {
  customerId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HostResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Host'] = ResolversParentTypes['Host']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  bookRoom?: Resolver<Maybe<ResolversTypes['BookRoomResult']>, ParentType, ContextType, RequireFields<MutationBookRoomArgs, 'input'>>;
  cancelBooking?: Resolver<Maybe<ResolversTypes['CancelBookingResult']>, ParentType, ContextType, RequireFields<MutationCancelBookingArgs, 'input'>>;
  confirmPayment?: Resolver<Maybe<ResolversTypes['ConfirmPaymentResult']>, ParentType, ContextType, RequireFields<MutationConfirmPaymentArgs, 'input'>>;
  eraseCustomer?: Resolver<Maybe<ResolversTypes['EraseCustomerResult']>, ParentType, ContextType, RequireFields<MutationEraseCustomerArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PaymentActionRequiredResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentActionRequired'] = ResolversParentTypes['PaymentActionRequired']> = {
  bookingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  clientSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  redirectUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentDeclinedResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentDeclined'] = ResolversParentTypes['PaymentDeclined']> = {
  declineCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentExpiredResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentExpired'] = ResolversParentTypes['PaymentExpired']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentRefusedResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentRefused'] = ResolversParentTypes['PaymentRefused']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentUnavailableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentUnavailable'] = ResolversParentTypes['PaymentUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PriceChangedResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PriceChanged'] = ResolversParentTypes['PriceChanged']> = {
  actual?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  expected?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'BookingNotCancellable' | 'BookingNotPayable' | 'CustomerHasBookings' | 'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'PaymentActionRequired' | 'PaymentDeclined' | 'PaymentExpired' | 'PaymentRefused' | 'PaymentUnavailable' | 'PriceChanged' | 'RoomUnavailable' | 'SlotTaken' | 'TooManyAttempts', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  availableRooms?: Resolver<Maybe<ResolversTypes['RoomConnection']>, ParentType, ContextType, RequireFields<QueryAvailableRoomsArgs, 'slot'>>;
  booking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType, RequireFields<QueryBookingArgs, 'id'>>;
  bookings?: Resolver<Maybe<ResolversTypes['BookingConnection']>, ParentType, ContextType, Partial<QueryBookingsArgs>>;
  mayReviewRoom?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryMayReviewRoomArgs, 'customerId' | 'roomId'>>;
  me?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  quote?: Resolver<Maybe<ResolversTypes['Quote']>, ParentType, ContextType, RequireFields<QueryQuoteArgs, 'roomId' | 'slot'>>;
};

export type QuoteResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Quote'] = ResolversParentTypes['Quote']> = {
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['Slot'], ParentType, ContextType>;
  validUntil?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type RoomResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookings?: Resolver<Maybe<ResolversTypes['BookingConnection']>, ParentType, ContextType, Partial<RoomBookingsArgs>>;
  capacity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currentBooking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType>;
  freeSlots?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Slot']>>, ParentType, ContextType, RequireFields<RoomFreeSlotsArgs, 'from' | 'to'>>;
  host?: Resolver<Maybe<ResolversTypes['Host']>, ParentType, ContextType>;
  hourlyRate?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
};

export type RoomConnectionResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['RoomConnection'] = ResolversParentTypes['RoomConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RoomEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoomEdgeResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['RoomEdge'] = ResolversParentTypes['RoomEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export type RoomUnavailableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['RoomUnavailable'] = ResolversParentTypes['RoomUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SlotTakenResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['SlotTaken'] = ResolversParentTypes['SlotTaken']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  nextFreeSlot?: Resolver<Maybe<ResolversTypes['Slot']>, ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['Slot'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type TooManyAttemptsResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['TooManyAttempts'] = ResolversParentTypes['TooManyAttempts']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = BookingContext> = {
  BookRoomResult?: BookRoomResultResolvers<ContextType>;
  BookRoomSuccess?: BookRoomSuccessResolvers<ContextType>;
  Booking?: BookingResolvers<ContextType>;
  BookingConnection?: BookingConnectionResolvers<ContextType>;
  BookingEdge?: BookingEdgeResolvers<ContextType>;
  BookingEvent?: BookingEventResolvers<ContextType>;
  BookingNotCancellable?: BookingNotCancellableResolvers<ContextType>;
  BookingNotPayable?: BookingNotPayableResolvers<ContextType>;
  CancelBookingResult?: CancelBookingResultResolvers<ContextType>;
  CancelBookingSuccess?: CancelBookingSuccessResolvers<ContextType>;
  ConfirmPaymentResult?: ConfirmPaymentResultResolvers<ContextType>;
  ConfirmPaymentSuccess?: ConfirmPaymentSuccessResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  CustomerHasBookings?: CustomerHasBookingsResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  EraseCustomerResult?: EraseCustomerResultResolvers<ContextType>;
  EraseCustomerSuccess?: EraseCustomerSuccessResolvers<ContextType>;
  Host?: HostResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentActionRequired?: PaymentActionRequiredResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PaymentExpired?: PaymentExpiredResolvers<ContextType>;
  PaymentRefused?: PaymentRefusedResolvers<ContextType>;
  PaymentUnavailable?: PaymentUnavailableResolvers<ContextType>;
  PriceChanged?: PriceChangedResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Quote?: QuoteResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  RoomConnection?: RoomConnectionResolvers<ContextType>;
  RoomEdge?: RoomEdgeResolvers<ContextType>;
  RoomUnavailable?: RoomUnavailableResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  SlotTaken?: SlotTakenResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  TooManyAttempts?: TooManyAttemptsResolvers<ContextType>;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CourseBoard as CourseBoardModel, MyPage as MyPageModel, RoomBoard as RoomBoardModel } from './resolvers/pages.ts';
import type { CourseEntry, OwnBooking, RoomEntry } from './application/ports.ts';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { ViewContext } from './resolvers/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
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

/** A room reserved for a customer during a slot. */
export type Booking = {
  readonly __typename?: 'Booking';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

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

/** A host's suggested round of places. */
export type Course = {
  readonly __typename?: 'Course';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

/** A page of the board of courses. */
export type CourseBoardConnection = {
  readonly __typename?: 'CourseBoardConnection';
  /** The board shows what has happened until then: now, or the time of the last event that it has seen while it has more to see. */
  readonly asOf: Scalars['DateTime']['output'];
  /** The courses of the page. */
  readonly edges: ReadonlyArray<CourseBoardEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of courses on the board, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A course in a page of the board. */
export type CourseBoardEdge = {
  readonly __typename?: 'CourseBoardEdge';
  /** The position of the course on the board. */
  readonly cursor: Scalars['String']['output'];
  /** The course. */
  readonly node: CourseBoardEntry;
};

/** A course on the board. */
export type CourseBoardEntry = {
  readonly __typename?: 'CourseBoardEntry';
  /** How many people have bookmarked the course. */
  readonly bookmarkCount: Scalars['Int']['output'];
  /** The course. */
  readonly course?: Maybe<Course>;
  /** The id of the course. */
  readonly courseId: Scalars['ID']['output'];
  /** How many people like the course. */
  readonly likeCount: Scalars['Int']['output'];
  /** The mean rating of the reviews, 1 to 5; null without reviews. */
  readonly rating?: Maybe<Scalars['Float']['output']>;
  /** How many customers have reviewed the course. */
  readonly reviewCount: Scalars['Int']['output'];
  /** How many places the course has. */
  readonly stopCount: Scalars['Int']['output'];
  /** The title of the course. */
  readonly title: Scalars['String']['output'];
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

/** What concerns the caller, in one answer. */
export type MyPage = {
  readonly __typename?: 'MyPage';
  /** The page shows what has happened until then: now, or the time of the last event that it has seen while it has more to see. */
  readonly asOf: Scalars['DateTime']['output'];
  /** The caller's bookings, newest first. */
  readonly bookings: MyPageBookingConnection;
  /** The courses that the caller has bookmarked, newest course first, at most 1,000. */
  readonly bookmarkedCourseIds: ReadonlyArray<Scalars['ID']['output']>;
  /** The rooms that the caller has bookmarked, newest room first, at most 1,000. */
  readonly bookmarkedRoomIds: ReadonlyArray<Scalars['ID']['output']>;
  /** How many messages the caller has not read. */
  readonly unreadMessages: Scalars['Int']['output'];
};


/** What concerns the caller, in one answer. */
export type MyPageBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A booking on the caller's page. */
export type MyPageBooking = {
  readonly __typename?: 'MyPageBooking';
  /** The booking. */
  readonly booking?: Maybe<Booking>;
  /** The id of the booking. */
  readonly bookingId: Scalars['ID']['output'];
  /** How far the payment is; null until the provider's response is known. */
  readonly paymentStatus?: Maybe<PaymentStatus>;
  /** Fixed at the time of booking. */
  readonly price: Money;
  /** The id of the room. */
  readonly roomId: Scalars['ID']['output'];
  /** The name of the room. */
  readonly roomName: Scalars['String']['output'];
  /** The reserved time. */
  readonly slot: Slot;
  /** How far the booking is. */
  readonly status: BookingStatus;
};

/** A page of the caller's bookings. */
export type MyPageBookingConnection = {
  readonly __typename?: 'MyPageBookingConnection';
  /** The bookings of the page. */
  readonly edges: ReadonlyArray<MyPageBookingEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of bookings in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A booking in a page of the caller's bookings. */
export type MyPageBookingEdge = {
  readonly __typename?: 'MyPageBookingEdge';
  /** The position of the booking in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The booking. */
  readonly node: MyPageBooking;
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

/** An expected failure. A mutation returns its success or one of these. */
export type Problem = {
  /** Text for people. It may change: programs decide by __typename and the other fields. */
  readonly message: Scalars['String']['output'];
};

/** What can be read. A field is null, with an error, when its service is unavailable. */
export type Query = {
  readonly __typename?: 'Query';
  /** All courses with what people think of them, ordered by id. Answered while all other services are down. */
  readonly courseBoard?: Maybe<CourseBoardConnection>;
  /** The caller's bookings with their payments, messages and bookmarks. Answered while all other services are down. */
  readonly myPage?: Maybe<MyPage>;
  /** All rooms with what is booked, what they are equipped with and what people think of them, ordered by id. Answered while all other services are down. */
  readonly roomBoard?: Maybe<RoomBoard>;
  /** What the rooms are equipped with, by supply: a host sees the host's own rooms, an admin all. At most the first 500 supplies by name. Answered while all other services are down. */
  readonly supplyStock?: Maybe<ReadonlyArray<SupplyStockEntry>>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryCourseBoardArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryRoomBoardArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RoomFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QuerySupplyStockArgs = {
  nameContains?: InputMaybe<Scalars['String']['input']>;
};

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

/** A page of the board, with the numbers of all rooms that meet the conditions. */
export type RoomBoard = {
  readonly __typename?: 'RoomBoard';
  /** The board shows what has happened until then: now, or the time of the last event that it has seen while it has more to see. */
  readonly asOf: Scalars['DateTime']['output'];
  /** How many of them are CLOSED. */
  readonly closed: Scalars['Int']['output'];
  /** The rooms of the page. */
  readonly edges: ReadonlyArray<RoomBoardEdge>;
  /** How many of them are EMPTY. */
  readonly empty: Scalars['Int']['output'];
  /** How many of them are FULL. */
  readonly full: Scalars['Int']['output'];
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** How many rooms meet the conditions. The four numbers are counted when one of them is asked for. */
  readonly total: Scalars['Int']['output'];
};

/** A room in a page of the board. */
export type RoomBoardEdge = {
  readonly __typename?: 'RoomBoardEdge';
  /** The position of the room on the board. */
  readonly cursor: Scalars['String']['output'];
  /** The room. */
  readonly node: RoomBoardEntry;
};

/** A room on the board. */
export type RoomBoardEntry = {
  readonly __typename?: 'RoomBoardEntry';
  /** When the booking that occupies the room ends; null unless the room is FULL. */
  readonly bookedUntil?: Maybe<Scalars['DateTime']['output']>;
  /** How many people have bookmarked the room. */
  readonly bookmarkCount: Scalars['Int']['output'];
  /** How many people the room holds. */
  readonly capacity: Scalars['Int']['output'];
  /** The booking that occupies the room; null unless it is FULL. */
  readonly currentBookingId?: Maybe<Scalars['ID']['output']>;
  /** How many people like the room. */
  readonly likeCount: Scalars['Int']['output'];
  /** Where the room is. */
  readonly location?: Maybe<Scalars['String']['output']>;
  /** When the next paid booking of the room begins; null when there is none. */
  readonly nextBookingAt?: Maybe<Scalars['DateTime']['output']>;
  /** The mean rating of the reviews, 1 to 5; null without reviews. */
  readonly rating?: Maybe<Scalars['Float']['output']>;
  /** How many customers have reviewed the room. */
  readonly reviewCount: Scalars['Int']['output'];
  /** The room. */
  readonly room?: Maybe<Room>;
  /** The id of the room. */
  readonly roomId: Scalars['ID']['output'];
  /** The name of the room. */
  readonly roomName: Scalars['String']['output'];
  /** When the status began. */
  readonly since: Scalars['DateTime']['output'];
  /** Whether the room is in use. */
  readonly status: RoomStatus;
  /** How many different supplies the room has. */
  readonly supplyCount: Scalars['Int']['output'];
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

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
};

/** How many pieces of a supply a room has. */
export type SupplyStockByRoom = {
  readonly __typename?: 'SupplyStockByRoom';
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['output'];
  /** The id of the room. */
  readonly roomId: Scalars['ID']['output'];
  /** The name of the room. */
  readonly roomName: Scalars['String']['output'];
};

/** A supply in all rooms that the caller manages. */
export type SupplyStockEntry = {
  readonly __typename?: 'SupplyStockEntry';
  /** The name of the supply. Names that differ in upper and lower case only are one supply. */
  readonly name: Scalars['String']['output'];
  /** The rooms that have the supply, at most the 100 with the largest quantities, largest first. */
  readonly rooms: ReadonlyArray<SupplyStockByRoom>;
  /** The pieces in all rooms, at most 2,147,483,647. */
  readonly total: Scalars['Int']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;

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




/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  Booking: ResolverTypeWrapper<{ readonly id: string }>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  BookingStatus: BookingStatus;
  Course: ResolverTypeWrapper<{ readonly id: string }>;
  CourseBoardConnection: ResolverTypeWrapper<CourseBoardModel>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  CourseBoardEdge: ResolverTypeWrapper<Omit<CourseBoardEdge, 'node'> & { node: ResolversTypes['CourseBoardEntry'] }>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CourseBoardEntry: ResolverTypeWrapper<CourseEntry>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InputProblem: ResolverTypeWrapper<InputProblem>;
  InputProblemCode: InputProblemCode;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  MoneyInput: MoneyInput;
  MyPage: ResolverTypeWrapper<MyPageModel>;
  MyPageBooking: ResolverTypeWrapper<OwnBooking>;
  MyPageBookingConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<OwnBooking>>;
  MyPageBookingEdge: ResolverTypeWrapper<Omit<MyPageBookingEdge, 'node'> & { node: ResolversTypes['MyPageBooking'] }>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PaymentStatus: PaymentStatus;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Room: ResolverTypeWrapper<{ readonly id: string }>;
  RoomBoard: ResolverTypeWrapper<RoomBoardModel>;
  RoomBoardEdge: ResolverTypeWrapper<Omit<RoomBoardEdge, 'node'> & { node: ResolversTypes['RoomBoardEntry'] }>;
  RoomBoardEntry: ResolverTypeWrapper<RoomEntry>;
  RoomFilter: RoomFilter;
  RoomStatus: RoomStatus;
  Slot: ResolverTypeWrapper<Slot>;
  SupplyStockByRoom: ResolverTypeWrapper<SupplyStockByRoom>;
  SupplyStockEntry: ResolverTypeWrapper<SupplyStockEntry>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Booking: { readonly id: string };
  ID: Scalars['ID']['output'];
  Course: { readonly id: string };
  CourseBoardConnection: CourseBoardModel;
  Int: Scalars['Int']['output'];
  CourseBoardEdge: Omit<CourseBoardEdge, 'node'> & { node: ResolversParentTypes['CourseBoardEntry'] };
  String: Scalars['String']['output'];
  CourseBoardEntry: CourseEntry;
  Float: Scalars['Float']['output'];
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  MyPage: MyPageModel;
  MyPageBooking: OwnBooking;
  MyPageBookingConnection: import('../../platform/subgraph/pagination.ts').Connection<OwnBooking>;
  MyPageBookingEdge: Omit<MyPageBookingEdge, 'node'> & { node: ResolversParentTypes['MyPageBooking'] };
  NotFound: NotFound;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  Room: { readonly id: string };
  RoomBoard: RoomBoardModel;
  RoomBoardEdge: Omit<RoomBoardEdge, 'node'> & { node: ResolversParentTypes['RoomBoardEntry'] };
  RoomBoardEntry: RoomEntry;
  RoomFilter: RoomFilter;
  Slot: Slot;
  SupplyStockByRoom: SupplyStockByRoom;
  SupplyStockEntry: SupplyStockEntry;
  TimeZone: Scalars['TimeZone']['output'];
};

export type BookingResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Booking'] = ResolversParentTypes['Booking']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CourseResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Course'] = ResolversParentTypes['Course']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CourseBoardConnectionResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['CourseBoardConnection'] = ResolversParentTypes['CourseBoardConnection']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['CourseBoardEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CourseBoardEdgeResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['CourseBoardEdge'] = ResolversParentTypes['CourseBoardEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['CourseBoardEntry'], ParentType, ContextType>;
};

export type CourseBoardEntryResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['CourseBoardEntry'] = ResolversParentTypes['CourseBoardEntry']> = {
  bookmarkCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  course?: Resolver<Maybe<ResolversTypes['Course']>, ParentType, ContextType>;
  courseId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  likeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reviewCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  stopCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdempotencyConflictResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MyPageResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['MyPage'] = ResolversParentTypes['MyPage']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  bookings?: Resolver<ResolversTypes['MyPageBookingConnection'], ParentType, ContextType, Partial<MyPageBookingsArgs>>;
  bookmarkedCourseIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  bookmarkedRoomIds?: Resolver<ReadonlyArray<ResolversTypes['ID']>, ParentType, ContextType>;
  unreadMessages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MyPageBookingResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['MyPageBooking'] = ResolversParentTypes['MyPageBooking']> = {
  booking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType>;
  bookingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  paymentStatus?: Resolver<Maybe<ResolversTypes['PaymentStatus']>, ParentType, ContextType>;
  price?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roomName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  slot?: Resolver<ResolversTypes['Slot'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BookingStatus'], ParentType, ContextType>;
};

export type MyPageBookingConnectionResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['MyPageBookingConnection'] = ResolversParentTypes['MyPageBookingConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MyPageBookingEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MyPageBookingEdgeResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['MyPageBookingEdge'] = ResolversParentTypes['MyPageBookingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['MyPageBooking'], ParentType, ContextType>;
};

export type NotFoundResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  courseBoard?: Resolver<Maybe<ResolversTypes['CourseBoardConnection']>, ParentType, ContextType, Partial<QueryCourseBoardArgs>>;
  myPage?: Resolver<Maybe<ResolversTypes['MyPage']>, ParentType, ContextType>;
  roomBoard?: Resolver<Maybe<ResolversTypes['RoomBoard']>, ParentType, ContextType, Partial<QueryRoomBoardArgs>>;
  supplyStock?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SupplyStockEntry']>>, ParentType, ContextType, Partial<QuerySupplyStockArgs>>;
};

export type RoomResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type RoomBoardResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['RoomBoard'] = ResolversParentTypes['RoomBoard']> = {
  asOf?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  closed?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  edges?: Resolver<ReadonlyArray<ResolversTypes['RoomBoardEdge']>, ParentType, ContextType>;
  empty?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  full?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoomBoardEdgeResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['RoomBoardEdge'] = ResolversParentTypes['RoomBoardEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['RoomBoardEntry'], ParentType, ContextType>;
};

export type RoomBoardEntryResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['RoomBoardEntry'] = ResolversParentTypes['RoomBoardEntry']> = {
  bookedUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  bookmarkCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  capacity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currentBookingId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  likeCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nextBookingAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  reviewCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roomName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RoomStatus'], ParentType, ContextType>;
  supplyCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SlotResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SupplyStockByRoomResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['SupplyStockByRoom'] = ResolversParentTypes['SupplyStockByRoom']> = {
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  roomName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SupplyStockEntryResolvers<ContextType = ViewContext, ParentType extends ResolversParentTypes['SupplyStockEntry'] = ResolversParentTypes['SupplyStockEntry']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rooms?: Resolver<ReadonlyArray<ResolversTypes['SupplyStockByRoom']>, ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type Resolvers<ContextType = ViewContext> = {
  Booking?: BookingResolvers<ContextType>;
  Course?: CourseResolvers<ContextType>;
  CourseBoardConnection?: CourseBoardConnectionResolvers<ContextType>;
  CourseBoardEdge?: CourseBoardEdgeResolvers<ContextType>;
  CourseBoardEntry?: CourseBoardEntryResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  MyPage?: MyPageResolvers<ContextType>;
  MyPageBooking?: MyPageBookingResolvers<ContextType>;
  MyPageBookingConnection?: MyPageBookingConnectionResolvers<ContextType>;
  MyPageBookingEdge?: MyPageBookingEdgeResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  RoomBoard?: RoomBoardResolvers<ContextType>;
  RoomBoardEdge?: RoomBoardEdgeResolvers<ContextType>;
  RoomBoardEntry?: RoomBoardEntryResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  SupplyStockByRoom?: SupplyStockByRoomResolvers<ContextType>;
  SupplyStockEntry?: SupplyStockEntryResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
};


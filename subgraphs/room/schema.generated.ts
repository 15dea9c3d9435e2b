import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { Room as RoomModel } from './domain/room.ts';
import type { RoomContext } from './resolvers/context.ts';
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

/** The room to take out of service. */
export type CloseRoomInput = {
  /** The room. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each closure. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** For everybody who sees the room: at most 1,000 characters. A blank text is none. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

/** The outcome of closeRoom. */
export type CloseRoomResult = CloseRoomSuccess | IdempotencyConflict | InvalidInput | NotFound;

/** The room is out of service: it takes no new bookings and keeps those that it has. */
export type CloseRoomSuccess = {
  readonly __typename?: 'CloseRoomSuccess';
  /** The room after the change. */
  readonly room: Room;
};

/** The room to delete. */
export type DeleteRoomInput = {
  /** Cancels and refunds current and future bookings, instead of answering RoomHasBookings. */
  readonly cancelBookings?: InputMaybe<Scalars['Boolean']['input']>;
  /** The room. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each deletion. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of deleteRoom. */
export type DeleteRoomResult = DeleteRoomSuccess | IdempotencyConflict | NotFound | RoomHasBookings | SuppliesUnavailable;

/** The room is deleted. */
export type DeleteRoomSuccess = {
  readonly __typename?: 'DeleteRoomSuccess';
  /** The room that no longer exists. */
  readonly roomId: Scalars['ID']['output'];
};

/** A person who offers rooms. */
export type Host = {
  readonly __typename?: 'Host';
  /** The subject of the host's tokens. */
  readonly id: Scalars['ID']['output'];
  /** The host's rooms, ordered by id. */
  readonly rooms?: Maybe<RoomConnection>;
};


/** A person who offers rooms. */
export type HostRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
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
  /** Takes a room out of service: it accepts no new bookings and keeps those that it has. For its host and admins. */
  readonly closeRoom?: Maybe<CloseRoomResult>;
  /** Deletes a room, once the supplies service agrees. For its host and admins. */
  readonly deleteRoom?: Maybe<DeleteRoomResult>;
  /** Registers a room of the caller, a host or an admin. */
  readonly registerRoom?: Maybe<RegisterRoomResult>;
  /** Puts a room back into service. For its host and admins. */
  readonly reopenRoom?: Maybe<ReopenRoomResult>;
  /** Hands a room over to another host, with its bookings, payments and supplies. For admins. */
  readonly transferRoom?: Maybe<TransferRoomResult>;
  /** Changes a room. For its host and admins. */
  readonly updateRoom?: Maybe<UpdateRoomResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationCloseRoomArgs = {
  input: CloseRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationDeleteRoomArgs = {
  input: DeleteRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRegisterRoomArgs = {
  input: RegisterRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationReopenRoomArgs = {
  input: ReopenRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationTransferRoomArgs = {
  input: TransferRoomInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationUpdateRoomArgs = {
  input: UpdateRoomInput;
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

/** An expected failure. A mutation returns its success or one of these. */
export type Problem = {
  /** Text for people. It may change: programs decide by __typename and the other fields. */
  readonly message: Scalars['String']['output'];
};

/** What can be read. A field is null, with an error, when its service is unavailable. */
export type Query = {
  readonly __typename?: 'Query';
  /** A room; null when there is none. */
  readonly room?: Maybe<Room>;
  /** The rooms that are not deleted, ordered by id. */
  readonly rooms?: Maybe<RoomConnection>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryRoomArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RoomFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A new room. It belongs to the caller. */
export type RegisterRoomInput = {
  /** 1 to 10,000 people. */
  readonly capacity: Scalars['Int']['input'];
  /** At most 5,000 characters. A blank text is none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 100,000,000,000 minor units. */
  readonly hourlyRate: MoneyInput;
  /** Any text that is new for each attempted registration: a repeated request with it registers the room once. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Where the room is: one line of at most 200 characters. A blank text is none. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** What the room is stocked with, at most 200 lines; the host's standard supplies when left out. */
  readonly supplies?: InputMaybe<ReadonlyArray<SupplyLineInput>>;
  /** The time zone in which the room lies. */
  readonly timeZone: Scalars['TimeZone']['input'];
};

/** The outcome of registerRoom. */
export type RegisterRoomResult = IdempotencyConflict | InvalidInput | RegisterRoomSuccess;

/** The room is registered. */
export type RegisterRoomSuccess = {
  readonly __typename?: 'RegisterRoomSuccess';
  /** The new room. */
  readonly room: Room;
};

/** The room to put back into service. */
export type ReopenRoomInput = {
  /** The room. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each reopening. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of reopenRoom. */
export type ReopenRoomResult = IdempotencyConflict | NotFound | ReopenRoomSuccess;

/** The room is in service. */
export type ReopenRoomSuccess = {
  readonly __typename?: 'ReopenRoomSuccess';
  /** The room after the change. */
  readonly room: Room;
};

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** How many people the room holds. */
  readonly capacity: Scalars['Int']['output'];
  /** Why the host has closed the room; null unless it is CLOSED, and where the host gave no reason. */
  readonly closedReason?: Maybe<Scalars['String']['output']>;
  /** At most 5,000 characters. */
  readonly description?: Maybe<Scalars['String']['output']>;
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
  /** Whether the room is in use now. */
  readonly status: RoomStatus;
  /** When the status began. */
  readonly statusSince: Scalars['DateTime']['output'];
  /** The time zone in which the room lies. */
  readonly timeZone: Scalars['TimeZone']['output'];
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

/** The room has current or future bookings, so it is not deleted. */
export type RoomHasBookings = Problem & {
  readonly __typename?: 'RoomHasBookings';
  /** How many current and future bookings the room has. */
  readonly bookingCount: Scalars['Int']['output'];
  /** Text for people. */
  readonly message: Scalars['String']['output'];
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

/** The supplies service does not answer, so the room cannot be deleted now. */
export type SuppliesUnavailable = Problem & {
  readonly __typename?: 'SuppliesUnavailable';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** When another attempt makes sense, in seconds from now. */
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

/** A quantity of one thing for a new room. */
export type SupplyLineInput = {
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['input'];
};

/** The room to hand over to another host. */
export type TransferRoomInput = {
  /** The subject of the new host's tokens: 1 to 255 characters. */
  readonly hostId: Scalars['ID']['input'];
  /** The room. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each transfer. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of transferRoom. */
export type TransferRoomResult = IdempotencyConflict | InvalidInput | NotFound | TransferRoomSuccess;

/** The room belongs to the new host. */
export type TransferRoomSuccess = {
  readonly __typename?: 'TransferRoomSuccess';
  /** The room after the change. */
  readonly room: Room;
};

/** Changes of a room. Fields that are left out stay. Null removes the description or the location; for other fields it means the same as left out. */
export type UpdateRoomInput = {
  /** 1 to 10,000 people. */
  readonly capacity?: InputMaybe<Scalars['Int']['input']>;
  /** At most 5,000 characters. A blank text is none. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 100,000,000,000 minor units. It applies to later bookings. */
  readonly hourlyRate?: InputMaybe<MoneyInput>;
  /** The room. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Where the room is: one line of at most 200 characters. A blank text is none. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** One line of 1 to 200 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The time zone in which the room lies. */
  readonly timeZone?: InputMaybe<Scalars['TimeZone']['input']>;
};

/** The outcome of updateRoom. */
export type UpdateRoomResult = IdempotencyConflict | InvalidInput | NotFound | UpdateRoomSuccess;

/** The room is changed. */
export type UpdateRoomSuccess = {
  readonly __typename?: 'UpdateRoomSuccess';
  /** The room after the change. */
  readonly room: Room;
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
  Host: Host;
  Room: Room;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Host:
    ( { __typename: 'Host' }
    & GraphQLRecursivePick<FederationTypes['Host'], {"id":true}> );
  Room:
    ( { __typename: 'Room' }
    & GraphQLRecursivePick<FederationTypes['Room'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  CloseRoomResult:
    | ( Omit<CloseRoomSuccess, 'room'> & { room: _RefType['Room'] } & { __typename: 'CloseRoomSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
  DeleteRoomResult:
    | ( DeleteRoomSuccess & { __typename: 'DeleteRoomSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( RoomHasBookings & { __typename: 'RoomHasBookings' } )
    | ( SuppliesUnavailable & { __typename: 'SuppliesUnavailable' } )
  ;
  RegisterRoomResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( Omit<RegisterRoomSuccess, 'room'> & { room: _RefType['Room'] } & { __typename: 'RegisterRoomSuccess' } )
  ;
  ReopenRoomResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<ReopenRoomSuccess, 'room'> & { room: _RefType['Room'] } & { __typename: 'ReopenRoomSuccess' } )
  ;
  TransferRoomResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<TransferRoomSuccess, 'room'> & { room: _RefType['Room'] } & { __typename: 'TransferRoomSuccess' } )
  ;
  UpdateRoomResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<UpdateRoomSuccess, 'room'> & { room: _RefType['Room'] } & { __typename: 'UpdateRoomSuccess' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
    | ( RoomHasBookings )
    | ( SuppliesUnavailable )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CloseRoomInput: CloseRoomInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  CloseRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CloseRoomResult']>;
  CloseRoomSuccess: ResolverTypeWrapper<Omit<CloseRoomSuccess, 'room'> & { room: ResolversTypes['Room'] }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteRoomInput: DeleteRoomInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DeleteRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteRoomResult']>;
  DeleteRoomSuccess: ResolverTypeWrapper<DeleteRoomSuccess>;
  Host: ResolverTypeWrapper<{ readonly id: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
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
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RegisterRoomInput: RegisterRoomInput;
  RegisterRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RegisterRoomResult']>;
  RegisterRoomSuccess: ResolverTypeWrapper<Omit<RegisterRoomSuccess, 'room'> & { room: ResolversTypes['Room'] }>;
  ReopenRoomInput: ReopenRoomInput;
  ReopenRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReopenRoomResult']>;
  ReopenRoomSuccess: ResolverTypeWrapper<Omit<ReopenRoomSuccess, 'room'> & { room: ResolversTypes['Room'] }>;
  Room: ResolverTypeWrapper<RoomModel>;
  RoomConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<RoomModel>>;
  RoomEdge: ResolverTypeWrapper<Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversTypes['Room']> }>;
  RoomFilter: RoomFilter;
  RoomHasBookings: ResolverTypeWrapper<RoomHasBookings>;
  RoomStatus: RoomStatus;
  Slot: ResolverTypeWrapper<Slot>;
  SuppliesUnavailable: ResolverTypeWrapper<SuppliesUnavailable>;
  SupplyLineInput: SupplyLineInput;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
  TransferRoomInput: TransferRoomInput;
  TransferRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['TransferRoomResult']>;
  TransferRoomSuccess: ResolverTypeWrapper<Omit<TransferRoomSuccess, 'room'> & { room: ResolversTypes['Room'] }>;
  UpdateRoomInput: UpdateRoomInput;
  UpdateRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateRoomResult']>;
  UpdateRoomSuccess: ResolverTypeWrapper<Omit<UpdateRoomSuccess, 'room'> & { room: ResolversTypes['Room'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CloseRoomInput: CloseRoomInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  CloseRoomResult: ResolversUnionTypes<ResolversParentTypes>['CloseRoomResult'];
  CloseRoomSuccess: Omit<CloseRoomSuccess, 'room'> & { room: ResolversParentTypes['Room'] };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  DeleteRoomInput: DeleteRoomInput;
  Boolean: Scalars['Boolean']['output'];
  DeleteRoomResult: ResolversUnionTypes<ResolversParentTypes>['DeleteRoomResult'];
  DeleteRoomSuccess: DeleteRoomSuccess;
  Host: { readonly id: string };
  Int: Scalars['Int']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  MoneyInput: MoneyInput;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  RegisterRoomInput: RegisterRoomInput;
  RegisterRoomResult: ResolversUnionTypes<ResolversParentTypes>['RegisterRoomResult'];
  RegisterRoomSuccess: Omit<RegisterRoomSuccess, 'room'> & { room: ResolversParentTypes['Room'] };
  ReopenRoomInput: ReopenRoomInput;
  ReopenRoomResult: ResolversUnionTypes<ResolversParentTypes>['ReopenRoomResult'];
  ReopenRoomSuccess: Omit<ReopenRoomSuccess, 'room'> & { room: ResolversParentTypes['Room'] };
  Room: RoomModel;
  RoomConnection: import('../../platform/subgraph/pagination.ts').Connection<RoomModel>;
  RoomEdge: Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Room']> };
  RoomFilter: RoomFilter;
  RoomHasBookings: RoomHasBookings;
  Slot: Slot;
  SuppliesUnavailable: SuppliesUnavailable;
  SupplyLineInput: SupplyLineInput;
  TimeZone: Scalars['TimeZone']['output'];
  TransferRoomInput: TransferRoomInput;
  TransferRoomResult: ResolversUnionTypes<ResolversParentTypes>['TransferRoomResult'];
  TransferRoomSuccess: Omit<TransferRoomSuccess, 'room'> & { room: ResolversParentTypes['Room'] };
  UpdateRoomInput: UpdateRoomInput;
  UpdateRoomResult: ResolversUnionTypes<ResolversParentTypes>['UpdateRoomResult'];
  UpdateRoomSuccess: Omit<UpdateRoomSuccess, 'room'> & { room: ResolversParentTypes['Room'] };
};

export type CloseRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['CloseRoomResult'] = ResolversParentTypes['CloseRoomResult']> = {
  __resolveType: TypeResolveFn<'CloseRoomSuccess' | 'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type CloseRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['CloseRoomSuccess'] = ResolversParentTypes['CloseRoomSuccess']> = {
  room?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['DeleteRoomResult'] = ResolversParentTypes['DeleteRoomResult']> = {
  __resolveType: TypeResolveFn<'DeleteRoomSuccess' | 'IdempotencyConflict' | 'NotFound' | 'RoomHasBookings' | 'SuppliesUnavailable', ParentType, ContextType>;
};

export type DeleteRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['DeleteRoomSuccess'] = ResolversParentTypes['DeleteRoomSuccess']> = {
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type HostResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Host'] = ResolversParentTypes['Host'], FederationReferenceType extends FederationReferenceTypes['Host'] = FederationReferenceTypes['Host']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Host']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rooms?: Resolver<Maybe<ResolversTypes['RoomConnection']>, ParentType, ContextType, Partial<HostRoomsArgs>>;
};

export type IdempotencyConflictResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  closeRoom?: Resolver<Maybe<ResolversTypes['CloseRoomResult']>, ParentType, ContextType, RequireFields<MutationCloseRoomArgs, 'input'>>;
  deleteRoom?: Resolver<Maybe<ResolversTypes['DeleteRoomResult']>, ParentType, ContextType, RequireFields<MutationDeleteRoomArgs, 'input'>>;
  registerRoom?: Resolver<Maybe<ResolversTypes['RegisterRoomResult']>, ParentType, ContextType, RequireFields<MutationRegisterRoomArgs, 'input'>>;
  reopenRoom?: Resolver<Maybe<ResolversTypes['ReopenRoomResult']>, ParentType, ContextType, RequireFields<MutationReopenRoomArgs, 'input'>>;
  transferRoom?: Resolver<Maybe<ResolversTypes['TransferRoomResult']>, ParentType, ContextType, RequireFields<MutationTransferRoomArgs, 'input'>>;
  updateRoom?: Resolver<Maybe<ResolversTypes['UpdateRoomResult']>, ParentType, ContextType, RequireFields<MutationUpdateRoomArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'RoomHasBookings' | 'SuppliesUnavailable', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType, RequireFields<QueryRoomArgs, 'id'>>;
  rooms?: Resolver<Maybe<ResolversTypes['RoomConnection']>, ParentType, ContextType, Partial<QueryRoomsArgs>>;
};

export type RegisterRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['RegisterRoomResult'] = ResolversParentTypes['RegisterRoomResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'RegisterRoomSuccess', ParentType, ContextType>;
};

export type RegisterRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['RegisterRoomSuccess'] = ResolversParentTypes['RegisterRoomSuccess']> = {
  room?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReopenRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['ReopenRoomResult'] = ResolversParentTypes['ReopenRoomResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'NotFound' | 'ReopenRoomSuccess', ParentType, ContextType>;
};

export type ReopenRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['ReopenRoomSuccess'] = ResolversParentTypes['ReopenRoomSuccess']> = {
  room?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RoomResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  capacity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  closedReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['Host']>, ParentType, ContextType>;
  hourlyRate?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RoomStatus'], ParentType, ContextType>;
  statusSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['TimeZone'], ParentType, ContextType>;
};

export type RoomConnectionResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['RoomConnection'] = ResolversParentTypes['RoomConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['RoomEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoomEdgeResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['RoomEdge'] = ResolversParentTypes['RoomEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
};

export type RoomHasBookingsResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['RoomHasBookings'] = ResolversParentTypes['RoomHasBookings']> = {
  bookingCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SuppliesUnavailableResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['SuppliesUnavailable'] = ResolversParentTypes['SuppliesUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type TransferRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['TransferRoomResult'] = ResolversParentTypes['TransferRoomResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'TransferRoomSuccess', ParentType, ContextType>;
};

export type TransferRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['TransferRoomSuccess'] = ResolversParentTypes['TransferRoomSuccess']> = {
  room?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UpdateRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['UpdateRoomResult'] = ResolversParentTypes['UpdateRoomResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'UpdateRoomSuccess', ParentType, ContextType>;
};

export type UpdateRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['UpdateRoomSuccess'] = ResolversParentTypes['UpdateRoomSuccess']> = {
  room?: Resolver<ResolversTypes['Room'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = RoomContext> = {
  CloseRoomResult?: CloseRoomResultResolvers<ContextType>;
  CloseRoomSuccess?: CloseRoomSuccessResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  DeleteRoomResult?: DeleteRoomResultResolvers<ContextType>;
  DeleteRoomSuccess?: DeleteRoomSuccessResolvers<ContextType>;
  Host?: HostResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RegisterRoomResult?: RegisterRoomResultResolvers<ContextType>;
  RegisterRoomSuccess?: RegisterRoomSuccessResolvers<ContextType>;
  ReopenRoomResult?: ReopenRoomResultResolvers<ContextType>;
  ReopenRoomSuccess?: ReopenRoomSuccessResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  RoomConnection?: RoomConnectionResolvers<ContextType>;
  RoomEdge?: RoomEdgeResolvers<ContextType>;
  RoomHasBookings?: RoomHasBookingsResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  SuppliesUnavailable?: SuppliesUnavailableResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  TransferRoomResult?: TransferRoomResultResolvers<ContextType>;
  TransferRoomSuccess?: TransferRoomSuccessResolvers<ContextType>;
  UpdateRoomResult?: UpdateRoomResultResolvers<ContextType>;
  UpdateRoomSuccess?: UpdateRoomSuccessResolvers<ContextType>;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Booking as BookingModel } from './domain/booking.ts';
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
  /** RFC 3339 in UTC. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

export type BookRoomInput = {
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** A payment method of the payment provider, such as pm_card_visa. */
  readonly paymentMethod: Scalars['String']['input'];
  readonly roomId: Scalars['ID']['input'];
  /** The hour from now when left out. Between 5 minutes and 30 days long, not in the past. */
  readonly slot?: InputMaybe<SlotInput>;
};

export type BookRoomResult = BookRoomSuccess | IdempotencyConflict | InvalidInput | PaymentDeclined | PaymentUnavailable | RoomUnavailable | SlotTaken;

export type BookRoomSuccess = {
  readonly __typename?: 'BookRoomSuccess';
  readonly booking: Booking;
};

export type Booking = {
  readonly __typename?: 'Booking';
  /** Visible to the customer and staff; null for others. */
  readonly cancellationReason?: Maybe<Scalars['String']['output']>;
  readonly cancelledAt?: Maybe<Scalars['DateTime']['output']>;
  /** Visible to the customer and staff; null for others. */
  readonly customer?: Maybe<Customer>;
  /** The events of the booking, oldest first, with the correlation id of their business case in all services. Visible to the customer and staff; empty for others. */
  readonly history: ReadonlyArray<BookingEvent>;
  readonly id: Scalars['ID']['output'];
  /** Fixed at the time of booking: the room's hourly rate times the length of the slot, rounded up to the minor unit. */
  readonly price: Money;
  readonly requestedAt: Scalars['DateTime']['output'];
  /** Its name is available while the room service is down and after the room is deleted. */
  readonly room?: Maybe<Room>;
  /** Readable while the room service is down and after the room is deleted. */
  readonly roomId: Scalars['ID']['output'];
  readonly slot: Slot;
  readonly status: BookingStatus;
};

export type BookingConnection = {
  readonly __typename?: 'BookingConnection';
  readonly edges: ReadonlyArray<BookingEdge>;
  readonly pageInfo: PageInfo;
};

export type BookingEdge = {
  readonly __typename?: 'BookingEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node: Booking;
};

export type BookingEvent = {
  readonly __typename?: 'BookingEvent';
  readonly at: Scalars['DateTime']['output'];
  readonly correlationId: Scalars['ID']['output'];
  /** Such as booking.paid. */
  readonly type: Scalars['String']['output'];
};

export type BookingFilter = {
  readonly customerId?: InputMaybe<Scalars['ID']['input']>;
  /** Only bookings that end after this instant. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  readonly roomId?: InputMaybe<Scalars['ID']['input']>;
  readonly status?: InputMaybe<BookingStatus>;
  /** Only bookings that start before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

export type BookingNotCancellable = Problem & {
  readonly __typename?: 'BookingNotCancellable';
  readonly message: Scalars['String']['output'];
  readonly status: BookingStatus;
};

export type BookingStatus =
  | 'CANCELLED'
  /** Its slot has ended. */
  | 'COMPLETED'
  /** The room is assigned and the payment captured. */
  | 'CONFIRMED'
  /** The payment is authorised; the room is not assigned yet. */
  | 'PAID'
  /** The payment failed; the slot is free again. */
  | 'REJECTED'
  /** The slot is held while the payment is authorised. */
  | 'REQUESTED';

export type CancelBookingInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

export type CancelBookingResult = BookingNotCancellable | CancelBookingSuccess | IdempotencyConflict | InvalidInput | NotFound;

export type CancelBookingSuccess = {
  readonly __typename?: 'CancelBookingSuccess';
  readonly booking: Booking;
};

export type Customer = {
  readonly __typename?: 'Customer';
  /** Newest first. The bookings of others are visible to staff only. */
  readonly bookings: BookingConnection;
  readonly id: Scalars['ID']['output'];
};


export type CustomerBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<BookingStatus>;
};

/** The idempotency key was used before with another input. */
export type IdempotencyConflict = Problem & {
  readonly __typename?: 'IdempotencyConflict';
  readonly message: Scalars['String']['output'];
};

/** A value of the input is invalid: `field` names it, `message` says what is valid. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  readonly field: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

export type Money = {
  readonly __typename?: 'Money';
  /** In minor units of the currency. */
  readonly amount: Scalars['Int']['output'];
  /** ISO 4217. */
  readonly currency: Scalars['String']['output'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  readonly bookRoom?: Maybe<BookRoomResult>;
  readonly cancelBooking?: Maybe<CancelBookingResult>;
};


export type MutationBookRoomArgs = {
  input: BookRoomInput;
};


export type MutationCancelBookingArgs = {
  input: CancelBookingInput;
};

export type NotFound = Problem & {
  readonly __typename?: 'NotFound';
  readonly id: Scalars['ID']['output'];
  readonly message: Scalars['String']['output'];
};

export type PageInfo = {
  readonly __typename?: 'PageInfo';
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  readonly hasNextPage: Scalars['Boolean']['output'];
};

export type PaymentDeclined = Problem & {
  readonly __typename?: 'PaymentDeclined';
  readonly declineCode: Scalars['String']['output'];
  readonly message: Scalars['String']['output'];
};

/** The payment service does not answer or is overloaded. The slot is not held and nothing is charged: try again later. */
export type PaymentUnavailable = Problem & {
  readonly __typename?: 'PaymentUnavailable';
  readonly message: Scalars['String']['output'];
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

/** An expected failure. Each mutation returns its success or one of these. */
export type Problem = {
  readonly message: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  /** Rooms that are free for the whole slot. */
  readonly availableRooms?: Maybe<RoomConnection>;
  /** Visible to its customer and staff; null for others. */
  readonly booking?: Maybe<Booking>;
  /** Newest first. For staff. */
  readonly bookings?: Maybe<BookingConnection>;
  readonly me?: Maybe<Customer>;
};


export type QueryAvailableRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  minCapacity?: InputMaybe<Scalars['Int']['input']>;
  slot: SlotInput;
};


export type QueryBookingArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<BookingFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Room = {
  readonly __typename?: 'Room';
  /** Bookings that overlap the interval, ordered by their start. Those of others have no customer and payment. */
  readonly bookings?: Maybe<BookingConnection>;
  /** The confirmed booking whose slot contains this instant. */
  readonly currentBooking?: Maybe<Booking>;
  /** The free slots inside the interval (at most 31 days). */
  readonly freeSlots?: Maybe<ReadonlyArray<Slot>>;
  readonly id: Scalars['ID']['output'];
  readonly name: Scalars['String']['output'];
};


export type RoomBookingsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  from?: InputMaybe<Scalars['DateTime']['input']>;
  to?: InputMaybe<Scalars['DateTime']['input']>;
};


export type RoomFreeSlotsArgs = {
  from: Scalars['DateTime']['input'];
  to: Scalars['DateTime']['input'];
};

export type RoomConnection = {
  readonly __typename?: 'RoomConnection';
  readonly edges: ReadonlyArray<RoomEdge>;
  readonly pageInfo: PageInfo;
  readonly totalCount: Scalars['Int']['output'];
};

export type RoomEdge = {
  readonly __typename?: 'RoomEdge';
  readonly cursor: Scalars['String']['output'];
  readonly node?: Maybe<Room>;
};

/** The room does not exist, or it is closed or deleted. */
export type RoomUnavailable = Problem & {
  readonly __typename?: 'RoomUnavailable';
  readonly message: Scalars['String']['output'];
  readonly roomId: Scalars['ID']['output'];
};

/** A half-open interval [start, end). */
export type Slot = {
  readonly __typename?: 'Slot';
  readonly end: Scalars['DateTime']['output'];
  readonly start: Scalars['DateTime']['output'];
};

export type SlotInput = {
  readonly end: Scalars['DateTime']['input'];
  readonly start: Scalars['DateTime']['input'];
};

export type SlotTaken = Problem & {
  readonly __typename?: 'SlotTaken';
  readonly message: Scalars['String']['output'];
  /** The first free slot of the same length after the requested one, within 31 days. */
  readonly nextFreeSlot?: Maybe<Slot>;
  readonly slot: Slot;
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
    | ( PaymentDeclined & { __typename: 'PaymentDeclined' } )
    | ( PaymentUnavailable & { __typename: 'PaymentUnavailable' } )
    | ( RoomUnavailable & { __typename: 'RoomUnavailable' } )
    | ( SlotTaken & { __typename: 'SlotTaken' } )
  ;
  CancelBookingResult:
    | ( BookingNotCancellable & { __typename: 'BookingNotCancellable' } )
    | ( Omit<CancelBookingSuccess, 'booking'> & { booking: _RefType['Booking'] } & { __typename: 'CancelBookingSuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( BookingNotCancellable )
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
    | ( PaymentDeclined )
    | ( PaymentUnavailable )
    | ( RoomUnavailable )
    | ( SlotTaken )
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
  BookingConnection: ResolverTypeWrapper<Omit<BookingConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['BookingEdge']> }>;
  BookingEdge: ResolverTypeWrapper<Omit<BookingEdge, 'node'> & { node: ResolversTypes['Booking'] }>;
  BookingEvent: ResolverTypeWrapper<BookingEvent>;
  BookingFilter: BookingFilter;
  BookingNotCancellable: ResolverTypeWrapper<BookingNotCancellable>;
  BookingStatus: BookingStatus;
  CancelBookingInput: CancelBookingInput;
  CancelBookingResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['CancelBookingResult']>;
  CancelBookingSuccess: ResolverTypeWrapper<Omit<CancelBookingSuccess, 'booking'> & { booking: ResolversTypes['Booking'] }>;
  Customer: ResolverTypeWrapper<{ readonly id: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  Money: ResolverTypeWrapper<Money>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  PaymentDeclined: ResolverTypeWrapper<PaymentDeclined>;
  PaymentUnavailable: ResolverTypeWrapper<PaymentUnavailable>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Room: ResolverTypeWrapper<{ readonly id: string; readonly name?: string }>;
  RoomConnection: ResolverTypeWrapper<Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RoomEdge']> }>;
  RoomEdge: ResolverTypeWrapper<Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversTypes['Room']> }>;
  RoomUnavailable: ResolverTypeWrapper<RoomUnavailable>;
  Slot: ResolverTypeWrapper<Slot>;
  SlotInput: SlotInput;
  SlotTaken: ResolverTypeWrapper<SlotTaken>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  BookRoomInput: BookRoomInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  BookRoomResult: ResolversUnionTypes<ResolversParentTypes>['BookRoomResult'];
  BookRoomSuccess: Omit<BookRoomSuccess, 'booking'> & { booking: ResolversParentTypes['Booking'] };
  Booking: BookingModel;
  BookingConnection: Omit<BookingConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['BookingEdge']> };
  BookingEdge: Omit<BookingEdge, 'node'> & { node: ResolversParentTypes['Booking'] };
  BookingEvent: BookingEvent;
  BookingFilter: BookingFilter;
  BookingNotCancellable: BookingNotCancellable;
  CancelBookingInput: CancelBookingInput;
  CancelBookingResult: ResolversUnionTypes<ResolversParentTypes>['CancelBookingResult'];
  CancelBookingSuccess: Omit<CancelBookingSuccess, 'booking'> & { booking: ResolversParentTypes['Booking'] };
  Customer: { readonly id: string };
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InvalidInput: InvalidInput;
  Money: Money;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  PaymentDeclined: PaymentDeclined;
  PaymentUnavailable: PaymentUnavailable;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  Room: { readonly id: string; readonly name?: string };
  RoomConnection: Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RoomEdge']> };
  RoomEdge: Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Room']> };
  RoomUnavailable: RoomUnavailable;
  Slot: Slot;
  SlotInput: SlotInput;
  SlotTaken: SlotTaken;
};

export type BookRoomResultResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookRoomResult'] = ResolversParentTypes['BookRoomResult']> = {
  __resolveType: TypeResolveFn<'BookRoomSuccess' | 'IdempotencyConflict' | 'InvalidInput' | 'PaymentDeclined' | 'PaymentUnavailable' | 'RoomUnavailable' | 'SlotTaken', ParentType, ContextType>;
};

export type BookRoomSuccessResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookRoomSuccess'] = ResolversParentTypes['BookRoomSuccess']> = {
  booking?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type BookingResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Booking'] = ResolversParentTypes['Booking'], FederationReferenceType extends FederationReferenceTypes['Booking'] = FederationReferenceTypes['Booking']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Booking']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cancellationReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  cancelledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  customer?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
  history?: Resolver<ReadonlyArray<ResolversTypes['BookingEvent']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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
};

export type BookingEdgeResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingEdge'] = ResolversParentTypes['BookingEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Booking'], ParentType, ContextType>;
};

export type BookingEventResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingEvent'] = ResolversParentTypes['BookingEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BookingNotCancellableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['BookingNotCancellable'] = ResolversParentTypes['BookingNotCancellable']> = {
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

export type CustomerResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookings?: Resolver<ResolversTypes['BookingConnection'], ParentType, ContextType, Partial<CustomerBookingsArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdempotencyConflictResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  bookRoom?: Resolver<Maybe<ResolversTypes['BookRoomResult']>, ParentType, ContextType, RequireFields<MutationBookRoomArgs, 'input'>>;
  cancelBooking?: Resolver<Maybe<ResolversTypes['CancelBookingResult']>, ParentType, ContextType, RequireFields<MutationCancelBookingArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PaymentDeclinedResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentDeclined'] = ResolversParentTypes['PaymentDeclined']> = {
  declineCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PaymentUnavailableResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['PaymentUnavailable'] = ResolversParentTypes['PaymentUnavailable']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'BookingNotCancellable' | 'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'PaymentDeclined' | 'PaymentUnavailable' | 'RoomUnavailable' | 'SlotTaken', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  availableRooms?: Resolver<Maybe<ResolversTypes['RoomConnection']>, ParentType, ContextType, RequireFields<QueryAvailableRoomsArgs, 'slot'>>;
  booking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType, RequireFields<QueryBookingArgs, 'id'>>;
  bookings?: Resolver<Maybe<ResolversTypes['BookingConnection']>, ParentType, ContextType, Partial<QueryBookingsArgs>>;
  me?: Resolver<Maybe<ResolversTypes['Customer']>, ParentType, ContextType>;
};

export type RoomResolvers<ContextType = BookingContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  bookings?: Resolver<Maybe<ResolversTypes['BookingConnection']>, ParentType, ContextType, Partial<RoomBookingsArgs>>;
  currentBooking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType>;
  freeSlots?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Slot']>>, ParentType, ContextType, RequireFields<RoomFreeSlotsArgs, 'from' | 'to'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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

export type Resolvers<ContextType = BookingContext> = {
  BookRoomResult?: BookRoomResultResolvers<ContextType>;
  BookRoomSuccess?: BookRoomSuccessResolvers<ContextType>;
  Booking?: BookingResolvers<ContextType>;
  BookingConnection?: BookingConnectionResolvers<ContextType>;
  BookingEdge?: BookingEdgeResolvers<ContextType>;
  BookingEvent?: BookingEventResolvers<ContextType>;
  BookingNotCancellable?: BookingNotCancellableResolvers<ContextType>;
  CancelBookingResult?: CancelBookingResultResolvers<ContextType>;
  CancelBookingSuccess?: CancelBookingSuccessResolvers<ContextType>;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PaymentDeclined?: PaymentDeclinedResolvers<ContextType>;
  PaymentUnavailable?: PaymentUnavailableResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  RoomConnection?: RoomConnectionResolvers<ContextType>;
  RoomEdge?: RoomEdgeResolvers<ContextType>;
  RoomUnavailable?: RoomUnavailableResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  SlotTaken?: SlotTakenResolvers<ContextType>;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
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
  /** RFC 3339 in UTC. */
  DateTime: { input: string; output: string; }
  _FieldSet: { input: string; output: string; }
};

export type CloseRoomInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** At most 1,000 characters. */
  readonly reason?: InputMaybe<Scalars['String']['input']>;
};

export type CloseRoomResult = CloseRoomSuccess | IdempotencyConflict | InvalidInput | NotFound;

export type CloseRoomSuccess = {
  readonly __typename?: 'CloseRoomSuccess';
  readonly room: Room;
};

export type DeleteRoomInput = {
  /** Cancels and refunds current and future bookings, instead of answering RoomHasBookings. */
  readonly cancelBookings?: InputMaybe<Scalars['Boolean']['input']>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

export type DeleteRoomResult = DeleteRoomSuccess | IdempotencyConflict | NotFound | RoomHasBookings | SuppliesUnavailable;

export type DeleteRoomSuccess = {
  readonly __typename?: 'DeleteRoomSuccess';
  readonly id: Scalars['ID']['output'];
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

export type MoneyInput = {
  /** In minor units of the currency. */
  readonly amount: Scalars['Int']['input'];
  /** ISO 4217, such as KRW. */
  readonly currency: Scalars['String']['input'];
};

export type Mutation = {
  readonly __typename?: 'Mutation';
  /** The room accepts no new bookings and keeps those that it has. */
  readonly closeRoom?: Maybe<CloseRoomResult>;
  /** Asks the supplies service first; without its answer the room is not deleted. */
  readonly deleteRoom?: Maybe<DeleteRoomResult>;
  readonly registerRoom?: Maybe<RegisterRoomResult>;
  readonly reopenRoom?: Maybe<ReopenRoomResult>;
  readonly updateRoom?: Maybe<UpdateRoomResult>;
};


export type MutationCloseRoomArgs = {
  input: CloseRoomInput;
};


export type MutationDeleteRoomArgs = {
  input: DeleteRoomInput;
};


export type MutationRegisterRoomArgs = {
  input: RegisterRoomInput;
};


export type MutationReopenRoomArgs = {
  input: ReopenRoomInput;
};


export type MutationUpdateRoomArgs = {
  input: UpdateRoomInput;
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

/** An expected failure. Each mutation returns its success or one of these. */
export type Problem = {
  readonly message: Scalars['String']['output'];
};

export type Query = {
  readonly __typename?: 'Query';
  readonly room?: Maybe<Room>;
  /** Ordered by id, which is the order of registration. */
  readonly rooms?: Maybe<RoomConnection>;
};


export type QueryRoomArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRoomsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<RoomFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type RegisterRoomInput = {
  /** 1 to 10,000 people. */
  readonly capacity: Scalars['Int']['input'];
  /** At most 5,000 characters. */
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 100,000,000 minor units. */
  readonly hourlyRate: MoneyInput;
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** At most 200 characters. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  /** 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** The supplies of the room; the standard supplies when left out. */
  readonly supplies?: InputMaybe<ReadonlyArray<SupplyLineInput>>;
  /** An IANA time zone name, such as Asia/Seoul. */
  readonly timeZone: Scalars['String']['input'];
};

export type RegisterRoomResult = IdempotencyConflict | InvalidInput | RegisterRoomSuccess;

export type RegisterRoomSuccess = {
  readonly __typename?: 'RegisterRoomSuccess';
  readonly room: Room;
};

export type ReopenRoomInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

export type ReopenRoomResult = IdempotencyConflict | NotFound | ReopenRoomSuccess;

export type ReopenRoomSuccess = {
  readonly __typename?: 'ReopenRoomSuccess';
  readonly room: Room;
};

export type Room = {
  readonly __typename?: 'Room';
  readonly capacity: Scalars['Int']['output'];
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The price of later bookings; existing bookings keep theirs. */
  readonly hourlyRate: Money;
  readonly id: Scalars['ID']['output'];
  readonly location?: Maybe<Scalars['String']['output']>;
  readonly name: Scalars['String']['output'];
  readonly status: RoomStatus;
  readonly statusSince: Scalars['DateTime']['output'];
  /** An IANA time zone name, such as Asia/Seoul. */
  readonly timeZone: Scalars['String']['output'];
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

export type RoomFilter = {
  /** Part of the location, in upper or lower case. */
  readonly location?: InputMaybe<Scalars['String']['input']>;
  readonly minCapacity?: InputMaybe<Scalars['Int']['input']>;
  /** Part of the name, in upper or lower case. */
  readonly nameContains?: InputMaybe<Scalars['String']['input']>;
  readonly status?: InputMaybe<RoomStatus>;
};

export type RoomHasBookings = Problem & {
  readonly __typename?: 'RoomHasBookings';
  /** The number of current and future bookings. */
  readonly bookingCount: Scalars['Int']['output'];
  readonly message: Scalars['String']['output'];
};

export type RoomStatus =
  /** Taken out of service by its host. */
  | 'CLOSED'
  /** No booking occupies the room now. */
  | 'EMPTY'
  /** A confirmed booking occupies the room now. */
  | 'FULL';

/** A half-open interval [start, end). */
export type Slot = {
  readonly __typename?: 'Slot';
  readonly end: Scalars['DateTime']['output'];
  readonly start: Scalars['DateTime']['output'];
};

/** The supplies service does not answer, so the room cannot be deleted now. */
export type SuppliesUnavailable = Problem & {
  readonly __typename?: 'SuppliesUnavailable';
  readonly message: Scalars['String']['output'];
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

export type SupplyLineInput = {
  readonly name: Scalars['String']['input'];
  readonly quantity: Scalars['Int']['input'];
};

/** Fields that are left out stay. Null removes the description or the location; for other fields it means the same as left out. */
export type UpdateRoomInput = {
  readonly capacity?: InputMaybe<Scalars['Int']['input']>;
  readonly description?: InputMaybe<Scalars['String']['input']>;
  /** The price of later bookings; existing bookings keep theirs. */
  readonly hourlyRate?: InputMaybe<MoneyInput>;
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  readonly location?: InputMaybe<Scalars['String']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly timeZone?: InputMaybe<Scalars['String']['input']>;
};

export type UpdateRoomResult = IdempotencyConflict | InvalidInput | NotFound | UpdateRoomSuccess;

export type UpdateRoomSuccess = {
  readonly __typename?: 'UpdateRoomSuccess';
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
  Room: Room;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
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
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  DeleteRoomInput: DeleteRoomInput;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  DeleteRoomResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['DeleteRoomResult']>;
  DeleteRoomSuccess: ResolverTypeWrapper<DeleteRoomSuccess>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  Money: ResolverTypeWrapper<Money>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
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
  RoomConnection: ResolverTypeWrapper<Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['RoomEdge']> }>;
  RoomEdge: ResolverTypeWrapper<Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversTypes['Room']> }>;
  RoomFilter: RoomFilter;
  RoomHasBookings: ResolverTypeWrapper<RoomHasBookings>;
  RoomStatus: RoomStatus;
  Slot: ResolverTypeWrapper<Slot>;
  SuppliesUnavailable: ResolverTypeWrapper<SuppliesUnavailable>;
  SupplyLineInput: SupplyLineInput;
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
  DateTime: Scalars['DateTime']['output'];
  DeleteRoomInput: DeleteRoomInput;
  Boolean: Scalars['Boolean']['output'];
  DeleteRoomResult: ResolversUnionTypes<ResolversParentTypes>['DeleteRoomResult'];
  DeleteRoomSuccess: DeleteRoomSuccess;
  IdempotencyConflict: IdempotencyConflict;
  InvalidInput: InvalidInput;
  Money: Money;
  Int: Scalars['Int']['output'];
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
  RoomConnection: Omit<RoomConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['RoomEdge']> };
  RoomEdge: Omit<RoomEdge, 'node'> & { node?: Maybe<ResolversParentTypes['Room']> };
  RoomFilter: RoomFilter;
  RoomHasBookings: RoomHasBookings;
  Slot: Slot;
  SuppliesUnavailable: SuppliesUnavailable;
  SupplyLineInput: SupplyLineInput;
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

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeleteRoomResultResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['DeleteRoomResult'] = ResolversParentTypes['DeleteRoomResult']> = {
  __resolveType: TypeResolveFn<'DeleteRoomSuccess' | 'IdempotencyConflict' | 'NotFound' | 'RoomHasBookings' | 'SuppliesUnavailable', ParentType, ContextType>;
};

export type DeleteRoomSuccessResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['DeleteRoomSuccess'] = ResolversParentTypes['DeleteRoomSuccess']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  closeRoom?: Resolver<Maybe<ResolversTypes['CloseRoomResult']>, ParentType, ContextType, RequireFields<MutationCloseRoomArgs, 'input'>>;
  deleteRoom?: Resolver<Maybe<ResolversTypes['DeleteRoomResult']>, ParentType, ContextType, RequireFields<MutationDeleteRoomArgs, 'input'>>;
  registerRoom?: Resolver<Maybe<ResolversTypes['RegisterRoomResult']>, ParentType, ContextType, RequireFields<MutationRegisterRoomArgs, 'input'>>;
  reopenRoom?: Resolver<Maybe<ResolversTypes['ReopenRoomResult']>, ParentType, ContextType, RequireFields<MutationReopenRoomArgs, 'input'>>;
  updateRoom?: Resolver<Maybe<ResolversTypes['UpdateRoomResult']>, ParentType, ContextType, RequireFields<MutationUpdateRoomArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = RoomContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hourlyRate?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  location?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RoomStatus'], ParentType, ContextType>;
  statusSince?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  timeZone?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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
  DateTime?: GraphQLScalarType;
  DeleteRoomResult?: DeleteRoomResultResolvers<ContextType>;
  DeleteRoomSuccess?: DeleteRoomSuccessResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
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
  UpdateRoomResult?: UpdateRoomResultResolvers<ContextType>;
  UpdateRoomSuccess?: UpdateRoomSuccessResolvers<ContextType>;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { PlacedSupply } from './application/ports.ts';
import type { SuppliesContext } from './resolvers/context.ts';
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

export type AddSupplyInput = {
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 200 characters; unique within the room. */
  readonly name: Scalars['String']['input'];
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['input'];
  readonly roomId: Scalars['ID']['input'];
};

export type AddSupplyResult = AddSupplySuccess | IdempotencyConflict | InvalidInput | NotFound;

export type AddSupplySuccess = {
  readonly __typename?: 'AddSupplySuccess';
  readonly supply: Supply;
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
  readonly addSupply?: Maybe<AddSupplyResult>;
  readonly removeSupply?: Maybe<RemoveSupplyResult>;
  /** Applies to rooms that are registered later. */
  readonly setStandardSupplies?: Maybe<SetStandardSuppliesResult>;
  readonly updateSupply?: Maybe<UpdateSupplyResult>;
};


export type MutationAddSupplyArgs = {
  input: AddSupplyInput;
};


export type MutationRemoveSupplyArgs = {
  input: RemoveSupplyInput;
};


export type MutationSetStandardSuppliesArgs = {
  input: SetStandardSuppliesInput;
};


export type MutationUpdateSupplyArgs = {
  input: UpdateSupplyInput;
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
  /** For the room service, before it deletes a room: true when the service can remove the room's supplies. */
  readonly mayRemoveRoomSupplies: Scalars['Boolean']['output'];
  /** The supplies of rooms whose registration has none. */
  readonly standardSupplies?: Maybe<ReadonlyArray<SupplyLine>>;
  readonly supply?: Maybe<Supply>;
};


export type QueryMayRemoveRoomSuppliesArgs = {
  roomId: Scalars['ID']['input'];
};


export type QuerySupplyArgs = {
  id: Scalars['ID']['input'];
};

export type RemoveSupplyInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

export type RemoveSupplyResult = IdempotencyConflict | NotFound | RemoveSupplySuccess;

export type RemoveSupplySuccess = {
  readonly __typename?: 'RemoveSupplySuccess';
  readonly id: Scalars['ID']['output'];
};

export type Room = {
  readonly __typename?: 'Room';
  readonly id: Scalars['ID']['output'];
  /** Oldest first. A new room is stocked a moment after its registration. */
  readonly supplies?: Maybe<ReadonlyArray<Supply>>;
};

export type SetStandardSuppliesInput = {
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Replaces all standard supplies. Each name may occur once. */
  readonly lines: ReadonlyArray<SupplyLineInput>;
};

export type SetStandardSuppliesResult = IdempotencyConflict | InvalidInput | SetStandardSuppliesSuccess;

export type SetStandardSuppliesSuccess = {
  readonly __typename?: 'SetStandardSuppliesSuccess';
  readonly lines: ReadonlyArray<SupplyLine>;
};

/** A half-open interval [start, end). */
export type Slot = {
  readonly __typename?: 'Slot';
  readonly end: Scalars['DateTime']['output'];
  readonly start: Scalars['DateTime']['output'];
};

/** A quantity of one thing in a room. */
export type Supply = {
  readonly __typename?: 'Supply';
  readonly id: Scalars['ID']['output'];
  /** Unique within the room, in upper or lower case. */
  readonly name: Scalars['String']['output'];
  readonly quantity: Scalars['Int']['output'];
  readonly room?: Maybe<Room>;
  /** Readable while the room service is down. */
  readonly roomId: Scalars['ID']['output'];
  readonly updatedAt: Scalars['DateTime']['output'];
};

export type SupplyLine = {
  readonly __typename?: 'SupplyLine';
  readonly name: Scalars['String']['output'];
  readonly quantity: Scalars['Int']['output'];
};

/** A supply of a new room. A name has 1 to 200 characters; a quantity is 0 to 1,000,000. */
export type SupplyLineInput = {
  readonly name: Scalars['String']['input'];
  readonly quantity: Scalars['Int']['input'];
};

/** Fields that are left out stay. */
export type UpdateSupplyInput = {
  readonly id: Scalars['ID']['input'];
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  readonly name?: InputMaybe<Scalars['String']['input']>;
  readonly quantity?: InputMaybe<Scalars['Int']['input']>;
};

export type UpdateSupplyResult = IdempotencyConflict | InvalidInput | NotFound | UpdateSupplySuccess;

export type UpdateSupplySuccess = {
  readonly __typename?: 'UpdateSupplySuccess';
  readonly supply: Supply;
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
  Supply: Supply;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Room:
    ( { __typename: 'Room' }
    & GraphQLRecursivePick<FederationTypes['Room'], {"id":true}> );
  Supply:
    ( { __typename: 'Supply' }
    & GraphQLRecursivePick<FederationTypes['Supply'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AddSupplyResult:
    | ( Omit<AddSupplySuccess, 'supply'> & { supply: _RefType['Supply'] } & { __typename: 'AddSupplySuccess' } )
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
  ;
  RemoveSupplyResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( RemoveSupplySuccess & { __typename: 'RemoveSupplySuccess' } )
  ;
  SetStandardSuppliesResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( SetStandardSuppliesSuccess & { __typename: 'SetStandardSuppliesSuccess' } )
  ;
  UpdateSupplyResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( Omit<UpdateSupplySuccess, 'supply'> & { supply: _RefType['Supply'] } & { __typename: 'UpdateSupplySuccess' } )
  ;
};

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
  AddSupplyInput: AddSupplyInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AddSupplyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AddSupplyResult']>;
  AddSupplySuccess: ResolverTypeWrapper<Omit<AddSupplySuccess, 'supply'> & { supply: ResolversTypes['Supply'] }>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  Money: ResolverTypeWrapper<Money>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RemoveSupplyInput: RemoveSupplyInput;
  RemoveSupplyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RemoveSupplyResult']>;
  RemoveSupplySuccess: ResolverTypeWrapper<RemoveSupplySuccess>;
  Room: ResolverTypeWrapper<{ readonly id: string }>;
  SetStandardSuppliesInput: SetStandardSuppliesInput;
  SetStandardSuppliesResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetStandardSuppliesResult']>;
  SetStandardSuppliesSuccess: ResolverTypeWrapper<SetStandardSuppliesSuccess>;
  Slot: ResolverTypeWrapper<Slot>;
  Supply: ResolverTypeWrapper<PlacedSupply>;
  SupplyLine: ResolverTypeWrapper<SupplyLine>;
  SupplyLineInput: SupplyLineInput;
  UpdateSupplyInput: UpdateSupplyInput;
  UpdateSupplyResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['UpdateSupplyResult']>;
  UpdateSupplySuccess: ResolverTypeWrapper<Omit<UpdateSupplySuccess, 'supply'> & { supply: ResolversTypes['Supply'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AddSupplyInput: AddSupplyInput;
  ID: Scalars['ID']['output'];
  String: Scalars['String']['output'];
  Int: Scalars['Int']['output'];
  AddSupplyResult: ResolversUnionTypes<ResolversParentTypes>['AddSupplyResult'];
  AddSupplySuccess: Omit<AddSupplySuccess, 'supply'> & { supply: ResolversParentTypes['Supply'] };
  DateTime: Scalars['DateTime']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InvalidInput: InvalidInput;
  Money: Money;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  RemoveSupplyInput: RemoveSupplyInput;
  RemoveSupplyResult: ResolversUnionTypes<ResolversParentTypes>['RemoveSupplyResult'];
  RemoveSupplySuccess: RemoveSupplySuccess;
  Room: { readonly id: string };
  SetStandardSuppliesInput: SetStandardSuppliesInput;
  SetStandardSuppliesResult: ResolversUnionTypes<ResolversParentTypes>['SetStandardSuppliesResult'];
  SetStandardSuppliesSuccess: SetStandardSuppliesSuccess;
  Slot: Slot;
  Supply: PlacedSupply;
  SupplyLine: SupplyLine;
  SupplyLineInput: SupplyLineInput;
  UpdateSupplyInput: UpdateSupplyInput;
  UpdateSupplyResult: ResolversUnionTypes<ResolversParentTypes>['UpdateSupplyResult'];
  UpdateSupplySuccess: Omit<UpdateSupplySuccess, 'supply'> & { supply: ResolversParentTypes['Supply'] };
};

export type AddSupplyResultResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['AddSupplyResult'] = ResolversParentTypes['AddSupplyResult']> = {
  __resolveType: TypeResolveFn<'AddSupplySuccess' | 'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type AddSupplySuccessResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['AddSupplySuccess'] = ResolversParentTypes['AddSupplySuccess']> = {
  supply?: Resolver<ResolversTypes['Supply'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdempotencyConflictResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MoneyResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addSupply?: Resolver<Maybe<ResolversTypes['AddSupplyResult']>, ParentType, ContextType, RequireFields<MutationAddSupplyArgs, 'input'>>;
  removeSupply?: Resolver<Maybe<ResolversTypes['RemoveSupplyResult']>, ParentType, ContextType, RequireFields<MutationRemoveSupplyArgs, 'input'>>;
  setStandardSupplies?: Resolver<Maybe<ResolversTypes['SetStandardSuppliesResult']>, ParentType, ContextType, RequireFields<MutationSetStandardSuppliesArgs, 'input'>>;
  updateSupply?: Resolver<Maybe<ResolversTypes['UpdateSupplyResult']>, ParentType, ContextType, RequireFields<MutationUpdateSupplyArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  mayRemoveRoomSupplies?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<QueryMayRemoveRoomSuppliesArgs, 'roomId'>>;
  standardSupplies?: Resolver<Maybe<ReadonlyArray<ResolversTypes['SupplyLine']>>, ParentType, ContextType>;
  supply?: Resolver<Maybe<ResolversTypes['Supply']>, ParentType, ContextType, RequireFields<QuerySupplyArgs, 'id'>>;
};

export type RemoveSupplyResultResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['RemoveSupplyResult'] = ResolversParentTypes['RemoveSupplyResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'NotFound' | 'RemoveSupplySuccess', ParentType, ContextType>;
};

export type RemoveSupplySuccessResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['RemoveSupplySuccess'] = ResolversParentTypes['RemoveSupplySuccess']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RoomResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room'], FederationReferenceType extends FederationReferenceTypes['Room'] = FederationReferenceTypes['Room']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Room']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  supplies?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Supply']>>, ParentType, ContextType>;
};

export type SetStandardSuppliesResultResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['SetStandardSuppliesResult'] = ResolversParentTypes['SetStandardSuppliesResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'SetStandardSuppliesSuccess', ParentType, ContextType>;
};

export type SetStandardSuppliesSuccessResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['SetStandardSuppliesSuccess'] = ResolversParentTypes['SetStandardSuppliesSuccess']> = {
  lines?: Resolver<ReadonlyArray<ResolversTypes['SupplyLine']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SupplyResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Supply'] = ResolversParentTypes['Supply'], FederationReferenceType extends FederationReferenceTypes['Supply'] = FederationReferenceTypes['Supply']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Supply']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  room?: Resolver<Maybe<ResolversTypes['Room']>, ParentType, ContextType>;
  roomId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SupplyLineResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['SupplyLine'] = ResolversParentTypes['SupplyLine']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  quantity?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UpdateSupplyResultResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['UpdateSupplyResult'] = ResolversParentTypes['UpdateSupplyResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'UpdateSupplySuccess', ParentType, ContextType>;
};

export type UpdateSupplySuccessResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['UpdateSupplySuccess'] = ResolversParentTypes['UpdateSupplySuccess']> = {
  supply?: Resolver<ResolversTypes['Supply'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = SuppliesContext> = {
  AddSupplyResult?: AddSupplyResultResolvers<ContextType>;
  AddSupplySuccess?: AddSupplySuccessResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RemoveSupplyResult?: RemoveSupplyResultResolvers<ContextType>;
  RemoveSupplySuccess?: RemoveSupplySuccessResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  SetStandardSuppliesResult?: SetStandardSuppliesResultResolvers<ContextType>;
  SetStandardSuppliesSuccess?: SetStandardSuppliesSuccessResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  Supply?: SupplyResolvers<ContextType>;
  SupplyLine?: SupplyLineResolvers<ContextType>;
  UpdateSupplyResult?: UpdateSupplyResultResolvers<ContextType>;
  UpdateSupplySuccess?: UpdateSupplySuccessResolvers<ContextType>;
};


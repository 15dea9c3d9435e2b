import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
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

/** A new supply of a room. */
export type AddSupplyInput = {
  /** Any text that is new for each addition. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** One line of 1 to 200 characters, unique within the room however it is typed. */
  readonly name: Scalars['String']['input'];
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['input'];
  /** The room. */
  readonly roomId: Scalars['ID']['input'];
};

/** The outcome of addSupply. */
export type AddSupplyResult = AddSupplySuccess | IdempotencyConflict | InvalidInput | NotFound;

/** The supply is added. */
export type AddSupplySuccess = {
  readonly __typename?: 'AddSupplySuccess';
  /** The new supply. */
  readonly supply: Supply;
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

/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /** Adds a supply to a room. For its host and admins. */
  readonly addSupply?: Maybe<AddSupplyResult>;
  /** Removes a supply from a room. For its host and admins. */
  readonly removeSupply?: Maybe<RemoveSupplyResult>;
  /** Sets what later rooms get when their registration has no supplies: a host's for the host's own rooms, an admin's for those of all hosts who have not set their own. */
  readonly setStandardSupplies?: Maybe<SetStandardSuppliesResult>;
  /** Changes a supply of a room. For its host and admins. */
  readonly updateSupply?: Maybe<UpdateSupplyResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationAddSupplyArgs = {
  input: AddSupplyInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRemoveSupplyArgs = {
  input: RemoveSupplyInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationSetStandardSuppliesArgs = {
  input: SetStandardSuppliesInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationUpdateSupplyArgs = {
  input: UpdateSupplyInput;
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
  /** For the room service, before it deletes a room: true when the service can remove the room's supplies. */
  readonly mayRemoveRoomSupplies: Scalars['Boolean']['output'];
  /** What a room of the caller gets when its registration has no supplies: a host's own standard, or else the house's, which an admin sets. */
  readonly standardSupplies?: Maybe<ReadonlyArray<SupplyLine>>;
  /** A supply; null when there is none. */
  readonly supply?: Maybe<Supply>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryMayRemoveRoomSuppliesArgs = {
  roomId: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QuerySupplyArgs = {
  id: Scalars['ID']['input'];
};

/** The supply to remove. */
export type RemoveSupplyInput = {
  /** The supply. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each removal. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
};

/** The outcome of removeSupply. */
export type RemoveSupplyResult = IdempotencyConflict | NotFound | RemoveSupplySuccess;

/** The supply is removed. */
export type RemoveSupplySuccess = {
  readonly __typename?: 'RemoveSupplySuccess';
  /** The supply that no longer exists. */
  readonly supplyId: Scalars['ID']['output'];
};

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** What the room is equipped with, at most 500 supplies, ordered by name. A new room is stocked soon after its registration. */
  readonly supplies?: Maybe<ReadonlyArray<Supply>>;
};

/** What later rooms get when their registration has no supplies. */
export type SetStandardSuppliesInput = {
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** Replaces all standard supplies: at most 500 lines, each name once. */
  readonly lines: ReadonlyArray<SupplyLineInput>;
};

/** The outcome of setStandardSupplies. */
export type SetStandardSuppliesResult = IdempotencyConflict | InvalidInput | SetStandardSuppliesSuccess;

/** The standard supplies are replaced. */
export type SetStandardSuppliesSuccess = {
  readonly __typename?: 'SetStandardSuppliesSuccess';
  /** The standard supplies after the change. */
  readonly lines: ReadonlyArray<SupplyLine>;
};

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
};

/** A quantity of one thing in a room. */
export type Supply = {
  readonly __typename?: 'Supply';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** One line of 1 to 200 characters, unique within the room however it is typed. */
  readonly name: Scalars['String']['output'];
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['output'];
  /** The room that has it. */
  readonly room?: Maybe<Room>;
  /** The id of the room. */
  readonly roomId: Scalars['ID']['output'];
  /** When it last changed. */
  readonly updatedAt: Scalars['DateTime']['output'];
};

/** A quantity of one thing that new rooms get. */
export type SupplyLine = {
  readonly __typename?: 'SupplyLine';
  /** The name of the thing. */
  readonly name: Scalars['String']['output'];
  /** How many of them. */
  readonly quantity: Scalars['Int']['output'];
};

/** A quantity of one thing for a new room. */
export type SupplyLineInput = {
  /** One line of 1 to 200 characters. */
  readonly name: Scalars['String']['input'];
  /** 0 to 1,000,000. */
  readonly quantity: Scalars['Int']['input'];
};

/** Changes of a supply. Fields that are left out or null stay. */
export type UpdateSupplyInput = {
  /** The supply. */
  readonly id: Scalars['ID']['input'];
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** One line of 1 to 200 characters, unique within the room however it is typed. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** 0 to 1,000,000. */
  readonly quantity?: InputMaybe<Scalars['Int']['input']>;
};

/** The outcome of updateSupply. */
export type UpdateSupplyResult = IdempotencyConflict | InvalidInput | NotFound | UpdateSupplySuccess;

/** The supply is changed. */
export type UpdateSupplySuccess = {
  readonly __typename?: 'UpdateSupplySuccess';
  /** The supply after the change. */
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
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InputProblem: ResolverTypeWrapper<InputProblem>;
  InputProblemCode: InputProblemCode;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
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
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
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
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
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
  TimeZone: Scalars['TimeZone']['output'];
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

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdempotencyConflictResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addSupply?: Resolver<Maybe<ResolversTypes['AddSupplyResult']>, ParentType, ContextType, RequireFields<MutationAddSupplyArgs, 'input'>>;
  removeSupply?: Resolver<Maybe<ResolversTypes['RemoveSupplyResult']>, ParentType, ContextType, RequireFields<MutationRemoveSupplyArgs, 'input'>>;
  setStandardSupplies?: Resolver<Maybe<ResolversTypes['SetStandardSuppliesResult']>, ParentType, ContextType, RequireFields<MutationSetStandardSuppliesArgs, 'input'>>;
  updateSupply?: Resolver<Maybe<ResolversTypes['UpdateSupplyResult']>, ParentType, ContextType, RequireFields<MutationUpdateSupplyArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = SuppliesContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  supplyId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

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
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
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
  RemoveSupplyResult?: RemoveSupplyResultResolvers<ContextType>;
  RemoveSupplySuccess?: RemoveSupplySuccessResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  SetStandardSuppliesResult?: SetStandardSuppliesResultResolvers<ContextType>;
  SetStandardSuppliesSuccess?: SetStandardSuppliesSuccessResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  Supply?: SupplyResolvers<ContextType>;
  SupplyLine?: SupplyLineResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
  UpdateSupplyResult?: UpdateSupplyResultResolvers<ContextType>;
  UpdateSupplySuccess?: UpdateSupplySuccessResolvers<ContextType>;
};


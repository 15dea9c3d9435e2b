import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Message as MessageModel } from './domain/message.ts';
import type { MessageList } from './resolvers/message-list.ts';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { NotificationContext } from './resolvers/context.ts';
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

/** A room reserved for a customer during a slot. */
export type Booking = {
  readonly __typename?: 'Booking';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

/** What a person's token says about how to reach them. */
export type ContactInput = {
  /** The subject of the person's tokens. */
  readonly customerId: Scalars['ID']['input'];
  /** The e-mail address; null leaves the one that is known. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The language and region, such as ko-KR; null leaves what is known. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
};

/** A host's suggested round of places. */
export type Course = {
  readonly __typename?: 'Course';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

/** A person who books rooms. */
export type Customer = {
  readonly __typename?: 'Customer';
  /** The subject of the customer's tokens. */
  readonly id: Scalars['ID']['output'];
  /** The language of the caller's messages; null for other people. */
  readonly language?: Maybe<Language>;
  /** How many messages the caller has not read; null for other people. */
  readonly unreadMessages?: Maybe<Scalars['Int']['output']>;
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

/** A language in which messages are written. */
export type Language =
  /** English. */
  | 'EN'
  /** Korean. */
  | 'KO';

/** The messages to mark as read. */
export type MarkMessagesReadInput = {
  /** Any text that is new for each call. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** At most 100 messages. Those that do not exist and those of other people are left out. */
  readonly ids: ReadonlyArray<Scalars['ID']['input']>;
};

/** The outcome of markMessagesRead. */
export type MarkMessagesReadResult = IdempotencyConflict | InvalidInput | MarkMessagesReadSuccess;

/** The messages are read. */
export type MarkMessagesReadSuccess = {
  readonly __typename?: 'MarkMessagesReadSuccess';
  /** The caller's messages among the given ones, in their order, each once. */
  readonly messages: ReadonlyArray<Message>;
};

/** What a customer is told: once for each change that concerns them. */
export type Message = {
  readonly __typename?: 'Message';
  /** The booking that the message is about; null for a message about a bookmark. */
  readonly booking?: Maybe<Booking>;
  /** When the message was written. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** What the message is about. */
  readonly kind: MessageKind;
  /** When the customer marked it as read; null while it is unread. */
  readonly readAt?: Maybe<Scalars['DateTime']['output']>;
  /** The room or course that is bookmarked, or no longer; null for a message about a booking. */
  readonly target?: Maybe<Target>;
  /** Text for people, in the language that the customer has set; else in that of their token's `locale`; else in English. */
  readonly text: Scalars['String']['output'];
};

/** A page of messages. */
export type MessageConnection = {
  readonly __typename?: 'MessageConnection';
  /** The messages of the page. */
  readonly edges: ReadonlyArray<MessageEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of messages in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
  /** How many of the caller's messages are unread, whatever the list contains. */
  readonly unreadCount: Scalars['Int']['output'];
};

/** A message in a list. */
export type MessageEdge = {
  readonly __typename?: 'MessageEdge';
  /** The position of the message in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The message. */
  readonly node: Message;
};

/** What a message is about. Further kinds may be added. */
export type MessageKind =
  /** The booking is cancelled: by the customer, by the host, or because the room or the payment failed. */
  | 'BOOKING_CANCELLED'
  /** The room is assigned and the payment captured. */
  | 'BOOKING_CONFIRMED'
  /** The money of a cancelled booking is refunded. */
  | 'BOOKING_REFUNDED'
  /** The payment failed; the slot is free again. */
  | 'BOOKING_REJECTED'
  /** The caller has bookmarked a room or a course. */
  | 'BOOKMARK_ADDED'
  /** The caller has removed a bookmark. */
  | 'BOOKMARK_REMOVED'
  /** The room is assigned to the booking. */
  | 'ROOM_ASSIGNED'
  /** The room is no longer assigned to the booking. */
  | 'ROOM_UNASSIGNED';

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
  /** Marks messages of the caller as read. A message that is read already keeps its time. */
  readonly markMessagesRead?: Maybe<MarkMessagesReadResult>;
  /** For services that people ask: what their tokens say about how to reach them. True when it is remembered. */
  readonly rememberContacts: Scalars['Boolean']['output'];
  /** Sets the language of the caller's messages and e-mails. */
  readonly setLanguage?: Maybe<SetLanguageResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationMarkMessagesReadArgs = {
  input: MarkMessagesReadInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRememberContactsArgs = {
  input: RememberContactsInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationSetLanguageArgs = {
  input: SetLanguageInput;
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
  /** The caller's messages, newest first: the last 1,000. */
  readonly messages?: Maybe<MessageConnection>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  unreadOnly?: InputMaybe<Scalars['Boolean']['input']>;
};

/** The people whom a service has seen. */
export type RememberContactsInput = {
  /** At most 100 contacts. */
  readonly contacts: ReadonlyArray<ContactInput>;
};

/** A room that can be booked. */
export type Room = {
  readonly __typename?: 'Room';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
};

/** The language of the caller's messages. */
export type SetLanguageInput = {
  /** Any text that is new for each change. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The language, from now on and for the messages that are there. */
  readonly language: Language;
};

/** The outcome of setLanguage. */
export type SetLanguageResult = IdempotencyConflict | SetLanguageSuccess;

/** The language is set. */
export type SetLanguageSuccess = {
  readonly __typename?: 'SetLanguageSuccess';
  /** The language of the caller's messages. */
  readonly language: Language;
};

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
};

/** What can be reviewed, liked and bookmarked. */
export type Target = Course | Room;



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
  Customer: Customer;
  Message: Message;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Customer:
    ( { __typename: 'Customer' }
    & GraphQLRecursivePick<FederationTypes['Customer'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  MarkMessagesReadResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( Omit<MarkMessagesReadSuccess, 'messages'> & { messages: ReadonlyArray<_RefType['Message']> } & { __typename: 'MarkMessagesReadSuccess' } )
  ;
  SetLanguageResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( SetLanguageSuccess & { __typename: 'SetLanguageSuccess' } )
  ;
  Target:
    | ( { readonly id: string } & { __typename: 'Course' } )
    | ( { readonly id: string } & { __typename: 'Room' } )
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
  Booking: ResolverTypeWrapper<{ readonly id: string }>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ContactInput: ContactInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Course: ResolverTypeWrapper<{ readonly id: string }>;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  Customer: ResolverTypeWrapper<{ readonly id: string }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  IdempotencyConflict: ResolverTypeWrapper<IdempotencyConflict>;
  InputProblem: ResolverTypeWrapper<InputProblem>;
  InputProblemCode: InputProblemCode;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  Language: Language;
  MarkMessagesReadInput: MarkMessagesReadInput;
  MarkMessagesReadResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['MarkMessagesReadResult']>;
  MarkMessagesReadSuccess: ResolverTypeWrapper<Omit<MarkMessagesReadSuccess, 'messages'> & { messages: ReadonlyArray<ResolversTypes['Message']> }>;
  Message: ResolverTypeWrapper<MessageModel>;
  MessageConnection: ResolverTypeWrapper<MessageList>;
  MessageEdge: ResolverTypeWrapper<Omit<MessageEdge, 'node'> & { node: ResolversTypes['Message'] }>;
  MessageKind: MessageKind;
  MinorUnits: ResolverTypeWrapper<Scalars['MinorUnits']['output']>;
  Money: ResolverTypeWrapper<MoneyModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  NotFound: ResolverTypeWrapper<NotFound>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RememberContactsInput: RememberContactsInput;
  Room: ResolverTypeWrapper<{ readonly id: string }>;
  SetLanguageInput: SetLanguageInput;
  SetLanguageResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SetLanguageResult']>;
  SetLanguageSuccess: ResolverTypeWrapper<SetLanguageSuccess>;
  Slot: ResolverTypeWrapper<Slot>;
  Target: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['Target']>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  Booking: { readonly id: string };
  ID: Scalars['ID']['output'];
  ContactInput: ContactInput;
  String: Scalars['String']['output'];
  Course: { readonly id: string };
  CurrencyCode: Scalars['CurrencyCode']['output'];
  Customer: { readonly id: string };
  Int: Scalars['Int']['output'];
  DateTime: Scalars['DateTime']['output'];
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MarkMessagesReadInput: MarkMessagesReadInput;
  MarkMessagesReadResult: ResolversUnionTypes<ResolversParentTypes>['MarkMessagesReadResult'];
  MarkMessagesReadSuccess: Omit<MarkMessagesReadSuccess, 'messages'> & { messages: ReadonlyArray<ResolversParentTypes['Message']> };
  Message: MessageModel;
  MessageConnection: MessageList;
  MessageEdge: Omit<MessageEdge, 'node'> & { node: ResolversParentTypes['Message'] };
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  Mutation: Record<PropertyKey, never>;
  Boolean: Scalars['Boolean']['output'];
  NotFound: NotFound;
  PageInfo: PageInfo;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  RememberContactsInput: RememberContactsInput;
  Room: { readonly id: string };
  SetLanguageInput: SetLanguageInput;
  SetLanguageResult: ResolversUnionTypes<ResolversParentTypes>['SetLanguageResult'];
  SetLanguageSuccess: SetLanguageSuccess;
  Slot: Slot;
  Target: ResolversUnionTypes<ResolversParentTypes>['Target'];
  TimeZone: Scalars['TimeZone']['output'];
};

export type BookingResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Booking'] = ResolversParentTypes['Booking']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CourseResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Course'] = ResolversParentTypes['Course']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export type CustomerResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Customer'] = ResolversParentTypes['Customer'], FederationReferenceType extends FederationReferenceTypes['Customer'] = FederationReferenceTypes['Customer']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Customer']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  language?: Resolver<Maybe<ResolversTypes['Language']>, ParentType, ContextType>;
  unreadMessages?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type IdempotencyConflictResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MarkMessagesReadResultResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['MarkMessagesReadResult'] = ResolversParentTypes['MarkMessagesReadResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'MarkMessagesReadSuccess', ParentType, ContextType>;
};

export type MarkMessagesReadSuccessResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['MarkMessagesReadSuccess'] = ResolversParentTypes['MarkMessagesReadSuccess']> = {
  messages?: Resolver<ReadonlyArray<ResolversTypes['Message']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MessageResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  booking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['MessageKind'], ParentType, ContextType>;
  readAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Target']>, ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  unreadCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  markMessagesRead?: Resolver<Maybe<ResolversTypes['MarkMessagesReadResult']>, ParentType, ContextType, RequireFields<MutationMarkMessagesReadArgs, 'input'>>;
  rememberContacts?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRememberContactsArgs, 'input'>>;
  setLanguage?: Resolver<Maybe<ResolversTypes['SetLanguageResult']>, ParentType, ContextType, RequireFields<MutationSetLanguageArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  messages?: Resolver<Maybe<ResolversTypes['MessageConnection']>, ParentType, ContextType, RequireFields<QueryMessagesArgs, 'unreadOnly'>>;
};

export type RoomResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Room'] = ResolversParentTypes['Room']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SetLanguageResultResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['SetLanguageResult'] = ResolversParentTypes['SetLanguageResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'SetLanguageSuccess', ParentType, ContextType>;
};

export type SetLanguageSuccessResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['SetLanguageSuccess'] = ResolversParentTypes['SetLanguageSuccess']> = {
  language?: Resolver<ResolversTypes['Language'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type TargetResolvers<ContextType = NotificationContext, ParentType extends ResolversParentTypes['Target'] = ResolversParentTypes['Target']> = {
  __resolveType: TypeResolveFn<'Course' | 'Room', ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type Resolvers<ContextType = NotificationContext> = {
  Booking?: BookingResolvers<ContextType>;
  Course?: CourseResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  Customer?: CustomerResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MarkMessagesReadResult?: MarkMessagesReadResultResolvers<ContextType>;
  MarkMessagesReadSuccess?: MarkMessagesReadSuccessResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
  MessageEdge?: MessageEdgeResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Room?: RoomResolvers<ContextType>;
  SetLanguageResult?: SetLanguageResultResolvers<ContextType>;
  SetLanguageSuccess?: SetLanguageSuccessResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  Target?: TargetResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
};


import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Money as MoneyModel } from '../../platform/decisions/values.ts';
import type { VisiblePayment } from './application/ports.ts';
import type { PaymentContext } from './resolvers/context.ts';
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

/** The customer has to act first. Nothing is authorised until then. */
export type AuthorizationActionRequired = {
  readonly __typename?: 'AuthorizationActionRequired';
  /** With it, the provider's script in the browser leads the customer through. */
  readonly clientSecret: Scalars['String']['output'];
  /** The page on which the customer acts; null when only the script can lead there. */
  readonly redirectUrl?: Maybe<Scalars['String']['output']>;
};

/** An amount to authorise. */
export type AuthorizationAmountInput = {
  /** In minor units of the currency. */
  readonly amount: Scalars['MinorUnits']['input'];
  /** The currency. */
  readonly currency: Scalars['CurrencyCode']['input'];
};

/** The card or its issuer declined. */
export type AuthorizationDeclined = {
  readonly __typename?: 'AuthorizationDeclined';
  /** The provider's code for the reason, such as insufficient_funds. */
  readonly declineCode: Scalars['String']['output'];
};

/** The payment is authorised. */
export type AuthorizationGranted = {
  readonly __typename?: 'AuthorizationGranted';
  /** The payment. */
  readonly paymentId: Scalars['ID']['output'];
};

/** The provider refuses the payment itself, such as its amount: no card can pay it. */
export type AuthorizationRefused = {
  readonly __typename?: 'AuthorizationRefused';
  /** The provider's code for the reason, such as amount_too_small. */
  readonly code: Scalars['String']['output'];
};

/** The provider gives no answer now. What it may have done is undone when the booking is rejected. */
export type AuthorizationUnavailable = {
  readonly __typename?: 'AuthorizationUnavailable';
  /** When another attempt makes sense, in seconds from now. */
  readonly retryAfterSeconds: Scalars['Int']['output'];
};

/** What the booking service asks to authorise. */
export type AuthorizePaymentInput = {
  /** The price of the booking. */
  readonly amount: AuthorizationAmountInput;
  /** The booking to pay. */
  readonly bookingId: Scalars['ID']['input'];
  /** The subject of the customer's tokens. */
  readonly customerId: Scalars['String']['input'];
  /** A payment method of the payment provider, such as pm_card_visa. */
  readonly paymentMethod: Scalars['String']['input'];
  /** The booked room, whose host sees the payment. */
  readonly roomId: Scalars['ID']['input'];
};

/** The outcome of authorizePayment. */
export type AuthorizePaymentResult = AuthorizationActionRequired | AuthorizationDeclined | AuthorizationGranted | AuthorizationRefused | AuthorizationUnavailable | PaymentMethodUnknown;

/** A room reserved for a customer during a slot. */
export type Booking = {
  readonly __typename?: 'Booking';
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** Null for anyone but the customer, the room's host and admins, and until the provider's response is known. */
  readonly payment?: Maybe<Payment>;
};

/** The booking whose customer had to act. */
export type ConfirmAuthorizationInput = {
  /** The booking. */
  readonly bookingId: Scalars['ID']['input'];
};

/** A customer denies a payment to their bank. It is answered at the payment provider. */
export type Dispute = {
  readonly __typename?: 'Dispute';
  /** The disputed money. */
  readonly amount: Money;
  /** When it was opened. */
  readonly openedAt: Scalars['DateTime']['output'];
  /** The provider's code for what the customer says, such as fraudulent. */
  readonly reason: Scalars['String']['output'];
  /** How far the dispute is. */
  readonly status: DisputeStatus;
};

/** How far a dispute is. */
export type DisputeStatus =
  /** An inquiry that came to nothing. */
  | 'CLOSED'
  /** The bank asks, and has taken nothing back. */
  | 'INQUIRY'
  /** The money is the customer's. */
  | 'LOST'
  /** The bank has taken the money back for now, and waits for an answer. */
  | 'NEEDS_RESPONSE'
  /** The bank has an answer. */
  | 'UNDER_REVIEW'
  /** The money is the host's again. */
  | 'WON';

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
  /** For the booking service. A booking has one payment: a repeated request for the same booking returns the same result. */
  readonly authorizePayment: AuthorizePaymentResult;
  /** For the booking service. Asks the provider whether a customer has acted who had to, and returns the outcome as it is now. */
  readonly confirmAuthorization: AuthorizePaymentResult;
  /** Requests a refund again that was given up after repeated failures. For admins. */
  readonly retryRefund?: Maybe<RetryRefundResult>;
  /** Notes that money whose refund was given up went back otherwise. For admins. */
  readonly settleRefund?: Maybe<SettleRefundResult>;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationAuthorizePaymentArgs = {
  input: AuthorizePaymentInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationConfirmAuthorizationArgs = {
  input: ConfirmAuthorizationInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationRetryRefundArgs = {
  input: RetryRefundInput;
};


/** What can be changed. A field is null, with an error, when its service is unavailable: repeat it with the same idempotency key. */
export type MutationSettleRefundArgs = {
  input: SettleRefundInput;
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
  /** The price of the booking. */
  readonly amount: Money;
  /** The booking that it pays. */
  readonly booking?: Maybe<Booking>;
  /** The id of the booking, which is readable while the booking service is down. */
  readonly bookingId: Scalars['ID']['output'];
  /** When the payment began. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** The provider's code for the reason of a decline, such as insufficient_funds. */
  readonly declineCode?: Maybe<Scalars['String']['output']>;
  /** The latest dispute; null when there is none. */
  readonly dispute?: Maybe<Dispute>;
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** What has gone back: the sum of the refunds that have succeeded. */
  readonly refundedAmount: Money;
  /** Oldest first, at most the last 100. */
  readonly refunds: ReadonlyArray<Refund>;
  /** How far the payment is. */
  readonly status: PaymentStatus;
};

/** A page of payments. */
export type PaymentConnection = {
  readonly __typename?: 'PaymentConnection';
  /** The payments of the page. */
  readonly edges: ReadonlyArray<PaymentEdge>;
  /** The position of the page. */
  readonly pageInfo: PageInfo;
  /** The number of payments in the whole list, counted when it is asked for. */
  readonly totalCount: Scalars['Int']['output'];
};

/** A payment in a list. */
export type PaymentEdge = {
  readonly __typename?: 'PaymentEdge';
  /** The position of the payment in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The payment. */
  readonly node: Payment;
};

/** Conditions on payments. A payment must meet all of them; a condition that is left out or null is met by every payment. */
export type PaymentFilter = {
  /** Only payments that began at or after this instant. */
  readonly from?: InputMaybe<Scalars['DateTime']['input']>;
  /** Only payments with this status. */
  readonly status?: InputMaybe<PaymentStatus>;
  /** Only payments that began before this instant. */
  readonly to?: InputMaybe<Scalars['DateTime']['input']>;
};

/** The provider does not know the payment method. */
export type PaymentMethodUnknown = {
  readonly __typename?: 'PaymentMethodUnknown';
  /** The payment method of the input. */
  readonly paymentMethod: Scalars['String']['output'];
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
  /** A payment; null for anyone but its customer, the room's host and admins. */
  readonly payment?: Maybe<Payment>;
  /** For the booking service, which tells it to the customer. Null until the provider's response is known. */
  readonly paymentOfBooking?: Maybe<Payment>;
  /** Newest first. For hosts, who see the payments of their rooms, and admins, who see all. */
  readonly payments?: Maybe<PaymentConnection>;
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryPaymentArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryPaymentOfBookingArgs = {
  bookingId: Scalars['ID']['input'];
};


/** What can be read. A field is null, with an error, when its service is unavailable. */
export type QueryPaymentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<PaymentFilter>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** A refund of a payment or of a part of it, or an attempt at one. */
export type Refund = {
  readonly __typename?: 'Refund';
  /** The money to give back. */
  readonly amount: Money;
  /** When it was requested from the provider, found there or noted. */
  readonly createdAt: Scalars['DateTime']['output'];
  /** A UUID. */
  readonly id: Scalars['ID']['output'];
  /** How it came about. */
  readonly origin: RefundOrigin;
  /** What an admin noted of money that went back otherwise; null for the other origins. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** How far the refund is. */
  readonly status: RefundStatus;
};

/** No refund of the payment was given up: it is not REFUND_FAILED. */
export type RefundNotGivenUp = Problem & {
  readonly __typename?: 'RefundNotGivenUp';
  /** Text for people. */
  readonly message: Scalars['String']['output'];
  /** The status of the payment. */
  readonly status: PaymentStatus;
};

/** How money came to go back. */
export type RefundOrigin =
  /** An admin has noted that the money went back otherwise. */
  | 'ELSEWHERE'
  /** Made at the payment provider, without this platform. */
  | 'PROVIDER'
  /** The booking ended, and this platform has asked the provider for the refund. */
  | 'SERVICE'
  /** An admin has tried a refund again that was given up. */
  | 'STAFF';

/** How far a refund is. */
export type RefundStatus =
  /** The provider could not refund the money. Another refund follows, or manual action is needed. */
  | 'FAILED'
  /** The provider has not finished it. */
  | 'PENDING'
  /** The money is on its way back. */
  | 'SUCCEEDED';

/** The payment whose refund was given up. */
export type RetryRefundInput = {
  /** Any text that is new for each attempt. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The payment. */
  readonly paymentId: Scalars['ID']['input'];
};

/** The outcome of retryRefund. */
export type RetryRefundResult = IdempotencyConflict | NotFound | RefundNotGivenUp | RetryRefundSuccess;

/** The refund is requested from the provider again. */
export type RetryRefundSuccess = {
  readonly __typename?: 'RetryRefundSuccess';
  /** The payment after the change. */
  readonly payment: Payment;
};

/** The payment whose money went back otherwise. */
export type SettleRefundInput = {
  /** Any text that is new for each note. */
  readonly idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** The payment. */
  readonly paymentId: Scalars['ID']['input'];
  /** How the money went back: 1 to 1,000 characters. */
  readonly reason: Scalars['String']['input'];
};

/** The outcome of settleRefund. */
export type SettleRefundResult = IdempotencyConflict | InvalidInput | NotFound | RefundNotGivenUp | SettleRefundSuccess;

/** It is noted that the money went back. */
export type SettleRefundSuccess = {
  readonly __typename?: 'SettleRefundSuccess';
  /** The payment after the change. */
  readonly payment: Payment;
};

/** A half-open interval [start, end): the end is not part of it. */
export type Slot = {
  readonly __typename?: 'Slot';
  /** The first instant after the slot. */
  readonly end: Scalars['DateTime']['output'];
  /** The first instant. */
  readonly start: Scalars['DateTime']['output'];
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
  Payment: Payment;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Booking:
    ( { __typename: 'Booking' }
    & GraphQLRecursivePick<FederationTypes['Booking'], {"id":true}> );
  Payment:
    ( { __typename: 'Payment' }
    & GraphQLRecursivePick<FederationTypes['Payment'], {"id":true}> );
};

/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  AuthorizePaymentResult:
    | ( AuthorizationActionRequired & { __typename: 'AuthorizationActionRequired' } )
    | ( AuthorizationDeclined & { __typename: 'AuthorizationDeclined' } )
    | ( AuthorizationGranted & { __typename: 'AuthorizationGranted' } )
    | ( AuthorizationRefused & { __typename: 'AuthorizationRefused' } )
    | ( AuthorizationUnavailable & { __typename: 'AuthorizationUnavailable' } )
    | ( PaymentMethodUnknown & { __typename: 'PaymentMethodUnknown' } )
  ;
  RetryRefundResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( RefundNotGivenUp & { __typename: 'RefundNotGivenUp' } )
    | ( Omit<RetryRefundSuccess, 'payment'> & { payment: _RefType['Payment'] } & { __typename: 'RetryRefundSuccess' } )
  ;
  SettleRefundResult:
    | ( IdempotencyConflict & { __typename: 'IdempotencyConflict' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( NotFound & { __typename: 'NotFound' } )
    | ( RefundNotGivenUp & { __typename: 'RefundNotGivenUp' } )
    | ( Omit<SettleRefundSuccess, 'payment'> & { payment: _RefType['Payment'] } & { __typename: 'SettleRefundSuccess' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( IdempotencyConflict )
    | ( InvalidInput )
    | ( NotFound )
    | ( RefundNotGivenUp )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuthorizationActionRequired: ResolverTypeWrapper<AuthorizationActionRequired>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  AuthorizationAmountInput: AuthorizationAmountInput;
  AuthorizationDeclined: ResolverTypeWrapper<AuthorizationDeclined>;
  AuthorizationGranted: ResolverTypeWrapper<AuthorizationGranted>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  AuthorizationRefused: ResolverTypeWrapper<AuthorizationRefused>;
  AuthorizationUnavailable: ResolverTypeWrapper<AuthorizationUnavailable>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuthorizePaymentInput: AuthorizePaymentInput;
  AuthorizePaymentResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AuthorizePaymentResult']>;
  Booking: ResolverTypeWrapper<{ readonly id: string }>;
  ConfirmAuthorizationInput: ConfirmAuthorizationInput;
  CurrencyCode: ResolverTypeWrapper<Scalars['CurrencyCode']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Dispute: ResolverTypeWrapper<Omit<Dispute, 'amount'> & { amount: ResolversTypes['Money'] }>;
  DisputeStatus: DisputeStatus;
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
  Payment: ResolverTypeWrapper<VisiblePayment>;
  PaymentConnection: ResolverTypeWrapper<import('../../platform/subgraph/pagination.ts').Connection<VisiblePayment>>;
  PaymentEdge: ResolverTypeWrapper<Omit<PaymentEdge, 'node'> & { node: ResolversTypes['Payment'] }>;
  PaymentFilter: PaymentFilter;
  PaymentMethodUnknown: ResolverTypeWrapper<PaymentMethodUnknown>;
  PaymentStatus: PaymentStatus;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Refund: ResolverTypeWrapper<Omit<Refund, 'amount'> & { amount: ResolversTypes['Money'] }>;
  RefundNotGivenUp: ResolverTypeWrapper<RefundNotGivenUp>;
  RefundOrigin: RefundOrigin;
  RefundStatus: RefundStatus;
  RetryRefundInput: RetryRefundInput;
  RetryRefundResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RetryRefundResult']>;
  RetryRefundSuccess: ResolverTypeWrapper<Omit<RetryRefundSuccess, 'payment'> & { payment: ResolversTypes['Payment'] }>;
  SettleRefundInput: SettleRefundInput;
  SettleRefundResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SettleRefundResult']>;
  SettleRefundSuccess: ResolverTypeWrapper<Omit<SettleRefundSuccess, 'payment'> & { payment: ResolversTypes['Payment'] }>;
  Slot: ResolverTypeWrapper<Slot>;
  TimeZone: ResolverTypeWrapper<Scalars['TimeZone']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuthorizationActionRequired: AuthorizationActionRequired;
  String: Scalars['String']['output'];
  AuthorizationAmountInput: AuthorizationAmountInput;
  AuthorizationDeclined: AuthorizationDeclined;
  AuthorizationGranted: AuthorizationGranted;
  ID: Scalars['ID']['output'];
  AuthorizationRefused: AuthorizationRefused;
  AuthorizationUnavailable: AuthorizationUnavailable;
  Int: Scalars['Int']['output'];
  AuthorizePaymentInput: AuthorizePaymentInput;
  AuthorizePaymentResult: ResolversUnionTypes<ResolversParentTypes>['AuthorizePaymentResult'];
  Booking: { readonly id: string };
  ConfirmAuthorizationInput: ConfirmAuthorizationInput;
  CurrencyCode: Scalars['CurrencyCode']['output'];
  DateTime: Scalars['DateTime']['output'];
  Dispute: Omit<Dispute, 'amount'> & { amount: ResolversParentTypes['Money'] };
  IdempotencyConflict: IdempotencyConflict;
  InputProblem: InputProblem;
  InvalidInput: InvalidInput;
  MinorUnits: Scalars['MinorUnits']['output'];
  Money: MoneyModel;
  Mutation: Record<PropertyKey, never>;
  NotFound: NotFound;
  PageInfo: PageInfo;
  Boolean: Scalars['Boolean']['output'];
  Payment: VisiblePayment;
  PaymentConnection: import('../../platform/subgraph/pagination.ts').Connection<VisiblePayment>;
  PaymentEdge: Omit<PaymentEdge, 'node'> & { node: ResolversParentTypes['Payment'] };
  PaymentFilter: PaymentFilter;
  PaymentMethodUnknown: PaymentMethodUnknown;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Query: Record<PropertyKey, never>;
  Refund: Omit<Refund, 'amount'> & { amount: ResolversParentTypes['Money'] };
  RefundNotGivenUp: RefundNotGivenUp;
  RetryRefundInput: RetryRefundInput;
  RetryRefundResult: ResolversUnionTypes<ResolversParentTypes>['RetryRefundResult'];
  RetryRefundSuccess: Omit<RetryRefundSuccess, 'payment'> & { payment: ResolversParentTypes['Payment'] };
  SettleRefundInput: SettleRefundInput;
  SettleRefundResult: ResolversUnionTypes<ResolversParentTypes>['SettleRefundResult'];
  SettleRefundSuccess: Omit<SettleRefundSuccess, 'payment'> & { payment: ResolversParentTypes['Payment'] };
  Slot: Slot;
  TimeZone: Scalars['TimeZone']['output'];
};

export type AuthorizationActionRequiredResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizationActionRequired'] = ResolversParentTypes['AuthorizationActionRequired']> = {
  clientSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  redirectUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuthorizationDeclinedResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizationDeclined'] = ResolversParentTypes['AuthorizationDeclined']> = {
  declineCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuthorizationGrantedResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizationGranted'] = ResolversParentTypes['AuthorizationGranted']> = {
  paymentId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuthorizationRefusedResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizationRefused'] = ResolversParentTypes['AuthorizationRefused']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuthorizationUnavailableResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizationUnavailable'] = ResolversParentTypes['AuthorizationUnavailable']> = {
  retryAfterSeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuthorizePaymentResultResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['AuthorizePaymentResult'] = ResolversParentTypes['AuthorizePaymentResult']> = {
  __resolveType: TypeResolveFn<'AuthorizationActionRequired' | 'AuthorizationDeclined' | 'AuthorizationGranted' | 'AuthorizationRefused' | 'AuthorizationUnavailable' | 'PaymentMethodUnknown', ParentType, ContextType>;
};

export type BookingResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Booking'] = ResolversParentTypes['Booking'], FederationReferenceType extends FederationReferenceTypes['Booking'] = FederationReferenceTypes['Booking']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Booking']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType>;
};

export interface CurrencyCodeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['CurrencyCode'], any> {
  name: 'CurrencyCode';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DisputeResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Dispute'] = ResolversParentTypes['Dispute']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['DisputeStatus'], ParentType, ContextType>;
};

export type IdempotencyConflictResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['IdempotencyConflict'] = ResolversParentTypes['IdempotencyConflict']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InputProblemResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['InputProblem'] = ResolversParentTypes['InputProblem']> = {
  code?: Resolver<ResolversTypes['InputProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problems?: Resolver<ReadonlyArray<ResolversTypes['InputProblem']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface MinorUnitsScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['MinorUnits'], any> {
  name: 'MinorUnits';
}

export type MoneyResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Money'] = ResolversParentTypes['Money']> = {
  amount?: Resolver<ResolversTypes['MinorUnits'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['CurrencyCode'], ParentType, ContextType>;
  decimal?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  authorizePayment?: Resolver<ResolversTypes['AuthorizePaymentResult'], ParentType, ContextType, RequireFields<MutationAuthorizePaymentArgs, 'input'>>;
  confirmAuthorization?: Resolver<ResolversTypes['AuthorizePaymentResult'], ParentType, ContextType, RequireFields<MutationConfirmAuthorizationArgs, 'input'>>;
  retryRefund?: Resolver<Maybe<ResolversTypes['RetryRefundResult']>, ParentType, ContextType, RequireFields<MutationRetryRefundArgs, 'input'>>;
  settleRefund?: Resolver<Maybe<ResolversTypes['SettleRefundResult']>, ParentType, ContextType, RequireFields<MutationSettleRefundArgs, 'input'>>;
};

export type NotFoundResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['NotFound'] = ResolversParentTypes['NotFound']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PaymentResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Payment'] = ResolversParentTypes['Payment'], FederationReferenceType extends FederationReferenceTypes['Payment'] = FederationReferenceTypes['Payment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Payment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  booking?: Resolver<Maybe<ResolversTypes['Booking']>, ParentType, ContextType>;
  bookingId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  declineCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  dispute?: Resolver<Maybe<ResolversTypes['Dispute']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  refundedAmount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  refunds?: Resolver<ReadonlyArray<ResolversTypes['Refund']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
};

export type PaymentConnectionResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['PaymentConnection'] = ResolversParentTypes['PaymentConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['PaymentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PaymentEdgeResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['PaymentEdge'] = ResolversParentTypes['PaymentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
};

export type PaymentMethodUnknownResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['PaymentMethodUnknown'] = ResolversParentTypes['PaymentMethodUnknown']> = {
  paymentMethod?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'RefundNotGivenUp', ParentType, ContextType>;
};

export type QueryResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  payment?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentArgs, 'id'>>;
  paymentOfBooking?: Resolver<Maybe<ResolversTypes['Payment']>, ParentType, ContextType, RequireFields<QueryPaymentOfBookingArgs, 'bookingId'>>;
  payments?: Resolver<Maybe<ResolversTypes['PaymentConnection']>, ParentType, ContextType, Partial<QueryPaymentsArgs>>;
};

export type RefundResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Refund'] = ResolversParentTypes['Refund']> = {
  amount?: Resolver<ResolversTypes['Money'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  origin?: Resolver<ResolversTypes['RefundOrigin'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RefundStatus'], ParentType, ContextType>;
};

export type RefundNotGivenUpResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['RefundNotGivenUp'] = ResolversParentTypes['RefundNotGivenUp']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PaymentStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RetryRefundResultResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['RetryRefundResult'] = ResolversParentTypes['RetryRefundResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'NotFound' | 'RefundNotGivenUp' | 'RetryRefundSuccess', ParentType, ContextType>;
};

export type RetryRefundSuccessResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['RetryRefundSuccess'] = ResolversParentTypes['RetryRefundSuccess']> = {
  payment?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SettleRefundResultResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['SettleRefundResult'] = ResolversParentTypes['SettleRefundResult']> = {
  __resolveType: TypeResolveFn<'IdempotencyConflict' | 'InvalidInput' | 'NotFound' | 'RefundNotGivenUp' | 'SettleRefundSuccess', ParentType, ContextType>;
};

export type SettleRefundSuccessResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['SettleRefundSuccess'] = ResolversParentTypes['SettleRefundSuccess']> = {
  payment?: Resolver<ResolversTypes['Payment'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SlotResolvers<ContextType = PaymentContext, ParentType extends ResolversParentTypes['Slot'] = ResolversParentTypes['Slot']> = {
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export interface TimeZoneScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['TimeZone'], any> {
  name: 'TimeZone';
}

export type Resolvers<ContextType = PaymentContext> = {
  AuthorizationActionRequired?: AuthorizationActionRequiredResolvers<ContextType>;
  AuthorizationDeclined?: AuthorizationDeclinedResolvers<ContextType>;
  AuthorizationGranted?: AuthorizationGrantedResolvers<ContextType>;
  AuthorizationRefused?: AuthorizationRefusedResolvers<ContextType>;
  AuthorizationUnavailable?: AuthorizationUnavailableResolvers<ContextType>;
  AuthorizePaymentResult?: AuthorizePaymentResultResolvers<ContextType>;
  Booking?: BookingResolvers<ContextType>;
  CurrencyCode?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Dispute?: DisputeResolvers<ContextType>;
  IdempotencyConflict?: IdempotencyConflictResolvers<ContextType>;
  InputProblem?: InputProblemResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  MinorUnits?: GraphQLScalarType;
  Money?: MoneyResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotFound?: NotFoundResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  Payment?: PaymentResolvers<ContextType>;
  PaymentConnection?: PaymentConnectionResolvers<ContextType>;
  PaymentEdge?: PaymentEdgeResolvers<ContextType>;
  PaymentMethodUnknown?: PaymentMethodUnknownResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Refund?: RefundResolvers<ContextType>;
  RefundNotGivenUp?: RefundNotGivenUpResolvers<ContextType>;
  RetryRefundResult?: RetryRefundResultResolvers<ContextType>;
  RetryRefundSuccess?: RetryRefundSuccessResolvers<ContextType>;
  SettleRefundResult?: SettleRefundResultResolvers<ContextType>;
  SettleRefundSuccess?: SettleRefundSuccessResolvers<ContextType>;
  Slot?: SlotResolvers<ContextType>;
  TimeZone?: GraphQLScalarType;
};


/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The room and the time to book. */
export type BookRoomInput = {
  /** The price that the customer has seen: another one is PriceChanged. A price that `quote` has named is good for 10 minutes. Without it, the price of the moment is charged. */
  readonly expectedPrice?: MoneyInput | null | undefined;
  /** Any text that is new for each booking: a repeated request with it books and charges once. */
  readonly idempotencyKey?: string | null | undefined;
  /** A payment method of the payment provider, such as pm_card_visa: at most 255 characters. */
  readonly paymentMethod: string;
  /** The room. */
  readonly roomId: string;
  /** Between 5 minutes and 30 days long and not in the past; the hour from now when left out. */
  readonly slot?: SlotInput | null | undefined;
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

/** Why a subscription sends something. */
export type ChangeKind =
  /** A change. */
  | 'CHANGE'
  /** The state at the start of the subscription, or the first state of what is created later. */
  | 'SNAPSHOT';

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

/** An amount of money. */
export type MoneyInput = {
  /** In minor units of the currency. */
  readonly amount: number;
  /** The currency. */
  readonly currency: string;
};

/** Conditions on rooms. A room must meet all of them; a condition that is left out or null is met by every room. */
export type RoomFilter = {
  /** Only rooms of this host. */
  readonly hostId?: string | null | undefined;
  /** Only rooms whose location contains this text of at most 200 characters, however it is typed. */
  readonly location?: string | null | undefined;
  /** Only rooms with an hourly rate in this currency and at most of this amount. */
  readonly maxHourlyRate?: MoneyInput | null | undefined;
  /** Only rooms that hold at least so many people. */
  readonly minCapacity?: number | null | undefined;
  /** Only rooms whose name contains this text of at most 200 characters, however it is typed. */
  readonly nameContains?: string | null | undefined;
  /** Only rooms with this status now. */
  readonly status?: RoomStatus | null | undefined;
  /** Only rooms that have all of these supplies, at least one of each: at most 20 names, however they are typed. */
  readonly supplies?: ReadonlyArray<string> | null | undefined;
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
export type SlotInput = {
  /** The first instant after the slot. */
  readonly end: string;
  /** The first instant. */
  readonly start: string;
};

export type BookRoomMutationVariables = Exact<{
  input: BookRoomInput;
}>;


export type BookRoomMutation = { readonly bookRoom:
    | { readonly __typename: 'BookRoomSuccess', readonly booking: { readonly id: string, readonly status: BookingStatus } }
    | { readonly __typename: 'IdempotencyConflict', readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly message: string, readonly problems: ReadonlyArray<{ readonly field: string, readonly code: InputProblemCode, readonly message: string }> }
    | { readonly __typename: 'PaymentActionRequired', readonly message: string }
    | { readonly __typename: 'PaymentDeclined', readonly message: string }
    | { readonly __typename: 'PaymentExpired', readonly message: string }
    | { readonly __typename: 'PaymentRefused', readonly message: string }
    | { readonly __typename: 'PaymentUnavailable', readonly message: string }
    | { readonly __typename: 'PriceChanged', readonly message: string }
    | { readonly __typename: 'RoomUnavailable', readonly message: string }
    | { readonly __typename: 'SlotTaken', readonly message: string, readonly nextFreeSlot: { readonly start: string, readonly end: string } | null }
    | { readonly __typename: 'TooManyAttempts', readonly message: string }
   | null };

export type RoomListQueryVariables = Exact<{
  filter?: RoomFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type RoomListQuery = { readonly rooms: { readonly edges: ReadonlyArray<{ readonly node: { readonly id: string, readonly name: string, readonly status: RoomStatus, readonly hourlyRate: { readonly amount: number, readonly currency: string }, readonly supplies: ReadonlyArray<{ readonly id: string, readonly name: string }> | null } | null }>, readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null } } | null };

export type FollowRoomSubscriptionVariables = Exact<{
  roomId: string;
}>;


export type FollowRoomSubscription = { readonly roomStatusChanged: { readonly kind: ChangeKind, readonly cursor: string, readonly status: RoomStatus, readonly room: { readonly id: string, readonly status: RoomStatus } | null } };


export const BookRoomDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"BookRoom"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"BookRoomInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"bookRoom"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"BookRoomSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"booking"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SlotTaken"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"nextFreeSlot"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}},{"kind":"Field","name":{"kind":"Name","value":"end"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInput"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"problems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Problem"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<BookRoomMutation, BookRoomMutationVariables>;
export const RoomListDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"RoomList"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"RoomFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"rooms"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"hourlyRate"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"amount"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}},{"kind":"Field","name":{"kind":"Name","value":"supplies"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<RoomListQuery, RoomListQueryVariables>;
export const FollowRoomDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"FollowRoom"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"roomId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"roomStatusChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"roomIds"},"value":{"kind":"ListValue","values":[{"kind":"Variable","name":{"kind":"Name","value":"roomId"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"room"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}}]}}]} as unknown as DocumentNode<FollowRoomSubscription, FollowRoomSubscriptionVariables>;
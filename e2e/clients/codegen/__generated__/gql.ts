/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation BookRoom($input: BookRoomInput!) {\n    bookRoom(input: $input) {\n      __typename\n      ... on BookRoomSuccess {\n        booking {\n          id\n          status\n        }\n      }\n      ... on SlotTaken {\n        nextFreeSlot {\n          start\n          end\n        }\n      }\n      ... on InvalidInput {\n        problems {\n          field\n          code\n          message\n        }\n      }\n      ... on Problem {\n        message\n      }\n    }\n  }\n": typeof types.BookRoomDocument,
    "\n  fragment RoomItem on Room {\n    id\n    name\n    status\n    hourlyRate {\n      amount\n      currency\n    }\n    supplies {\n      id\n      name\n    }\n  }\n": typeof types.RoomItemFragmentDoc,
    "\n  query RoomList($filter: RoomFilter, $first: Int!, $after: String) {\n    rooms(filter: $filter, first: $first, after: $after) {\n      edges {\n        node {\n          ...RoomItem\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": typeof types.RoomListDocument,
    "\n  subscription FollowRoom($roomId: ID!) {\n    roomStatusChanged(roomIds: [$roomId]) {\n      kind\n      cursor\n      status\n      room {\n        id\n        status\n      }\n    }\n  }\n": typeof types.FollowRoomDocument,
};
const documents: Documents = {
    "\n  mutation BookRoom($input: BookRoomInput!) {\n    bookRoom(input: $input) {\n      __typename\n      ... on BookRoomSuccess {\n        booking {\n          id\n          status\n        }\n      }\n      ... on SlotTaken {\n        nextFreeSlot {\n          start\n          end\n        }\n      }\n      ... on InvalidInput {\n        problems {\n          field\n          code\n          message\n        }\n      }\n      ... on Problem {\n        message\n      }\n    }\n  }\n": types.BookRoomDocument,
    "\n  fragment RoomItem on Room {\n    id\n    name\n    status\n    hourlyRate {\n      amount\n      currency\n    }\n    supplies {\n      id\n      name\n    }\n  }\n": types.RoomItemFragmentDoc,
    "\n  query RoomList($filter: RoomFilter, $first: Int!, $after: String) {\n    rooms(filter: $filter, first: $first, after: $after) {\n      edges {\n        node {\n          ...RoomItem\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n": types.RoomListDocument,
    "\n  subscription FollowRoom($roomId: ID!) {\n    roomStatusChanged(roomIds: [$roomId]) {\n      kind\n      cursor\n      status\n      room {\n        id\n        status\n      }\n    }\n  }\n": types.FollowRoomDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation BookRoom($input: BookRoomInput!) {\n    bookRoom(input: $input) {\n      __typename\n      ... on BookRoomSuccess {\n        booking {\n          id\n          status\n        }\n      }\n      ... on SlotTaken {\n        nextFreeSlot {\n          start\n          end\n        }\n      }\n      ... on InvalidInput {\n        problems {\n          field\n          code\n          message\n        }\n      }\n      ... on Problem {\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation BookRoom($input: BookRoomInput!) {\n    bookRoom(input: $input) {\n      __typename\n      ... on BookRoomSuccess {\n        booking {\n          id\n          status\n        }\n      }\n      ... on SlotTaken {\n        nextFreeSlot {\n          start\n          end\n        }\n      }\n      ... on InvalidInput {\n        problems {\n          field\n          code\n          message\n        }\n      }\n      ... on Problem {\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RoomItem on Room {\n    id\n    name\n    status\n    hourlyRate {\n      amount\n      currency\n    }\n    supplies {\n      id\n      name\n    }\n  }\n"): (typeof documents)["\n  fragment RoomItem on Room {\n    id\n    name\n    status\n    hourlyRate {\n      amount\n      currency\n    }\n    supplies {\n      id\n      name\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RoomList($filter: RoomFilter, $first: Int!, $after: String) {\n    rooms(filter: $filter, first: $first, after: $after) {\n      edges {\n        node {\n          ...RoomItem\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"): (typeof documents)["\n  query RoomList($filter: RoomFilter, $first: Int!, $after: String) {\n    rooms(filter: $filter, first: $first, after: $after) {\n      edges {\n        node {\n          ...RoomItem\n        }\n      }\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowRoom($roomId: ID!) {\n    roomStatusChanged(roomIds: [$roomId]) {\n      kind\n      cursor\n      status\n      room {\n        id\n        status\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FollowRoom($roomId: ID!) {\n    roomStatusChanged(roomIds: [$roomId]) {\n      kind\n      cursor\n      status\n      room {\n        id\n        status\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type {
  BookRoomInput,
  Outcome,
  RoomChange,
  RoomFilter,
  RoomItem,
  RoomListContent,
} from './client-setup.ts';
import { BookRoomDocument, FollowRoomDocument, RoomListDocument } from './operations.generated.ts';

/** The operations as typed documents, which Apollo Client and urql take from any tool. */
export type TypedDocuments<List extends object> = {
  readonly bookRoom: TypedDocumentNode<
    { readonly bookRoom: Outcome | null },
    { readonly input: BookRoomInput }
  >;
  readonly roomList: TypedDocumentNode<List, RoomListVariables>;
  readonly followRoom: TypedDocumentNode<
    { readonly roomStatusChanged: RoomChange },
    { readonly roomId: string }
  >;
  /** Reads the list's data, whose fragments may be masked. */
  readonly readList: (data: List) => RoomListContent;
};

type RoomListVariables = {
  readonly filter: RoomFilter;
  readonly first: number;
  readonly after: string | null;
};

/** The data of a list, with rooms as its document gives them. */
type RoomListData<Room> = {
  readonly rooms:
    | (Pick<RoomListContent, 'pageInfo'> & { readonly edges: readonly { readonly node: Room | null }[] })
    | null;
};

/**
 * Reads the data of a list, without rooms that are null beside an error.
 *
 * @param readRoom reads a room, as its fragment gives it
 */
export function readList<Room>(
  { rooms }: RoomListData<Room>,
  readRoom: (room: Room) => RoomItem,
): RoomListContent {
  if (rooms === null) throw new Error('The list was not answered.');
  return {
    rooms: rooms.edges.flatMap(({ node }) => (node === null ? [] : [readRoom(node)])),
    pageInfo: rooms.pageInfo,
  };
}

/** The documents of operations.graphql. */
export const OPERATIONS: TypedDocuments<RoomListData<RoomItem>> = {
  bookRoom: BookRoomDocument,
  roomList: RoomListDocument,
  followRoom: FollowRoomDocument,
  readList: (data) => readList(data, (room) => room),
};

import type { Access } from './socket.ts';

/** A client library as the cases use it. Each library does the same in its own way. */
export type ClientSetup = {
  readonly name: string;
  /** Opens a client with a cache of its own. */
  readonly open: (access: Access) => ApiClient;
};

export type ApiClient = {
  bookRoom(input: BookRoomInput): Promise<Outcome>;
  listRooms(filter: RoomFilter, pageSize: number): RoomList;
  /** Follows one room until the returned function is called. */
  followRoom(roomId: string, observer: ChangeObserver): () => void;
  close(): Promise<void>;
};

type Slot = { readonly start: string; readonly end: string };

export type BookRoomInput = {
  readonly roomId: string;
  readonly slot?: Slot;
  readonly paymentMethod: string;
  /** One for each action of a person: a repeated request with it books once. */
  readonly idempotencyKey: string;
};

export type RoomFilter = { readonly nameContains: string };

/** A result of `bookRoom`. Programs decide by `__typename`, and show the message of what they do not know. */
export type Outcome = {
  readonly __typename: string;
  readonly booking?: { readonly id: string; readonly status: string };
  readonly nextFreeSlot?: Slot | null | undefined;
  readonly problems?: readonly { readonly field: string; readonly code: string; readonly message: string }[];
  readonly message?: string;
};

export type RoomItem = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly hourlyRate: { readonly amount: number; readonly currency: string };
  /** Null beside an error while their service is away. */
  readonly supplies?: readonly { readonly name: string }[] | null | undefined;
};

/** A list of rooms whose pages the cache joins. */
export type RoomList = {
  /** Loads the page after a cursor, or the first one. */
  load(after: string | null): Promise<void>;
  /** Reads all loaded pages from the cache. */
  read(): RoomListContent;
};

export type RoomListContent = {
  readonly rooms: readonly RoomItem[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null | undefined };
};

export type RoomChange = { readonly kind: string; readonly cursor: string; readonly status: string };

export type ChangeObserver = {
  next(change: RoomChange): void;
  error(error: unknown): void;
};

/** Returns the data of a root field, which is null only beside an error. */
export function required<T>(value: T | null | undefined, error: unknown): T {
  if (value === null || value === undefined) throw new Error('The answer has no data.', { cause: error });
  return value;
}

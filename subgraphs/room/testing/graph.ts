import { join } from 'node:path';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import type { RoomFixture } from './fixture.ts';

type Room = Readonly<Record<string, unknown>> & { readonly id: string };
export type Result = Readonly<Record<string, unknown>> & { readonly __typename: string; readonly room: Room };

export type RoomPage = {
  readonly edges: readonly { readonly cursor: string; readonly node: Room }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
};

/** The data that the tests read: each operation selects some of it. */
export type Data = Readonly<
  Record<'register' | 'update' | 'remove' | 'close' | 'reopen' | 'transfer', Result>
> & {
  readonly room: Room | null;
  readonly rooms: RoomPage;
  readonly hosts: readonly ({ readonly id: string; readonly rooms: RoomPage } | null)[];
  readonly _entities: readonly (Room | null)[];
};

export type Answer = SubgraphAnswer<Data>;

export type Graph = Awaited<ReturnType<typeof serveGraph>>;

/** The service's own server over a fixture. */
export function serveGraph({ services, mongo }: Pick<RoomFixture, 'services' | 'mongo'>) {
  return serveSubgraph<Data>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext(services),
    ping: () => mongo.ping(),
  });
}

const ROOM = `room { id host { id } name description location capacity hourlyRate { amount currency decimal }
  timeZone status statusSince closedReason }`;
const PROBLEMS = `... on Problem { message } ... on NotFound { missingId }
  ... on InvalidInput { field problems { field code } }`;
const PAGE = `edges { cursor node { id name } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount`;

/** The operations that the tests use. */
export const REGISTER = `mutation ($input: RegisterRoomInput!) { register: registerRoom(input: $input) { __typename
  ... on RegisterRoomSuccess { ${ROOM} } ... on Problem { message }
  ... on InvalidInput { field problems { field code } } } }`;
export const UPDATE = `mutation ($input: UpdateRoomInput!) { update: updateRoom(input: $input) { __typename
  ... on UpdateRoomSuccess { ${ROOM} } ${PROBLEMS} } }`;
export const CLOSE = `mutation ($input: CloseRoomInput!) { close: closeRoom(input: $input) { __typename
  ... on CloseRoomSuccess { ${ROOM} } ${PROBLEMS} } }`;
export const REOPEN = `mutation ($input: ReopenRoomInput!) { reopen: reopenRoom(input: $input) { __typename
  ... on ReopenRoomSuccess { ${ROOM} } ... on Problem { message } ... on NotFound { missingId } } }`;
export const TRANSFER = `mutation ($input: TransferRoomInput!) { transfer: transferRoom(input: $input) { __typename
  ... on TransferRoomSuccess { ${ROOM} } ${PROBLEMS} } }`;
export const REMOVE = `mutation ($input: DeleteRoomInput!) { remove: deleteRoom(input: $input) { __typename
  ... on DeleteRoomSuccess { roomId } ... on Problem { message } ... on NotFound { missingId }
  ... on RoomHasBookings { bookingCount } ... on SuppliesUnavailable { retryAfterSeconds } } }`;
export const GET = `query ($id: ID!) { ${ROOM.replace('room', 'room(id: $id)')} }`;
export const LIST = `query ($filter: RoomFilter, $first: Int, $after: String) {
  rooms(filter: $filter, first: $first, after: $after) { ${PAGE} } }`;
export const HOSTS = `query ($keys: [_Any!]!, $first: Int, $after: String) {
  hosts: _entities(representations: $keys) { ... on Host { id rooms(first: $first, after: $after) { ${PAGE} } } } }`;
export const ENTITIES =
  'query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Room { id name status } } }';

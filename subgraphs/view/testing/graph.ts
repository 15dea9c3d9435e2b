import { join } from 'node:path';
import { beforeAll, beforeEach } from 'vitest';
import { type SubgraphAnswer, serveSubgraph } from '../../../platform/testing/index.ts';
import type { CourseEntry, OwnBooking, RoomCounts, RoomEntry, SupplyEntry } from '../application/ports.ts';
import { createContext } from '../resolvers/context.ts';
import { resolvers } from '../resolvers/index.ts';
import { createFixture, type Fixture } from './fixture.ts';

type Page<Node> = {
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
};

/** The data that the tests read: each operation selects some of it. */
export type Data = {
  readonly roomBoard: Page<RoomEntry> & RoomCounts & { readonly asOf: string };
  readonly supplyStock: readonly SupplyEntry[];
  readonly courseBoard: Page<CourseEntry> & { readonly totalCount: number; readonly asOf: string };
  readonly myPage: {
    readonly bookings: Page<OwnBooking> & { readonly totalCount: number };
    readonly unreadMessages: number;
    readonly bookmarkedRoomIds: readonly string[];
    readonly bookmarkedCourseIds: readonly string[];
    readonly asOf: string;
  };
};

export type Answer = SubgraphAnswer<Data>;

export type Graph = Awaited<ReturnType<typeof serveGraph>>;

/** The service's own server over a fixture. */
export function serveGraph({ services, pool }: Pick<Fixture, 'services' | 'pool'>) {
  return serveSubgraph<Data>({
    folder: join(import.meta.dirname, '..'),
    resolvers,
    context: createContext(services),
    ping: () => pool.query('SELECT'),
  });
}

/** Serves the graph on a database of its own for the tests of one file, each of which begins with none. */
export function useService(): { readonly fixture: Fixture; readonly graph: Graph } {
  let fixture: Fixture;
  let graph: Graph;
  beforeAll(async () => {
    fixture = await createFixture();
    graph = await serveGraph(fixture);
    return async () => {
      await graph.close();
      await fixture[Symbol.asyncDispose]();
    };
  });
  beforeEach(() => fixture.clear());
  return {
    get fixture() {
      return fixture;
    },
    get graph() {
      return graph;
    },
  };
}

/** The operations that the tests use. */
const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
export const ROOM_BOARD = `query ($filter: RoomFilter, $first: Int, $after: String) {
  roomBoard(filter: $filter, first: $first, after: $after) { total empty full closed asOf ${PAGE_INFO}
    edges { cursor node { roomId roomName location capacity status since currentBookingId bookedUntil
      nextBookingAt supplyCount rating reviewCount likeCount bookmarkCount room { id } } } } }`;
export const SUPPLY_STOCK = `query ($nameContains: String) {
  supplyStock(nameContains: $nameContains) { name total rooms { roomId roomName quantity } } }`;
export const COURSE_BOARD = `query ($first: Int, $after: String) {
  courseBoard(first: $first, after: $after) { totalCount asOf ${PAGE_INFO}
    edges { cursor node { courseId title stopCount rating reviewCount likeCount bookmarkCount course { id } } } } }`;
export const MY_PAGE = `query ($first: Int, $after: String) {
  myPage { unreadMessages bookmarkedRoomIds bookmarkedCourseIds asOf
    bookings(first: $first, after: $after) { totalCount ${PAGE_INFO}
      edges { cursor node { bookingId roomId roomName slot { start end } status paymentStatus
        price { amount currency decimal } booking { id } } } } } }`;

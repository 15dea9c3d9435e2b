import type { Instant } from '../../../platform/decisions/values.ts';
import { isUuid } from '../../../platform/input.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import type { CourseEntry, RoomCounts, RoomCriteria, RoomEntry } from '../application/ports.ts';
import type { ViewServices } from '../application/services.ts';

export type CourseBoard = Connection<CourseEntry> & { readonly asOf: Instant };

/** A page of the board of rooms; the numbers are counted together, when one of them is asked for. */
export type RoomBoard = Pick<Connection<RoomEntry>, 'edges' | 'pageInfo'> & {
  readonly [Number in keyof RoomCounts]: () => Promise<number>;
} & { readonly asOf: Instant };

/** The page of a customer. What it shows is read field by field, after its freshness. */
export type MyPage = { readonly customerId: string; readonly asOf: Instant };

type Services = Pick<ViewServices, 'queries' | 'freshness' | 'clock'>;

export async function readRoomBoard(
  { queries, freshness, clock }: Services,
  criteria: RoomCriteria,
  args: PageArguments,
): Promise<RoomBoard> {
  const name = 'roomBoard';
  const page = readPage<[string]>(args, name, [isUuid]);
  const asOf = await freshness(name);
  const now = clock();
  const found = await queries.rooms(criteria, page, now);
  let counting: Promise<RoomCounts> | undefined;
  const counts = () => (counting ??= queries.countRooms(criteria, now));
  const { edges, pageInfo } = toConnection(found, page, {
    name,
    keysOf: ({ roomId }) => [roomId],
    count: async () => (await counts()).total,
  });
  return {
    edges,
    pageInfo,
    total: async () => (await counts()).total,
    empty: async () => (await counts()).empty,
    full: async () => (await counts()).full,
    closed: async () => (await counts()).closed,
    asOf,
  };
}

export async function readCourseBoard(
  { queries, freshness }: Services,
  args: PageArguments,
): Promise<CourseBoard> {
  const name = 'courseBoard';
  const page = readPage<[string]>(args, name, [isUuid]);
  const asOf = await freshness(name);
  const courses = toConnection(await queries.courses(page), page, {
    name,
    keysOf: ({ courseId }) => [courseId],
    count: queries.countCourses,
  });
  return { ...courses, asOf };
}

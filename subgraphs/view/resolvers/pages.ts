import type { Instant } from '../../../platform/decisions/values.ts';
import { isUuid } from '../../../platform/input.ts';
import { asksFor } from '../../../platform/subgraph/asked-fields.ts';
import {
  type Connection,
  type PageArguments,
  readPage,
  toConnection,
} from '../../../platform/subgraph/pagination.ts';
import type { CourseEntry, RoomCounts, RoomCriteria, RoomEntry } from '../application/ports.ts';
import type { ViewServices } from '../application/services.ts';
import type { ViewName } from '../application/views.ts';

/** Until when a view shows what has happened; undefined when it is not asked for. */
type AsOf = { readonly asOf: Instant | undefined };

export type CourseBoard = Connection<CourseEntry> & AsOf;

/** A page of the board of rooms; the numbers are counted together, when one of them is asked for. */
export type RoomBoard = Pick<Connection<RoomEntry>, 'edges' | 'pageInfo'> & {
  readonly [Number in keyof RoomCounts]: () => Promise<number>;
} & AsOf;

/** The page of a customer. What it shows is read field by field, after its freshness. */
export type MyPage = { readonly customerId: string } & AsOf;

type Services = Pick<ViewServices, 'queries' | 'freshness' | 'clock'>;
/** The selection of an operation. */
type Info = Parameters<typeof asksFor>[0];

/**
 * How fresh a view is, which is asked of the streams, when the operation asks for it. Read the view
 * afterwards.
 */
export async function freshnessFor(
  { freshness }: Pick<Services, 'freshness'>,
  view: ViewName,
  info: Info,
): Promise<Instant | undefined> {
  return asksFor(info, 'asOf') ? freshness(view) : undefined;
}

export async function readRoomBoard(
  services: Services,
  criteria: RoomCriteria,
  args: PageArguments,
  info: Info,
): Promise<RoomBoard> {
  const { queries, clock } = services;
  const name = 'roomBoard';
  const page = readPage<[string]>(args, name, [isUuid]);
  const asOf = await freshnessFor(services, name, info);
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
  services: Services,
  args: PageArguments,
  info: Info,
): Promise<CourseBoard> {
  const { queries } = services;
  const name = 'courseBoard';
  const page = readPage<[string]>(args, name, [isUuid]);
  const asOf = await freshnessFor(services, name, info);
  const courses = toConnection(await queries.courses(page), page, {
    name,
    keysOf: ({ courseId }) => [courseId],
    count: queries.countCourses,
  });
  return { ...courses, asOf };
}

import type { BookmarkRecord, EventRecord, TargetRecord } from '../snapshot.ts';
import { mapChunks } from './merge.ts';
import { type OpenSchema, readEvents } from './postgres.ts';

type TargetRow = Pick<TargetRecord, 'id' | 'type' | 'version' | 'name' | 'status' | 'stops'> & {
  host_id: string | null;
  likes: number;
  bookmarks: number;
  reviews: number;
  rating_sum: number;
  those_who_like: number;
  those_who_bookmarked: number;
  reviews_there: number;
  ratings_there: number;
};

const TARGETS = `SELECT id, type, version, name, host_id, status, likes, bookmarks, reviews, rating_sum,
    (SELECT jsonb_array_length(stops) FROM courses WHERE courses.id = targets.id) AS stops,
    coalesce(those_who_like, 0) AS those_who_like,
    coalesce(those_who_bookmarked, 0) AS those_who_bookmarked,
    coalesce(reviews_there, 0) AS reviews_there, coalesce(ratings_there, 0) AS ratings_there
  FROM targets
  LEFT JOIN (
    SELECT target_id, count(*) FILTER (WHERE mark = 'LIKE') AS those_who_like,
      count(*) FILTER (WHERE mark = 'BOOKMARK') AS those_who_bookmarked
    FROM marks GROUP BY target_id
  ) AS marked ON marked.target_id = id
  LEFT JOIN (
    SELECT target_id, count(*) AS reviews_there, sum(rating) AS ratings_there FROM reviews GROUP BY target_id
  ) AS reviewed ON reviewed.target_id = id`;

/** Community's events name the customers who have liked, bookmarked or reviewed something. */
const DETAILS = { customerId: `data #>> '{customer,id}'` } as const;

/** Reads community's events in chunks. @param clause what follows `FROM events` */
export function readCommunityEvents(
  schema: OpenSchema,
  clause: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly EventRecord[]> {
  return readEvents(schema, 'community', clause, DETAILS, values);
}

/** Reads who has bookmarked what, by what. */
export function readBookmarks(schema: OpenSchema): AsyncGenerator<readonly BookmarkRecord[]> {
  return schema.chunks<BookmarkRecord>(
    `SELECT customer_id AS "customerId", target_id AS "targetId" FROM marks WHERE mark = 'BOOKMARK' ORDER BY target_id`,
  );
}

/** Reads the rooms and courses by id, with the sizes of their sets. */
export function readTargets(schema: OpenSchema): AsyncGenerator<readonly TargetRecord[]> {
  return mapChunks(schema.chunks<TargetRow>(`${TARGETS} ORDER BY id`), (row) => ({
    id: row.id,
    type: row.type,
    version: row.version,
    name: row.name,
    hostId: row.host_id,
    status: row.status,
    stops: row.stops,
    stored: { likes: row.likes, bookmarks: row.bookmarks, reviews: row.reviews, ratings: row.rating_sum },
    sets: {
      likes: row.those_who_like,
      bookmarks: row.those_who_bookmarked,
      reviews: row.reviews_there,
      ratings: row.ratings_there,
    },
  }));
}

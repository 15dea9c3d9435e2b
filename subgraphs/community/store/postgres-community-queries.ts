import { FIRST_ID, LAST_ID, preparedPage } from '../../../platform/postgres/pages.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import type { CommunityQueries } from '../application/ports.ts';
import type { Mark } from '../domain/target.ts';
import {
  COURSE_COLUMNS,
  COURSES,
  type CourseRow,
  REVIEW_COLUMNS,
  REVIEWS,
  type ReviewRow,
  TARGET_COLUMNS,
  type TargetRow,
  toCourse,
  toReview,
  toTarget,
} from './rows.ts';

/** The courses that exist. The condition equals the one of the index of the list. */
const LISTED = "type = 'COURSE' AND status <> 'DELETED'";

/** One index scan for each page. */
const REVIEW_PAGES = `SELECT place, review.*
  FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (target, place)
  CROSS JOIN LATERAL (
    SELECT ${REVIEW_COLUMNS} FROM ${REVIEWS}
    WHERE target_id = target
      AND (created_at, reviews.id) < ($2::timestamptz, $3::uuid)
    ORDER BY created_at DESC, reviews.id DESC LIMIT $4
  ) AS review
  ORDER BY place, created_at DESC, id DESC`;

/** Queries on the rows of the stores. */
export function createPostgresCommunityQueries(pool: Pool): CommunityQueries {
  return {
    async targets(ids) {
      const { rows } = await pool.query<TargetRow>({
        name: 'targets-by-ids',
        text: `SELECT ${TARGET_COLUMNS} FROM targets WHERE id = ANY ($1)`,
        values: [ids],
      });
      return rows.flatMap((row) => toTarget(row) ?? []);
    },

    async courses(ids) {
      const { rows } = await pool.query<CourseRow>({
        name: 'courses-by-ids',
        text: `SELECT ${COURSE_COLUMNS} FROM ${COURSES} WHERE id = ANY ($1)`,
        values: [ids],
      });
      return rows.map(toCourse);
    },

    async allCourses({ limit, after }) {
      const { rows } = await pool.query<CourseRow>({
        name: 'courses',
        text: preparedPage(
          `SELECT ${COURSE_COLUMNS} FROM ${COURSES} WHERE ${LISTED} AND id > $1`,
          'id',
          '$2',
        ),
        values: [after?.[0] ?? FIRST_ID, limit],
      });
      return rows.map(toCourse);
    },

    async countCourses() {
      const { rows } = await pool.query<{ total: number }>({
        name: 'course-count',
        text: `SELECT count(*) AS total FROM targets WHERE ${LISTED}`,
      });
      return rows[0]?.total ?? 0;
    },

    async marksOf(customerId, targetIds) {
      const { rows } = await pool.query<{ target_id: string; marks: readonly Mark[] }>({
        name: 'marks-of-customer',
        text: `SELECT target_id, array_agg(mark) AS marks FROM marks
          WHERE target_id = ANY ($2) AND customer_id = $1 GROUP BY target_id`,
        values: [customerId, targetIds],
      });
      return new Map(rows.map(({ target_id, marks }) => [target_id, marks]));
    },

    async reviews(ids) {
      const { rows } = await pool.query<ReviewRow>({
        name: 'reviews-by-ids',
        text: `SELECT ${REVIEW_COLUMNS} FROM ${REVIEWS} WHERE reviews.id = ANY ($1)`,
        values: [ids],
      });
      return rows.map(toReview);
    },

    async reviewPages(targetIds, { limit, after }) {
      const { rows } = await pool.query<ReviewRow & { place: number }>({
        name: 'review-pages',
        text: REVIEW_PAGES,
        values: [targetIds, after?.[0] ?? 'infinity', after?.[1] ?? LAST_ID, limit],
      });
      const byPlace = Map.groupBy(rows, ({ place }) => place);
      return targetIds.map((_, index) => (byPlace.get(index + 1) ?? []).map(toReview));
    },

    async hasHandled(commandId) {
      const { rowCount } = await pool.query({
        name: 'has-handled',
        text: 'SELECT FROM inbox WHERE event_id = $1',
        values: [commandId],
      });
      return rowCount === 1;
    },
  };
}

import { unreachable } from '../../../platform/decisions/decider.ts';
import type { EngagementKey, EngagementStore } from '../application/ports.ts';
import { toEngagementMessage } from '../application/published-events.ts';
import type { EngagementEvent, EngagementState, Review } from '../domain/engagement.ts';
import type { Mark } from '../domain/target.ts';
import { TARGET_COLUMNS, type TargetRow, toTarget } from './rows.ts';
import type { LockedTable, TargetLock } from './target-lock.ts';

type EngagementRow = TargetRow & {
  version: number;
  is_handled: boolean;
  marks: readonly Mark[];
  review_id: string | null;
  rating: number;
  text: string;
  created_at: string;
};

const LOAD = `SELECT ${TARGET_COLUMNS}, version,
    EXISTS (SELECT FROM inbox WHERE event_id = $4) AS is_handled,
    ARRAY(SELECT mark FROM marks WHERE target_id = $1 AND customer_id = $3) AS marks,
    mine.id AS review_id, rating, text, created_at
  FROM targets LEFT JOIN reviews AS mine ON target_id = targets.id AND customer_id = $3
  WHERE targets.id = $1 AND type = $2`;

const SAVE_SIZES = `UPDATE targets
  SET version = $2, likes = $3, bookmarks = $4, reviews = $5, rating_sum = $6
  WHERE id = $1 RETURNING version`;

const SAVE_REVIEW = `INSERT INTO reviews (id, target_id, customer_id, rating, text, created_at)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (target_id, customer_id) DO UPDATE SET rating = excluded.rating, text = excluded.text,
    created_at = excluded.created_at`;

/** Likes, bookmarks and reviews in PostgreSQL. */
export function createPostgresEngagementStore(lock: TargetLock): EngagementStore {
  return {
    change: (key, options, decide) => lock.change(key.target.id, engagementTable(key), options, decide),
  };
}

function engagementTable({
  target: { type, id },
  customerId,
}: EngagementKey): LockedTable<EngagementState, EngagementEvent> {
  return {
    async load(client, handles) {
      const { rows } = await client.query<EngagementRow>({
        name: 'load-engagement',
        text: LOAD,
        values: [id, type, customerId, handles],
      });
      const row = rows[0];
      const target = row && toTarget(row);
      if (!target) return { state: undefined, version: row?.version ?? 0, isHandled: false };
      const { version, marks, is_handled: isHandled } = row;
      return { state: { target, customerId, marks, review: reviewIn(row) }, version, isHandled };
    },

    changeOf: ({ target: { marks, reviewCount, ratingSum } }, version) => ({
      name: 'save-sizes',
      text: SAVE_SIZES,
      values: [id, version, marks.LIKE, marks.BOOKMARK, reviewCount, ratingSum],
    }),

    write(client, { event }) {
      switch (event.type) {
        case 'MarkSet':
          return client.query({
            name: 'set-mark',
            text: 'INSERT INTO marks (target_id, customer_id, mark) VALUES ($1, $2, $3)',
            values: [id, customerId, event.mark],
          });
        case 'MarkRemoved':
          return client.query({
            name: 'remove-mark',
            text: 'DELETE FROM marks WHERE target_id = $1 AND customer_id = $2 AND mark = $3',
            values: [id, customerId, event.mark],
          });
        case 'ReviewWritten': {
          const { review } = event;
          return client.query({
            name: 'save-review',
            text: SAVE_REVIEW,
            values: [review.id, id, customerId, review.rating, review.text, review.createdAt],
          });
        }
        case 'ReviewDeleted':
          return client.query('DELETE FROM reviews WHERE id = $1', [event.reviewId]);
        default:
          return unreachable(event);
      }
    },

    toMessage: toEngagementMessage,
  };
}

function reviewIn({ review_id, rating, text, created_at }: EngagementRow): Review | undefined {
  return review_id === null ? undefined : { id: review_id, rating, text, createdAt: created_at };
}

import { FIRST_ID, LAST_ID, preparedPage } from '../../../platform/postgres/pages.ts';
import { createParameters, type Parameters } from '../../../platform/postgres/parameters.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import { isUnconditional, roomConditions } from '../../../platform/postgres/room-conditions.ts';
import type {
  CourseEntry,
  OwnBooking,
  RoomCounts,
  RoomCriteria,
  RoomEntry,
  SupplyEntry,
  ViewQueries,
} from '../application/ports.ts';

/** The criteria as conditions, for `listedRooms`. */
function conditionsOf(criteria: RoomCriteria, parameters: Parameters): readonly string[] {
  const { status, supplies } = criteria;
  return [
    'NOT deleted',
    ...roomConditions(criteria, parameters),
    ...(status === undefined ? [] : [`status_now = ${parameters.add(status, 'text')}`]),
    ...(supplies && supplies.length > 0
      ? [`rooms.id IN (SELECT room_id FROM stocks WHERE available @> ${parameters.add(supplies, 'text[]')})`]
      : []),
  ];
}

/** The end of the booking that the last event of a room's status names, looked up only where it is needed. */
const LATEST_END = '(SELECT ends_at FROM bookings WHERE id = booking_id)';

/** The confirmed bookings that last at an instant. */
const runningAt = (now: string) => `SELECT DISTINCT ON (room_id) room_id AS running_in, id AS running_id,
    starts_at AS running_start, ends_at AS running_end
  FROM bookings WHERE status = 'CONFIRMED' AND starts_at <= ${now} AND ends_at > ${now}`;
const FIRST_OF_ROOM = 'ORDER BY room_id, starts_at';

/**
 * How the running bookings are found: for each room of a page, or for all rooms at once.
 *
 * @param now the parameter with the instant
 */
const RUNNING = {
  each: (now: string) =>
    `LATERAL (${runningAt(now)} AND room_id = rooms.id ${FIRST_OF_ROOM}) AS running ON true`,
  all: (now: string) => `(${runningAt(now)} ${FIRST_OF_ROOM}) AS running ON running_in = rooms.id`,
} as const;

/**
 * The rooms with their statuses at an instant. A room has one from its registration on; the event of it may
 * still be on its way. Of an open room, the clock knows more than the last event: `running` is the confirmed
 * booking that lasts now.
 *
 * @param now the parameter with the instant
 */
const listedRooms = (now: string, of: keyof typeof RUNNING) =>
  `rooms JOIN room_statuses ON room_statuses.room_id = rooms.id
  LEFT JOIN ${RUNNING[of](now)} AND room_statuses.status <> 'CLOSED'
  CROSS JOIN LATERAL (SELECT CASE WHEN running_id IS NOT NULL THEN 'FULL'
    WHEN room_statuses.status = 'FULL' AND ${LATEST_END} <= ${now} THEN 'EMPTY'
    ELSE room_statuses.status END AS status_now) AS clock`;

/** What belongs to the status, for `listedRooms`. */
const STATUS_DETAILS = `CASE
    WHEN status_now = 'EMPTY' AND room_statuses.status = 'FULL' THEN ${LATEST_END}
    WHEN running_id IS DISTINCT FROM booking_id THEN greatest(running_start, since)
    ELSE since END AS since,
  CASE status_now WHEN 'FULL' THEN COALESCE(running_id, booking_id) END AS "currentBookingId",
  CASE status_now WHEN 'FULL' THEN COALESCE(running_end, ${LATEST_END}) END AS "bookedUntil"`;

/** The columns of what people think, for an outer join with `engagements`. */
const OPINIONS = `rating, COALESCE(review_count, 0) AS "reviewCount", COALESCE(like_count, 0) AS "likeCount",
  COALESCE(bookmark_count, 0) AS "bookmarkCount"`;

/** The most supplies of `supplies`, the most rooms of each, and the most bookmarks of `bookmarksOf`. */
const MOST_SUPPLIES = 500;
const MOST_ROOMS = 100;
const MOST_BOOKMARKS = 1_000;
/** The largest value of GraphQL's Int. */
const LARGEST_TOTAL = 2 ** 31 - 1;

type OwnBookingRow = Omit<OwnBooking, 'slot' | 'price'> & {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly amount: number;
  readonly currency: string;
};

/** Reads the views from the tables of the view store. */
export function createPostgresViewQueries(pool: Pool): ViewQueries {
  /**
   * A named statement is parsed and planned once for each connection, which takes longer than to execute it.
   * One whose plan depends on its values has no name.
   */
  async function read<Row extends object>(
    text: string,
    values: readonly unknown[],
    name?: string,
  ): Promise<Row[]> {
    return (await pool.query<Row>({ ...(name ? { name } : {}), text, values: [...values] })).rows;
  }

  async function count(text: string, values: readonly unknown[], name: string): Promise<number> {
    const [found] = await read<{ total: number }>(`SELECT count(*) AS total FROM ${text}`, values, name);
    return found?.total ?? 0;
  }

  return {
    async rooms(criteria, { limit, after }, at) {
      const parameters = createParameters();
      const now = parameters.add(at, 'timestamptz');
      const conditions = [
        ...conditionsOf(criteria, parameters),
        `rooms.id > ${parameters.add(after?.[0] ?? FIRST_ID, 'uuid')}`,
      ].join(' AND ');
      const list = `SELECT rooms.id, name, location, capacity, status_now AS status, ${STATUS_DETAILS}
        FROM ${listedRooms(now, 'each')} WHERE ${conditions}`;
      const first = parameters.add(limit, 'integer');
      const isWhole = isUnconditional(criteria);
      const text = `WITH page AS (
          ${isWhole ? preparedPage(list, 'id', first) : `${list} ORDER BY id LIMIT ${first}`})
        SELECT page.id AS "roomId", page.name AS "roomName", location, capacity, page.status, since,
          "currentBookingId", "bookedUntil",
          (SELECT min(starts_at) FROM bookings
            WHERE room_id = page.id AND status IN ('PAID', 'CONFIRMED') AND starts_at > ${now}) AS "nextBookingAt",
          COALESCE(cardinality(names), 0) AS "supplyCount", ${OPINIONS}
        FROM page
          LEFT JOIN stocks ON stocks.room_id = page.id
          LEFT JOIN engagements ON target_id = page.id
        ORDER BY page.id`;
      return read<RoomEntry>(text, parameters.values, isWhole ? 'room-board' : undefined);
    },

    async countRooms(criteria, at) {
      const parameters = createParameters();
      const now = parameters.add(at, 'timestamptz');
      const [counts] = await read<RoomCounts>(
        `SELECT count(*) AS total, count(*) FILTER (WHERE status_now = 'EMPTY') AS empty,
          count(*) FILTER (WHERE status_now = 'FULL') AS full,
          count(*) FILTER (WHERE status_now = 'CLOSED') AS closed
        FROM ${listedRooms(now, 'all')} WHERE ${conditionsOf(criteria, parameters).join(' AND ')}`,
        parameters.values,
        isUnconditional(criteria) ? 'room-counts' : undefined,
      );
      return counts ?? { total: 0, empty: 0, full: 0, closed: 0 };
    },

    async supplies({ subject, manages }, nameContains) {
      if (manages === 'NONE') return [];
      return read<SupplyEntry>(
        `WITH lines AS (
          SELECT folded, line.name, quantity, rooms.id AS room_id, rooms.name AS room_name
          FROM stocks JOIN rooms ON rooms.id = room_id,
            unnest(names, folded_names, quantities) AS line (name, folded, quantity)
          WHERE NOT deleted AND ($1::text IS NULL OR host_id = $1) AND ($2::text IS NULL OR strpos(folded, $2) > 0)),
        totals AS (
          SELECT folded, min(name COLLATE "C") AS name, least(sum(quantity), ${LARGEST_TOTAL}) AS total
          FROM lines GROUP BY folded ORDER BY folded COLLATE "C" LIMIT ${MOST_SUPPLIES}),
        ranked AS (
          SELECT lines.*, row_number() OVER (PARTITION BY folded ORDER BY quantity DESC, room_id) AS rank
          FROM lines JOIN totals USING (folded))
        SELECT totals.name, total, json_agg(
            json_build_object('roomId', room_id, 'roomName', room_name, 'quantity', quantity) ORDER BY rank)
          AS rooms
        FROM totals JOIN ranked USING (folded) WHERE rank <= ${MOST_ROOMS}
        GROUP BY folded, totals.name, total ORDER BY folded COLLATE "C"`,
        [manages === 'ALL' ? null : subject, nameContains ?? null],
      );
    },

    courses: ({ limit, after }) =>
      read<CourseEntry>(
        `WITH page AS (${preparedPage('SELECT * FROM courses WHERE NOT deleted AND id > $1', 'id', '$2')})
        SELECT id AS "courseId", title, stop_count AS "stopCount", ${OPINIONS}
        FROM page LEFT JOIN engagements ON target_id = id ORDER BY id`,
        [after?.[0] ?? FIRST_ID, limit],
        'course-board',
      ),

    countCourses: () => count('courses WHERE NOT deleted', [], 'course-count'),

    async bookingsOf(customerId, { limit, after }, now) {
      const rows = await read<OwnBookingRow>(
        `SELECT bookings.id AS "bookingId", room_id AS "roomId", COALESCE(rooms.name, room_name) AS "roomName",
          starts_at AS "startsAt", ends_at AS "endsAt",
          CASE WHEN bookings.status = 'CONFIRMED' AND ends_at <= $4 THEN 'COMPLETED' ELSE bookings.status END
            AS status, payments.status AS "paymentStatus",
          bookings.amount, bookings.currency
        FROM bookings LEFT JOIN payments ON booking_id = bookings.id LEFT JOIN rooms ON rooms.id = room_id
        WHERE customer_id = $1 AND bookings.id < $2 ORDER BY bookings.id DESC LIMIT $3`,
        [customerId, after?.[0] ?? LAST_ID, limit, now],
        'own-bookings',
      );
      return rows.map(toOwnBooking);
    },

    countBookingsOf: (customerId) =>
      count('bookings WHERE customer_id = $1', [customerId], 'own-booking-count'),

    async bookmarksOf(customerId, type) {
      const targets = type === 'ROOM' ? 'rooms' : 'courses';
      const rows = await read<{ id: string }>(
        `SELECT target_id AS id FROM bookmarks WHERE customer_id = $1 AND target_type = $2 AND is_set
          AND NOT EXISTS (SELECT FROM ${targets} WHERE id = target_id AND deleted)
        ORDER BY target_id DESC LIMIT ${MOST_BOOKMARKS}`,
        [customerId, type],
        `bookmarked-${targets}`,
      );
      return rows.map(({ id }) => id);
    },

    async unreadMessagesOf(customerId) {
      const [mailbox] = await read<{ unread: number }>(
        'SELECT unread_count AS unread FROM mailboxes WHERE customer_id = $1',
        [customerId],
        'unread-messages',
      );
      return mailbox?.unread ?? 0;
    },

    async lastSeen() {
      const rows = await read<{ context: string; time: string }>(
        'SELECT context, time FROM seen',
        [],
        'last-seen',
      );
      return new Map(rows.map(({ context, time }) => [context, time]));
    },
  };
}

function toOwnBooking({ startsAt, endsAt, amount, currency, ...booking }: OwnBookingRow): OwnBooking {
  return { ...booking, slot: { start: startsAt, end: endsAt }, price: { amount, currency } };
}

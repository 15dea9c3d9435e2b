import { liftStatementTimeout, type Pool, transaction } from '../../../platform/postgres/pool.ts';

export type ManyBookings = {
  readonly rooms: number;
  /** The bookings of each room, one of which begins every six hours: four fifths are over. */
  readonly bookingsOfRoom: number;
};

/** The id of the room with a number, from 1. */
export const roomId = (number: number): string =>
  `0190b6a0-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;

/** How many bookings wait for their payment, and for their room, whatever the number of others. */
const PENDING = 30;

/** The room with a number as SQL. */
const ROOM = (number: string) => `('0190b6a0-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

const ROOMS = `INSERT INTO rooms (id, version, host_id, name, location, capacity, amount, currency, time_zone, closed, deleted,
    folded_name, folded_location)
  SELECT ${ROOM('n')}, 1, CASE WHEN n <= 10 THEN 'henry' ELSE 'host ' || n / 10 END, name, 'Seoul', capacity, amount, 'KRW',
    'Asia/Seoul', false, false, name, 'seoul'
  FROM generate_series(1, $1::integer) AS n,
    LATERAL (SELECT CASE WHEN n = 7 THEN 'blue hall' ELSE 'room ' || n END AS name,
      CASE WHEN n = 8 THEN 900 ELSE 10 END AS capacity, CASE WHEN n = 9 THEN 1 ELSE 1000 END AS amount) AS room`;
const SUPPLIES = `INSERT INTO room_supplies
  SELECT id, 1, CASE WHEN capacity = 900 THEN '{chair,organ}'::text[] ELSE '{chair}' END FROM rooms`;

/**
 * Of ten bookings two were cancelled and two rejected; ids are in the order of requests, a week before the
 * slots. $1 rooms, $2 bookings of each, at $3.
 */
const BOOKINGS = `INSERT INTO bookings (id, version, status, room_id, room_name, host_id, customer_id, slot, amount, currency,
    requested_at, rejection_reason, decline_code, cancelled_at, cancelled_by)
  SELECT (lpad(to_hex((extract(epoch FROM start - interval '7 days') * 1000)::bigint), 12, '0') || '7'
      || substr(md5(n || '.' || k), 1, 3) || '8' || substr(md5(k || '.' || n), 1, 15))::uuid,
    3, status, ${ROOM('n')}, 'room', 'henry',
    CASE WHEN n % 10 = 0 AND n <= 50 THEN 'alice' ELSE 'customer ' || n END, tstzrange(start, start + interval '1 hour'), 1000, 'KRW',
    start - interval '7 days', CASE status WHEN 'REJECTED' THEN 'PAYMENT_UNAVAILABLE' END, NULL,
    CASE status WHEN 'CANCELLED' THEN start END, CASE status WHEN 'CANCELLED' THEN 'CUSTOMER' END
  FROM generate_series(1, $1::integer) AS n, generate_series(1, $2::integer) AS k,
    LATERAL (SELECT $3::timestamptz + (k - $2 * 0.8) * interval '6 hours' + n % 6 * interval '1 hour' AS start) AS slot,
    LATERAL (SELECT CASE WHEN (n + k) % 10 < 2 THEN 'CANCELLED' WHEN (n + k) % 10 < 4 THEN 'REJECTED'
      WHEN start + interval '1 hour' <= $3 THEN 'COMPLETED' ELSE 'CONFIRMED' END AS status) AS outcome
  ORDER BY start`;

/** Bookings of the first rooms, between those of the others. $1 at, $2 their number, $3 their status. */
const WAITING = `INSERT INTO bookings (id, version, status, room_id, room_name, host_id, customer_id, slot, amount, currency,
    requested_at)
  SELECT gen_random_uuid(), 1, $3::text, ${ROOM("n + CASE $3 WHEN 'PAID' THEN $2 ELSE 0 END")}, 'room', 'henry',
    CASE WHEN n % 3 = 0 THEN 'alice' ELSE 'bob' END,
    tstzrange($1::timestamptz + n % 6 * interval '1 hour' + interval '150 minutes', $1::timestamptz
      + n % 6 * interval '1 hour' + interval '160 minutes'), 1000, 'KRW', $1
  FROM generate_series(1, $2::integer) AS n`;

/**
 * Fills an empty store with bookings before and after an instant, without their events. Of the rooms, ten are
 * henry's, and five are booked by alice alone.
 */
export async function storeManyBookings(
  pool: Pool,
  { rooms, bookingsOfRoom }: ManyBookings,
  at: string,
): Promise<void> {
  await transaction(pool, async (client) => {
    await liftStatementTimeout(client);
    await client.query(ROOMS, [rooms]);
    await client.query(SUPPLIES);
    await client.query(BOOKINGS, [rooms, bookingsOfRoom, at]);
    for (const status of ['REQUESTED', 'PAID']) await client.query(WAITING, [at, PENDING, status]);
    await client.query(
      "INSERT INTO pending_bookings SELECT id, room_id, customer_id FROM bookings WHERE status IN ('REQUESTED', 'PAID')",
    );
  });
  await pool.query('VACUUM ANALYZE');
}

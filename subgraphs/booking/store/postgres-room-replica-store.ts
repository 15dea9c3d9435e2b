import { addMilliseconds, type Clock, type Money } from '../../../platform/decisions/values.ts';
import type { Pool } from '../../../platform/postgres/pool.ts';
import { createSharedRead } from '../../../platform/shared-read.ts';
import { foldText } from '../../../platform/text/fold.ts';
import type { KnownRoom, RoomReplicaStore } from '../application/ports.ts';
import { RATE_HONOURED_MS } from '../domain/price.ts';

type RoomRow = {
  id: string;
  version: number;
  host_id: string | null;
  name: string;
  location: string | null;
  capacity: number;
  amount: number;
  currency: string;
  time_zone: string | null;
  closed: boolean;
  deleted: boolean;
};

const COLUMNS =
  'id, version, host_id, name, location, capacity, amount, currency, time_zone, closed, deleted';

/** How many former rates of a room are kept. */
const MOST_FORMER_RATES = 100;

/**
 * The replica of rooms and their supplies in booking's own database.
 *
 * @param clock tells until when a former rate was the rate here
 */
export function createPostgresRoomReplicaStore(pool: Pool, clock: Clock): RoomReplicaStore {
  async function byIds(roomIds: readonly string[]): Promise<readonly KnownRoom[]> {
    const { rows } = await pool.query<RoomRow>({
      name: 'rooms-by-ids',
      text: `SELECT ${COLUMNS} FROM rooms WHERE id = ANY ($1)`,
      values: [roomIds],
    });
    return rows.map(toRoom);
  }

  const ofIds = createSharedRead(
    async (roomIds) => new Map((await byIds(roomIds)).map((room) => [room.id, room])),
  );

  return {
    find: async (roomId) => (await ofIds([roomId])).get(roomId),

    byIds,

    async formerRates(roomId, after) {
      const { rows } = await pool.query<Money>({
        name: 'former-rates',
        text: `SELECT rate.amount, rate.currency FROM rooms,
            jsonb_to_recordset(former_rates) AS rate (amount bigint, currency text, until text)
          WHERE id = $1 AND rate.until > $2`,
        values: [roomId, after],
      });
      return rows;
    },

    async hostOfBooking(bookingId) {
      const { rows } = await pool.query<Pick<RoomRow, 'host_id'>>({
        name: 'host-of-booking',
        text: 'SELECT rooms.host_id FROM bookings JOIN rooms ON rooms.id = room_id WHERE bookings.id = $1',
        values: [bookingId],
      });
      return rows[0]?.host_id ?? null;
    },

    async save(room) {
      const { id, version, hostId, name, location, capacity, hourlyRate, timeZone, closed, deleted } = room;
      const { amount, currency } = hourlyRate;
      const folded = [foldText(name), location === null ? null : foldText(location)];
      const now = clock();
      await pool.query({
        name: 'save-room',
        text: `INSERT INTO rooms AS known (${COLUMNS}, folded_name, folded_location)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          ON CONFLICT (id) DO UPDATE SET version = excluded.version, host_id = excluded.host_id,
            name = excluded.name, location = excluded.location, capacity = excluded.capacity,
            amount = excluded.amount, currency = excluded.currency, time_zone = excluded.time_zone,
            closed = excluded.closed, deleted = excluded.deleted, folded_name = excluded.folded_name,
            folded_location = excluded.folded_location,
            former_rates = CASE WHEN (known.amount, known.currency) = (excluded.amount, excluded.currency)
              THEN known.former_rates ELSE ${FORMER_RATES} END
          WHERE known.version < excluded.version
            OR known.version = excluded.version AND known.time_zone IS NULL`,
        values: [
          ...[id, version, hostId, name, location, capacity, amount, currency, timeZone, closed, deleted],
          ...folded,
          ...[now, addMilliseconds(now, -RATE_HONOURED_MS)],
        ],
      });
    },

    async saveSupplies({ roomId, version, names }) {
      await pool.query({
        name: 'save-room-supplies',
        text: `INSERT INTO room_supplies AS known (room_id, version, names) VALUES ($1, $2, $3)
          ON CONFLICT (room_id) DO UPDATE SET version = excluded.version, names = excluded.names
          WHERE known.version < excluded.version`,
        values: [roomId, version, names],
      });
    },
  };
}

/** The former rates with the one that is replaced at $14, without those from before $15. */
const FORMER_RATES = `(SELECT COALESCE(jsonb_agg(rate), '[]') FROM (
  SELECT rate FROM jsonb_array_elements(jsonb_build_object(
    'amount', known.amount, 'currency', known.currency, 'until', $14::text) || known.former_rates) AS rate
  WHERE rate ->> 'until' > $15 LIMIT ${MOST_FORMER_RATES}) AS latest)`;

function toRoom({ host_id, amount, currency, time_zone, ...room }: RoomRow): KnownRoom {
  return { ...room, hostId: host_id, hourlyRate: { amount, currency }, timeZone: time_zone };
}

import { addMilliseconds } from '../../../platform/decisions/values.ts';
import { customerErased } from '../../../schema/events/booking.ts';
import { NEWS_MS } from '../../../subgraphs/notification/domain/message.ts';
import type { BookingRecord, ErasurePeriod, EventRecord, RoomReplica } from '../snapshot.ts';
import { collect, mapChunks } from './merge.ts';
import { type OpenSchema, readEvents, readSchema } from './postgres.ts';

type BookingRow = {
  id: string;
  version: number;
  status: BookingRecord['status'];
  room_id: string;
  room_name: string;
  customer_id: string;
  slot_start: string;
  slot_end: string;
  amount: number;
  currency: string;
  requested_at: string;
  expires_at: string | null;
  cancelled_by: BookingRecord['cancelledBy'];
};

type RoomRow = {
  id: string;
  name: string;
  capacity: number;
  amount: number;
  currency: string;
  closed: boolean;
  deleted: boolean;
};

/** An erasure is no booking. */
const NO_ERASURE = `events.type <> '${customerErased.type}'`;
export const BOOKING_EVENTS_IN_ORDER = `WHERE ${NO_ERASURE} ORDER BY aggregate_id, version`;

/** Reads bookings in chunks. @param clause what follows `FROM bookings` */
export function readBookings(
  schema: OpenSchema,
  clause: string,
  values: readonly unknown[] = [],
): AsyncGenerator<readonly BookingRecord[]> {
  const rows = schema.chunks<BookingRow>(
    `SELECT id, version, status, room_id, room_name, customer_id, lower(slot) AS slot_start,
      upper(slot) AS slot_end, amount, currency, requested_at, expires_at, cancelled_by FROM bookings ${clause}`,
    values,
  );
  return mapChunks(rows, (row) => ({
    id: row.id,
    version: row.version,
    status: row.status,
    roomId: row.room_id,
    roomName: row.room_name,
    customerId: row.customer_id,
    slot: { start: row.slot_start, end: row.slot_end },
    price: { amount: row.amount, currency: row.currency },
    requestedAt: row.requested_at,
    expiresAt: row.expires_at,
    cancelledBy: row.cancelled_by,
  }));
}

/** Reads when customers were erased, as far back as events are news. @param at when the reading began */
export async function readErasures(schema: OpenSchema, at: string): Promise<readonly ErasurePeriod[]> {
  const rows = await schema.rows<{ from: string; to: string | null }>(
    `SELECT requested_at AS "from", finished_at AS "to" FROM erasures
    WHERE finished_at IS NULL OR finished_at >= $1`,
    [addMilliseconds(at, -NEWS_MS)],
  );
  return rows.map(({ from, to }) => ({ from, to: to ?? undefined }));
}

/** Reads booking's replica of the rooms by id. */
export function readReplicas(schema: OpenSchema): AsyncGenerator<readonly RoomReplica[]> {
  const rows = schema.chunks<RoomRow>(
    'SELECT id, name, capacity, amount, currency, closed, deleted FROM rooms ORDER BY id',
  );
  return mapChunks(rows, ({ amount, currency, ...room }) => ({ ...room, hourlyRate: { amount, currency } }));
}

/**
 * Reads the rooms in which two bookings hold one instant: each later booking is compared with the end of
 * those before it, whatever the database's constraint says.
 */
export function readRoomsBookedTwice(schema: OpenSchema): Promise<readonly { readonly room_id: string }[]> {
  return schema.rows(`SELECT DISTINCT room_id FROM (
      SELECT room_id, lower(slot) AS start, max(upper(slot)) OVER (PARTITION BY room_id ORDER BY lower(slot)
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS taken_until
      FROM bookings WHERE status NOT IN ('REJECTED', 'CANCELLED')) AS holding
    WHERE start < taken_until ORDER BY room_id`);
}

/** Reads all bookings and their events. @throws CannotRead */
export function readBooking(
  url: string,
): Promise<{ readonly bookings: readonly BookingRecord[]; readonly events: readonly EventRecord[] }> {
  return readSchema(url, 'booking', async (schema) => ({
    bookings: await collect(readBookings(schema, '')),
    events: await collect(readEvents(schema, 'booking', `WHERE ${NO_ERASURE}`)),
  }));
}

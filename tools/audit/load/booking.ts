import { customerErased } from '../../../schema/events/booking.ts';
import type { BookingRecord, ClaimRecord, EventRecord, RoomReplica } from '../snapshot.ts';
import { readClaims, readEvents, readSchema } from './postgres.ts';

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

export type BookingStore = {
  readonly bookings: readonly BookingRecord[];
  readonly replicas: readonly RoomReplica[];
  readonly events: readonly EventRecord[];
  readonly claims: readonly ClaimRecord[];
};

/** Reads booking's store. @throws CannotRead */
export function readBooking(url: string): Promise<BookingStore> {
  return readSchema(url, 'booking', async (client) => {
    const bookings = await client.query<BookingRow>(
      `SELECT id, version, status, room_id, room_name, customer_id, lower(slot) AS slot_start,
        upper(slot) AS slot_end, amount, currency, requested_at, expires_at, cancelled_by FROM bookings`,
    );
    const rooms = await client.query<RoomRow>(
      'SELECT id, name, capacity, amount, currency, closed, deleted FROM rooms',
    );
    return {
      bookings: bookings.rows.map((row) => ({
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
      })),
      replicas: rooms.rows.map(({ amount, currency, ...room }) => ({
        ...room,
        hourlyRate: { amount, currency },
      })),
      // An erasure is no booking.
      events: (await readEvents(client, 'booking')).filter(({ type }) => type !== customerErased.type),
      claims: await readClaims(client, 'booking'),
    };
  });
}

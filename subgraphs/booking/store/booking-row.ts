import { z } from 'zod';
import { unreachable } from '../../../platform/decisions/decider.ts';
import {
  type Booking,
  type CancelledBy,
  type CustomerAction,
  METHOD_UNKNOWN,
  type RejectionReason,
} from '../domain/booking.ts';

export type BookingRow = {
  id: string;
  version: number;
  status: Booking['status'];
  room_id: string;
  room_name: string;
  host_id: string | null;
  customer_id: string;
  slot_start: string;
  slot_end: string;
  amount: number;
  currency: string;
  requested_at: string;
  action: unknown;
  expires_at: string | null;
  rejection_reason: RejectionReason | null;
  decline_code: string | null;
  cancelled_at: string | null;
  cancelled_by: CancelledBy | null;
  cancellation_reason: string | null;
};

/** The columns of a `BookingRow`, for a SELECT from bookings. */
export const BOOKING_COLUMNS = `id, version, status, room_id, room_name, host_id, customer_id,
  lower(slot) AS slot_start, upper(slot) AS slot_end, amount, currency, requested_at, action, expires_at,
  rejection_reason, decline_code, cancelled_at, cancelled_by, cancellation_reason`;

/**
 * Whether a card was declined, as an SQL condition on bookings. A payment method that does not exist is no
 * card.
 */
export const IS_DECLINED = `rejection_reason = 'PAYMENT_DECLINED' AND decline_code <> '${METHOD_UNKNOWN}'`;

/** Whether a booking is among those of the table `pending_bookings`. */
export function isPending({ status }: Booking): boolean {
  return status === 'REQUESTED' || status === 'PAID';
}

/** Of which booking `lastHeld` reads, as SQL. */
type LastHeld = {
  readonly roomId: string;
  /** When it begins, such as `<= $2`. */
  readonly begins: string;
  /** The id of a booking that does not count. */
  readonly other?: string;
};

/**
 * The columns of the last booking of a room that holds its slot and begins before an instant, as an SQL
 * query. Slots that are held do not overlap, so that no earlier one lasts longer: it alone tells what is
 * held then.
 */
export function lastHeld(columns: string, { roomId, begins, other }: LastHeld): string {
  return `SELECT ${columns} FROM bookings
    WHERE room_id = ${roomId} AND holds AND lower(slot) ${begins}${other ? ` AND id <> ${other}` : ''}
    ORDER BY lower(slot) DESC LIMIT 1`;
}

/**
 * The confirmed booking of a room whose slot contains an instant, as an SQL query.
 *
 * @param roomId the room as SQL
 * @param at the instant as SQL
 */
export function runningIn(roomId: string, at: string): string {
  const last = lastHeld(`${BOOKING_COLUMNS}, slot`, { roomId, begins: `<= ${at}` });
  return `SELECT * FROM (${last}) AS last WHERE slot @> ${at} AND status = 'CONFIRMED'`;
}

export function toBooking(row: BookingRow): Booking {
  const details = {
    id: row.id,
    room: { id: row.room_id, name: row.room_name, hostId: row.host_id },
    customerId: row.customer_id,
    slot: { start: row.slot_start, end: row.slot_end },
    price: { amount: row.amount, currency: row.currency },
    requestedAt: row.requested_at,
  };
  switch (row.status) {
    case 'REQUESTED':
      return { ...details, status: row.status, action: actionIn(row) };
    case 'PAID':
    case 'CONFIRMED':
    case 'COMPLETED':
      return { ...details, status: row.status };
    case 'REJECTED':
      return {
        ...details,
        status: row.status,
        reason: present(row, 'rejection_reason'),
        declineCode: row.decline_code,
      };
    case 'CANCELLED':
      return {
        ...details,
        status: row.status,
        cancelledAt: present(row, 'cancelled_at'),
        cancelledBy: present(row, 'cancelled_by'),
        cancellationReason: row.cancellation_reason,
      };
    default:
      return unreachable(row.status);
  }
}

/**
 * The columns that change, with those of the key and the room: the status with its details, the host, and
 * what the customer has to do.
 */
export function changingRow(booking: Booking) {
  const action = booking.status === 'REQUESTED' ? booking.action : null;
  const rejected = booking.status === 'REJECTED' ? booking : undefined;
  const cancelled = booking.status === 'CANCELLED' ? booking : undefined;
  return {
    id: booking.id,
    room_id: booking.room.id,
    status: booking.status,
    rejection_reason: rejected?.reason ?? null,
    decline_code: rejected?.declineCode ?? null,
    cancelled_at: cancelled?.cancelledAt ?? null,
    cancelled_by: cancelled?.cancelledBy ?? null,
    cancellation_reason: cancelled?.cancellationReason ?? null,
    host_id: booking.room.hostId,
    action: action && { clientSecret: action.clientSecret, redirectUrl: action.redirectUrl },
    expires_at: action?.expiresAt ?? null,
  } as const;
}

/** The values of these columns without the key and the room, in their order. */
export function changingColumns(booking: Booking): readonly unknown[] {
  const { id, room_id, action, expires_at, ...columns } = changingRow(booking);
  return [...Object.values(columns), action && JSON.stringify(action), expires_at];
}

const storedAction = z.object({ clientSecret: z.string(), redirectUrl: z.string().nullable() });

function actionIn({ action, expires_at: expiresAt }: BookingRow): CustomerAction | null {
  return expiresAt === null ? null : { ...storedAction.parse(action), expiresAt };
}

function present<Column extends keyof BookingRow>(
  row: BookingRow,
  column: Column,
): NonNullable<BookingRow[Column]> {
  const value = row[column];
  if (value === null || value === undefined)
    throw new Error(`The booking ${row.id} is ${row.status} but has no ${column}`);
  return value;
}

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

/** Whether a booking holds its slot, as an SQL condition: that of the constraint and its index. */
export const HOLDS = "status NOT IN ('REJECTED', 'CANCELLED')";

/**
 * The status of a booking at an instant, as an SQL expression: `bookingAt` in the domain says the same.
 *
 * @param at the parameter with the instant, such as `$1`
 */
export function statusAt(at: string): string {
  return `CASE WHEN status = 'CONFIRMED' AND upper(slot) <= ${at} THEN 'COMPLETED' ELSE status END`;
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
 * The values of the columns that change: the status with its details, the host, and what the customer has to
 * do.
 */
export function changingColumns(booking: Booking) {
  const action = booking.status === 'REQUESTED' ? booking.action : null;
  const rejected = booking.status === 'REJECTED' ? booking : undefined;
  const cancelled = booking.status === 'CANCELLED' ? booking : undefined;
  return [
    booking.status,
    rejected?.reason ?? null,
    rejected?.declineCode ?? null,
    cancelled?.cancelledAt ?? null,
    cancelled?.cancelledBy ?? null,
    cancelled?.cancellationReason ?? null,
    booking.room.hostId,
    action && JSON.stringify({ clientSecret: action.clientSecret, redirectUrl: action.redirectUrl }),
    action?.expiresAt ?? null,
  ] as const;
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

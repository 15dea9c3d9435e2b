import type { Booking, CancelledBy } from '../domain/booking.ts';

/** Who cancelled a booking, as clients are told. */
export type ShownCancelledBy = 'CUSTOMER' | 'HOST' | 'ADMIN' | 'SYSTEM' | 'PROVIDER';

const SHOWN: Readonly<Record<CancelledBy, ShownCancelledBy | null>> = {
  CUSTOMER: 'CUSTOMER',
  HOST: 'HOST',
  ADMIN: 'ADMIN',
  STAFF: null,
  ROOM: 'SYSTEM',
  PAYMENT: 'SYSTEM',
  PROVIDER: 'PROVIDER',
};

/** Null for a booking that is not cancelled, and where the host and an admin were not told apart. */
export function shownCancelledBy(booking: Booking): ShownCancelledBy | null {
  return booking.status === 'CANCELLED' ? SHOWN[booking.cancelledBy] : null;
}

import { hasScope, type Identity } from '../../../platform/identity/index.ts';
import type { Booking } from '../domain/booking.ts';

/** Staff see and cancel everybody's bookings. */
export function isStaff(identity: Identity): boolean {
  return hasScope(identity, 'booking:read-all');
}

/** The customer and staff see all of a booking; others only that the room is taken. */
export function seesAll(identity: Identity, booking: Pick<Booking, 'customerId'>): boolean {
  return booking.customerId === identity.subject || isStaff(identity);
}

import { manages } from '../../../platform/decisions/actor.ts';
import { unreachable } from '../../../platform/decisions/decider.ts';
import type { BookingCriteria } from '../application/ports.ts';
import type { Booking, BookingStatus } from '../domain/booking.ts';
import type { BookingContext } from './context.ts';

type Caller = Pick<BookingContext, 'actor' | 'loaders'>;

/** The customer, the room's current host and admins see all of a booking, others that the room is taken. */
export async function seesAll(caller: Caller, { customerId, room }: Booking): Promise<boolean> {
  return customerId === caller.actor.subject || (await managesRoom(caller, room.id));
}

/** The bookings of which those who do not see all of them see that they take their room. */
const WITHOUT_EFFECT: ReadonlySet<BookingStatus> = new Set(['REJECTED', 'CANCELLED']);

/** Whether there is a booking for a caller, who may know its id from anywhere. */
export async function sees(caller: Caller, booking: Booking): Promise<boolean> {
  return !WITHOUT_EFFECT.has(booking.status) || (await seesAll(caller, booking));
}

/** Whether the caller manages the bookings of a room. */
export async function managesRoom({ actor, loaders }: Caller, roomId: string): Promise<boolean> {
  return manages(actor, (await loaders.room.load(roomId))?.hostId);
}

/**
 * The condition on the bookings of others in a list: a host sees those of the own rooms, and who manages all
 * rooms sees all. Undefined for a caller who sees none.
 */
export function amongOthers({
  actor: { subject, manages },
}: Pick<BookingContext, 'actor'>): Pick<BookingCriteria, 'hostId'> | undefined {
  switch (manages) {
    case 'ALL':
      return {};
    case 'OWN':
      return { hostId: subject };
    case 'NONE':
      return undefined;
    default:
      return unreachable(manages);
  }
}

import { hasScope, type Identity } from '../../../platform/identity/identity.ts';
import { ifPresent, isUuid, parseInstant } from '../../../platform/input.ts';
import { badUserInput, instantArgument } from '../../../platform/subgraph/arguments.ts';
import { loadReference, toReference } from '../../../platform/subgraph/loaders.ts';
import { type Connection, readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { Booking } from '../domain/booking.ts';
import { slotLengthMs } from '../domain/slot.ts';
import type { BookingResolvers, CustomerResolvers, RoomResolvers } from '../schema.generated.ts';

const isInstant = (text: string): boolean => parseInstant(text) !== undefined;

/** Staff see and cancel all bookings. */
export function isStaff(identity: Identity): boolean {
  return hasScope(identity, 'booking:read-all');
}

/** The customer and staff see all of a booking; others only see that the room is taken. */
export function seesAll(identity: Identity, booking: Pick<Booking, 'customerId'>): boolean {
  return booking.customerId === identity.subject || isStaff(identity);
}

const LONGEST_INTERVAL_MS = 31 * 24 * 3_600_000;

export const booking: BookingResolvers = {
  __resolveReference: (reference, { loaders }) => loadReference(loaders.booking, reference),
  roomId: ({ room }) => room.id,
  // The current name, or the one at the time of booking when the room is not known here.
  room: async ({ room: { id, name } }, _args, { loaders }) => ({
    id,
    name: (await loaders.roomName.load(id)) ?? name,
  }),
  customer: (parent, _args, { identity }) => (seesAll(identity, parent) ? { id: parent.customerId } : null),
  cancelledAt: (parent) => (parent.status === 'CANCELLED' ? parent.cancelledAt : null),
  cancellationReason: (parent, _args, { identity }) =>
    parent.status === 'CANCELLED' && seesAll(identity, parent) ? parent.cancellationReason : null,
  history: async (parent, _args, { identity, loaders }) =>
    (seesAll(identity, parent) && (await loaders.history.load(parent.id))) || [],
};

export const customer: CustomerResolvers = {
  __resolveReference: ({ id }) => ({ id }),

  async bookings({ id: customerId }, { status, ...args }, { services, identity }) {
    const list = `customer/${customerId}/bookings`;
    const page = readPage<[string]>(args, list, [isUuid]);
    if (!seesAll(identity, { customerId }))
      return toConnection<Booking, [string]>([], page, list, ({ id }) => [id]);
    const found = await services.queries.newest({ customerId, status: status ?? undefined }, page);
    return toConnection(found, page, list, ({ id }) => [id]);
  },
};

export const room: RoomResolvers = {
  __resolveReference: toReference,

  currentBooking: async ({ id }, _args, { loaders }) => (await loaders.current.load(id)) ?? null,

  async bookings(
    { id: roomId },
    { from, to, ...args },
    { services, identity },
  ): Promise<Connection<Booking>> {
    const list = `room/${roomId}/bookings`;
    const page = readPage<[string, string]>(args, list, [isInstant, isUuid]);
    const criteria = {
      roomId,
      from: ifPresent(from, (instant) => instantArgument('from', instant)),
      to: ifPresent(to, (instant) => instantArgument('to', instant)),
      visibleTo: isStaff(identity) ? undefined : identity.subject,
    };
    const found = await services.queries.byStart(criteria, page);
    return toConnection(found, page, list, ({ slot, id }) => [slot.start, id]);
  },

  async freeSlots({ id }, args, { services }) {
    const interval = { start: instantArgument('from', args.from), end: instantArgument('to', args.to) };
    const length = slotLengthMs(interval);
    if (length <= 0) throw badUserInput('to must be after from.');
    if (length > LONGEST_INTERVAL_MS) throw badUserInput('from and to may be at most 31 days apart.');
    return services.freeSlots(id, interval);
  },
};

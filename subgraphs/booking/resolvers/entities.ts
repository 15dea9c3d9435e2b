import { parseInstant } from '../../../platform/input/instant.ts';
import { isUuid } from '../../../platform/input/uuid.ts';
import {
  badUserInput,
  type Connection,
  instantArgument,
  readPage,
  toConnection,
} from '../../../platform/subgraph/index.ts';
import type { Booking } from '../domain/booking.ts';
import { slotLengthMs } from '../domain/slot.ts';
import type { BookingResolvers, CustomerResolvers, RoomResolvers } from '../schema.generated.ts';
import { isStaff, seesAll } from './access.ts';
import { ifGiven } from './if-given.ts';

const isInstant = (text: string): boolean => parseInstant(text) !== undefined;

const LONGEST_INTERVAL_MS = 31 * 24 * 3_600_000;

export const booking: BookingResolvers = {
  __resolveReference: async ({ id }, { loaders }) =>
    isUuid(id) ? ((await loaders.booking.load(id.toLowerCase())) ?? null) : null,
  // The name as it is now, or as it was when the booking was made.
  room: async ({ room: { id, name } }, _args, { loaders }) => ({
    id,
    name: (await loaders.roomName.load(id)) ?? name,
  }),
  customer: (parent, _args, { identity }) => (seesAll(identity, parent) ? { id: parent.customerId } : null),
  cancelledAt: (parent) => (parent.status === 'CANCELLED' ? parent.cancelledAt : null),
  cancellationReason: (parent, _args, { identity }) =>
    parent.status === 'CANCELLED' && seesAll(identity, parent) ? parent.cancellationReason : null,
  history: (parent, _args, { identity, loaders }) =>
    seesAll(identity, parent) ? loaders.history.load(parent.id) : [],
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
  __resolveReference: ({ id }) => (isUuid(id) ? { id: id.toLowerCase() } : null),

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
      from: ifGiven(from, (given) => instantArgument('from', given)),
      to: ifGiven(to, (given) => instantArgument('to', given)),
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

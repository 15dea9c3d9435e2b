import { LONGEST_SUBJECT } from '../../../platform/identity/subject.ts';
import { ifPresent, isUuid } from '../../../platform/input.ts';
import { badUserInput, textArgument, uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import { isSlot, requestedSlot } from '../application/requested-slot.ts';
import type { BookingServices } from '../application/services.ts';
import type { Slot } from '../domain/slot.ts';
import type { QueryResolvers, SlotInput } from '../schema.generated.ts';
import { bookingList, chosenOrder, statusesArgument, timesArgument } from './booking-lists.ts';
import { roomCriteria } from './room-criteria.ts';
import { amongOthers, seesAll } from './visibility.ts';

export const queries: QueryResolvers = {
  me: (_parent, _args, { identity }) => ({ id: identity.subject }),

  mayReviewRoom: (_parent, { customerId, roomId }, { services }) =>
    services.queries.hasBegun(customerId, uuidArgument('roomId', roomId), services.clock()),

  async booking(_parent, { id }, context) {
    const booking = await context.loaders.booking.load(uuidArgument('id', id));
    return booking && (await seesAll(context, booking)) ? booking : null;
  },

  bookings(_parent, { filter, orderBy, ...args }, context) {
    const condition = amongOthers(context);
    const criteria = condition && {
      ...condition,
      roomId: ifPresent(filter?.roomId, (id) => uuidArgument('filter.roomId', id)),
      customerId: ifPresent(filter?.customerId, (id) =>
        textArgument('filter.customerId', id, LONGEST_SUBJECT),
      ),
      statuses: ifPresent(filter, (given) => statusesArgument('filter.statuses', given)),
      ...timesArgument(filter ?? {}, context.now, 'filter.'),
    };
    return bookingList(context, { ...chosenOrder('bookings', orderBy), criteria, args });
  },

  async quote(_parent, { roomId, slot: requested }, { services }) {
    const id = uuidArgument('roomId', roomId);
    const quote = await services.quote(id, slotArgument(requested, services));
    if (!quote) return null;
    if ('kind' in quote) throw badUserInput(`${quote.field}: ${quote.message}`);
    return quote;
  },

  async availableRooms(_parent, { slot: requested, filter, minCapacity, ...args }, { services }) {
    const slot = slotArgument(requested, services);
    const name = 'availableRooms';
    const page = readPage<[string]>(args, name, [isUuid]);
    const found = roomCriteria(slot, filter ?? {}, services.clock());
    const criteria = found && {
      ...found,
      // Each room has a capacity of more than nothing.
      minCapacity: Math.max(minCapacity ?? 0, found.minCapacity ?? 0) || undefined,
    };
    const ids = criteria ? await services.queries.availableRooms(criteria, page) : [];
    return toConnection(
      ids.map((id) => ({ id })),
      page,
      {
        name,
        keysOf: ({ id }) => [id],
        count: async () => (criteria ? services.queries.countAvailableRooms(criteria) : 0),
      },
    );
  },
};

/** Reads a slot that is requested now. Throws BAD_USER_INPUT when it cannot be booked whatever the room. */
function slotArgument(
  requested: SlotInput,
  { clock, limits }: Pick<BookingServices, 'clock' | 'limits'>,
): Slot {
  const slot = requestedSlot(requested, clock(), limits.horizonMs);
  if (isSlot(slot)) return slot;
  throw badUserInput(slot.map(({ field, message }) => `${field}: ${message}`).join(' '));
}

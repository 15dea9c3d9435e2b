import { ifPresent, isUuid } from '../../../platform/input.ts';
import {
  badUserInput,
  instantArgument,
  textArgument,
  uuidArgument,
} from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import { requestedSlot } from '../application/requested-slot.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { seesAll } from './entities.ts';

export const queries: QueryResolvers = {
  me: (_parent, _args, { identity }) => ({ id: identity.subject }),

  mayReviewRoom: (_parent, { customerId, roomId }, { services }) =>
    services.queries.hasBegun(customerId, uuidArgument('roomId', roomId), services.clock()),

  async booking(_parent, { id }, { loaders, identity }) {
    const booking = await loaders.booking.load(uuidArgument('id', id));
    return booking && seesAll(identity, booking) ? booking : null;
  },

  async bookings(_parent, { filter, ...args }, { services }) {
    const page = readPage<[string]>(args, 'bookings', [isUuid]);
    const criteria = {
      roomId: ifPresent(filter?.roomId, (id) => uuidArgument('filter.roomId', id)),
      customerId: ifPresent(filter?.customerId, (id) => textArgument('filter.customerId', id)),
      status: filter?.status ?? undefined,
      from: ifPresent(filter?.from, (from) => instantArgument('filter.from', from)),
      to: ifPresent(filter?.to, (to) => instantArgument('filter.to', to)),
    };
    return toConnection(await services.queries.newest(criteria, page), page, 'bookings', ({ id }) => [id]);
  },

  async availableRooms(_parent, { slot: requested, minCapacity, ...args }, { services }) {
    const slot = requestedSlot(requested, services.clock());
    if ('kind' in slot) throw badUserInput(`${slot.field}: ${slot.message}`);
    const page = readPage<[string]>(args, 'availableRooms', [isUuid]);
    const { roomIds, total } = await services.queries.availableRooms(
      { slot, minCapacity: minCapacity ?? 0 },
      page,
    );
    const rooms = roomIds.map((id) => ({ id }));
    return { ...toConnection(rooms, page, 'availableRooms', ({ id }) => [id]), totalCount: total };
  },
};

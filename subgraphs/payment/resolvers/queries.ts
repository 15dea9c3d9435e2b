import { isInstant, isUuid } from '../../../platform/input.ts';
import { periodArgument, uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { visibleTo } from './entities.ts';

export const queries: QueryResolvers = {
  payment: async (_parent, { id }, { loaders, actor }) =>
    visibleTo(actor, await loaders.payment.load(uuidArgument('id', id))),

  /** For other services. */
  paymentOfBooking: async (_parent, { bookingId }, { loaders }) =>
    (await loaders.byBooking.load(uuidArgument('bookingId', bookingId))) ?? null,

  async payments(_parent, { filter, ...args }, { services, actor }) {
    const page = readPage<[string, string]>(args, 'payments', [isInstant, isUuid]);
    const criteria = {
      status: filter?.status ?? undefined,
      ...periodArgument(filter ?? {}, 'filter.'),
      hostId: actor.manages === 'ALL' ? undefined : actor.subject,
    };
    return toConnection(await services.queries.newest(criteria, page), page, {
      name: 'payments',
      keysOf: ({ requestedAt, id }) => [requestedAt, id],
      count: () => services.queries.count(criteria),
    });
  },
};

import { isUuid } from '../../../platform/input.ts';
import { uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { readPage, toConnection } from '../../../platform/subgraph/pagination.ts';
import type { QueryResolvers } from '../schema.generated.ts';
import { visibleTo } from './entities.ts';

export const queries: QueryResolvers = {
  payment: async (_parent, { id }, { loaders, identity }) =>
    visibleTo(identity, await loaders.payment.load(uuidArgument('id', id))),

  async payments(_parent, { filter, ...args }, { services }) {
    const page = readPage<[string]>(args, 'payments', [isUuid]);
    const found = await services.queries.newest({ status: filter?.status ?? undefined }, page);
    return toConnection(found, page, 'payments', ({ id }) => [id]);
  },
};

import { uuidArgument } from '../../../platform/subgraph/arguments.ts';
import { catalogueOwner } from '../domain/catalogue.ts';
import type { QueryResolvers } from '../schema.generated.ts';

export const queries: QueryResolvers = {
  supply: async (_parent, { id }, { loaders }) => (await loaders.supply.load(uuidArgument('id', id))) ?? null,

  standardSupplies: (_parent, _args, { services, actor }) => services.standardSupplies(catalogueOwner(actor)),

  async mayRemoveRoomSupplies(_parent, { roomId }, { services }) {
    // Nothing here forbids it; what counts is that the store answers. When it does not, this fails.
    await services.stocks.load(uuidArgument('roomId', roomId));
    return true;
  },
};

import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { toSupplyResult } from './results.ts';

const NOT_ADDED = 'There is no such room, or the added supply has been removed since.';

export const mutations: MutationResolvers = {
  addSupply: async (_parent, { input }, context) =>
    toSupplyResult(await executeOnce(context, 'addSupply', input, context.services.addSupply), NOT_ADDED),

  updateSupply: async (_parent, { input }, context) =>
    toSupplyResult(await executeOnce(context, 'updateSupply', input, context.services.updateSupply)),

  async removeSupply(_parent, { input }, context) {
    const outcome = await executeOnce(context, 'removeSupply', input, context.services.removeSupply);
    // The id is not taken from the outcome, which may be one that an earlier version has kept.
    if (outcome.kind === 'RemoveSupplySuccess')
      return { __typename: outcome.kind, supplyId: input.id.toLowerCase() };
    return toSupplyResult(outcome);
  },

  async setStandardSupplies(_parent, { input }, context) {
    const { setStandardSupplies } = context.services;
    return toSupplyResult(await executeOnce(context, 'setStandardSupplies', input, setStandardSupplies));
  },
};

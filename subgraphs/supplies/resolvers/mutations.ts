import { executeOnce } from '../../../platform/subgraph/index.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import {
  toAddSupplyResult,
  toRemoveSupplyResult,
  toSetStandardSuppliesResult,
  toUpdateSupplyResult,
} from './results.ts';

export const mutations: MutationResolvers = {
  addSupply: async (_parent, { input }, context) =>
    toAddSupplyResult(await executeOnce(context, 'addSupply', input, context.services.addSupply)),

  updateSupply: async (_parent, { input }, context) =>
    toUpdateSupplyResult(await executeOnce(context, 'updateSupply', input, context.services.updateSupply)),

  removeSupply: async (_parent, { input }, context) =>
    toRemoveSupplyResult(await executeOnce(context, 'removeSupply', input, context.services.removeSupply)),

  async setStandardSupplies(_parent, { input }, context) {
    const { setStandardSupplies } = context.services;
    return toSetStandardSuppliesResult(
      await executeOnce(context, 'setStandardSupplies', input, setStandardSupplies),
    );
  },
};

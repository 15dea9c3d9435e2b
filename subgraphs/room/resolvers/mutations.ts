import { executeOnce } from '../../../platform/subgraph/mutation.ts';
import type { MutationResolvers } from '../schema.generated.ts';
import { toDeleteRoomResult, toRoomResult } from './results.ts';

export const mutations: MutationResolvers = {
  registerRoom: async (_parent, { input }, context) =>
    toRoomResult(await executeOnce(context, 'registerRoom', input, context.services.registerRoom), context),

  updateRoom: async (_parent, { input }, context) =>
    toRoomResult(await executeOnce(context, 'updateRoom', input, context.services.updateRoom), context),

  deleteRoom: async (_parent, { input }, context) =>
    toDeleteRoomResult(
      await executeOnce(context, 'deleteRoom', input, context.services.deleteRoom),
      input.id,
    ),

  closeRoom: async (_parent, { input }, context) =>
    toRoomResult(await executeOnce(context, 'closeRoom', input, context.services.closeRoom), context),

  reopenRoom: async (_parent, { input }, context) =>
    toRoomResult(await executeOnce(context, 'reopenRoom', input, context.services.reopenRoom), context),

  transferRoom: async (_parent, { input }, context) =>
    toRoomResult(await executeOnce(context, 'transferRoom', input, context.services.transferRoom), context),
};

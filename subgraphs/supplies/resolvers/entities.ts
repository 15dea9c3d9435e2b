import { loadReference, toReference } from '../../../platform/subgraph/loaders.ts';
import type { RoomResolvers, SupplyResolvers } from '../schema.generated.ts';

export const supply: SupplyResolvers = {
  __resolveReference: (reference, { loaders }) => loadReference(loaders.supply, reference),
  room: ({ roomId }) => ({ id: roomId }),
};

export const room: RoomResolvers = {
  __resolveReference: toReference,
  supplies: async ({ id }, _args, { loaders }) => (await loaders.byRoom.load(id)) ?? [],
};

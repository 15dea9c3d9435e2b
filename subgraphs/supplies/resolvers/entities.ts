import type { RoomResolvers, SupplyResolvers } from '../schema.generated.ts';

export const supply: SupplyResolvers = {
  __resolveReference: async ({ id }, { loaders }) => (await loaders.supply.load(id)) ?? null,
  room: ({ roomId }) => ({ id: roomId }),
};

export const room: RoomResolvers = {
  __resolveReference: ({ id }) => ({ id }),
  supplies: async ({ id }, _args, { loaders }) => loaders.byRoom.load(id),
};

import { loadReference } from '../../../platform/subgraph/loaders.ts';
import type { RoomResolvers } from '../schema.generated.ts';

export const room: RoomResolvers = {
  // Also when it is deleted: a booking of a deleted room still has its room.
  __resolveReference: (reference, { loaders }) => loadReference(loaders.room, reference),
};

import type DataLoader from 'dataloader';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import type { RequestContext } from '../../../platform/subgraph/index.ts';
import type { createCloseRoom, createReopenRoom } from '../application/close-room.ts';
import type { createDeleteRoom } from '../application/delete-room.ts';
import type { RoomQueries, RoomStore } from '../application/ports.ts';
import type { createRegisterRoom } from '../application/register-room.ts';
import type { createUpdateRoom } from '../application/update-room.ts';
import type { Room } from '../domain/room.ts';

/** What the resolvers work with; the same for all requests. */
export type RoomServices = {
  readonly registerRoom: ReturnType<typeof createRegisterRoom>;
  readonly updateRoom: ReturnType<typeof createUpdateRoom>;
  readonly deleteRoom: ReturnType<typeof createDeleteRoom>;
  readonly closeRoom: ReturnType<typeof createCloseRoom>;
  readonly reopenRoom: ReturnType<typeof createReopenRoom>;
  readonly rooms: RoomStore;
  readonly queries: RoomQueries;
  readonly idempotency: IdempotencyStore;
};

/** Batches the reads of one request. */
export type RoomLoaders = { readonly room: DataLoader<string, Room | undefined> };

export type RoomContext = RequestContext & {
  readonly services: RoomServices;
  readonly loaders: RoomLoaders;
};

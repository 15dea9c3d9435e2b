import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { Clock } from '../../../platform/decisions/values.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { roomDecider } from '../domain/room-decide.ts';
import { createCloseRoom, createReopenRoom } from './close-room.ts';
import { createDeleteRoom } from './delete-room.ts';
import { onBookingEvents } from './on-booking-events.ts';
import type { RoomQueries, RoomStore, SuppliesService } from './ports.ts';
import { createRegisterRoom } from './register-room.ts';
import { createScheduledJobs } from './scheduled-jobs.ts';
import { createUpdateRoom } from './update-room.ts';

type Dependencies = {
  readonly stores: {
    readonly rooms: RoomStore;
    readonly queries: RoomQueries;
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: { readonly supplies: SuppliesService };
  readonly clock: Clock;
};

export type RoomServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients, clock }: Dependencies) {
  const { rooms, queries } = stores;
  const handleRoom = createCommandHandler(rooms, roomDecider);
  return {
    ...stores,
    registerRoom: createRegisterRoom({ handleRoom, clock }),
    updateRoom: createUpdateRoom({ handleRoom, clock }),
    deleteRoom: createDeleteRoom({ handleRoom, rooms, supplies: clients.supplies, clock }),
    closeRoom: createCloseRoom({ handleRoom, clock }),
    reopenRoom: createReopenRoom({ handleRoom, clock }),
    jobs: createScheduledJobs({ handleRoom, queries, clock }),
    reactions: onBookingEvents({ handleRoom, clock }),
  };
}

import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import { roomDecider } from '../domain/room-decide.ts';
import { createCloseRoom, createReopenRoom } from './close-room.ts';
import { createDeleteRoom } from './delete-room.ts';
import { onBookingEvents } from './on-booking-events.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { onSuppliesEvents } from './on-supplies-events.ts';
import type { Dependencies } from './ports.ts';
import { createRegisterRoom } from './register-room.ts';
import { createScheduledJobs } from './scheduled-jobs.ts';
import { createTransferRoom } from './transfer-room.ts';
import { createUpdateRoom } from './update-room.ts';

type Surroundings = Pick<Dependencies, 'clock'> & {
  readonly stores: Pick<Dependencies, 'rooms' | 'assignments' | 'queries' | 'roomSupplies'> & {
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: Pick<Dependencies, 'supplies'>;
};

export type RoomServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients, clock }: Surroundings) {
  const { rooms, assignments, queries, roomSupplies } = stores;
  const handleRoom = createCommandHandler(rooms, roomDecider);
  return {
    ...stores,
    clock,
    registerRoom: createRegisterRoom({ handleRoom, clock }),
    updateRoom: createUpdateRoom({ handleRoom, clock }),
    deleteRoom: createDeleteRoom({ handleRoom, rooms, supplies: clients.supplies, clock }),
    closeRoom: createCloseRoom({ handleRoom, clock }),
    reopenRoom: createReopenRoom({ handleRoom, clock }),
    transferRoom: createTransferRoom({ handleRoom, clock }),
    jobs: createScheduledJobs({ handleRoom, queries, clock }),
    reactions: [
      ...onBookingEvents({ handleRoom, clock }),
      ...onSuppliesEvents({ roomSupplies }),
      onCustomerErased({ assignments }),
    ],
  };
}

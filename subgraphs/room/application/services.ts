import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import type { IdempotencyStore } from '../../../platform/idempotency/once.ts';
import type { Page } from '../../../platform/input.ts';
import { createSharedQuery } from '../../../platform/shared-read.ts';
import { assignmentDecider } from '../domain/assignment-decide.ts';
import { roomDecider } from '../domain/room-decide.ts';
import { createAssignRoom, createReleaseRoom } from './assign-room.ts';
import { createCloseRoom, createReopenRoom } from './close-room.ts';
import { createDeleteRoom } from './delete-room.ts';
import { createFollowClock } from './follow-clock.ts';
import { onBookingEvents } from './on-booking-events.ts';
import { onCustomerErased } from './on-customer-erased.ts';
import { onSuppliesEvents } from './on-supplies-events.ts';
import type { Dependencies, RoomCriteria } from './ports.ts';
import { createRegisterRoom } from './register-room.ts';
import { createReleaseBookings } from './release-bookings.ts';
import { createScheduledJobs } from './scheduled-jobs.ts';
import { createTransferRoom } from './transfer-room.ts';
import { createUpdateRoom } from './update-room.ts';

type Surroundings = Pick<Dependencies, 'clock'> & {
  readonly stores: Pick<
    Dependencies,
    'rooms' | 'assignments' | 'openAssignments' | 'earlierEvents' | 'erasures' | 'queries' | 'roomSupplies'
  > & {
    readonly idempotency: IdempotencyStore;
  };
  readonly clients: Pick<Dependencies, 'supplies'>;
};

type RoomPage = {
  readonly criteria: RoomCriteria;
  readonly page: Page<[id: string]>;
  readonly withStatus: boolean;
};

export type RoomServices = ReturnType<typeof createServices>;

/**
 * The service without server, database and stream: its use cases, its reactions to events, and the stores it
 * reads.
 */
export function createServices({ stores, clients, clock }: Surroundings) {
  const { rooms, assignments, openAssignments, queries } = stores;
  const handleRoom = createCommandHandler(rooms, roomDecider);
  const handleAssignment = createCommandHandler(assignments, assignmentDecider);
  const parts = { ...stores, ...clients, handleRoom, handleAssignment, clock };
  const followClock = createFollowClock(parts);
  const releaseBookings = createReleaseBookings(parts);
  return {
    ...stores,
    clock,
    /** A page of rooms: with statuses as they are now where they are asked for, otherwise as stored. */
    roomPage: createSharedQuery(
      ({ criteria, page, withStatus }: RoomPage) => queries.list(criteria, page, withStatus ? clock() : null),
      ({ length }) => length,
    ),
    registerRoom: createRegisterRoom(parts),
    updateRoom: createUpdateRoom(parts),
    deleteRoom: createDeleteRoom({ ...parts, releaseBookings }),
    closeRoom: createCloseRoom(parts),
    reopenRoom: createReopenRoom(parts),
    transferRoom: createTransferRoom(parts),
    jobs: createScheduledJobs({ openAssignments, queries, followClock, releaseBookings, clock }),
    reactions: [
      ...onBookingEvents({
        assignRoom: createAssignRoom({ ...parts, followClock }),
        releaseRoom: createReleaseRoom({ ...parts, followClock }),
      }),
      ...onSuppliesEvents(parts),
      onCustomerErased(parts),
    ],
  };
}

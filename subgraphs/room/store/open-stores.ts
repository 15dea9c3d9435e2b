import type { MongoLink } from '../../../platform/mongo/connection.ts';
import { createMongoIdempotencyStore } from '../../../platform/mongo/idempotency.ts';
import type { AggregateModels } from '../../../platform/mongo/schemas.ts';
import type { OnStored } from '../../../platform/mongo/waiting-kinds.ts';
import { createMongoAssignmentErasures } from './mongo-assignment-erasures.ts';
import {
  createMongoAssignmentStore,
  openAssignments,
  type StoredAssignment,
} from './mongo-assignment-store.ts';
import { createMongoOpenAssignments } from './mongo-open-assignments.ts';
import { createMongoRoomQueries } from './mongo-room-queries.ts';
import { createMongoRoomStore, openRooms, type StoredRoom } from './mongo-room-store.ts';
import { createMongoRoomSuppliesStore } from './mongo-room-supplies-store.ts';
import { separateAssignments } from './separate-assignments.ts';

/** The models of the service, in the order in which their events are published. */
export type RoomModels = {
  readonly assignments: AggregateModels<StoredAssignment>;
  readonly rooms: AggregateModels<StoredRoom>;
};

/** Opens the collections of the service and creates their indexes. */
export async function openModels(link: MongoLink): Promise<RoomModels> {
  return { assignments: await openAssignments(link), rooms: await openRooms(link) };
}

/**
 * The stores of the service. Brings documents of earlier versions up to date first.
 *
 * @param onStored called after each write that left events to publish
 */
export async function openStores(link: MongoLink, models: RoomModels, onStored: OnStored) {
  const rooms = createMongoRoomStore(models.rooms, onStored);
  const earlierEvents = await separateAssignments(link, rooms.hasHandled);
  const openAssignments = createMongoOpenAssignments(models.assignments);
  return {
    rooms,
    assignments: createMongoAssignmentStore(models.assignments, onStored),
    openAssignments,
    earlierEvents,
    erasures: createMongoAssignmentErasures(models.assignments, models.rooms),
    queries: createMongoRoomQueries(link, openAssignments),
    roomSupplies: createMongoRoomSuppliesStore(link),
    idempotency: createMongoIdempotencyStore(link),
  };
}

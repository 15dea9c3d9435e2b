import { type AggregateCollections, createMongoAggregateStore } from '../../../platform/mongo/index.ts';
import type { RoomStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { RoomEvent, RoomState } from '../domain/room.ts';
import { type StoredRoom, toRoom, toStoredRoom } from './room-document.ts';

/**
 * Rooms in MongoDB.
 *
 * @param onStored called after each write that left events to publish
 */
export function createMongoRoomStore(collections: AggregateCollections, onStored: () => void): RoomStore {
  return createMongoAggregateStore<RoomState, RoomEvent, StoredRoom>({
    collections,
    initial: undefined,
    toStored: toStoredRoom,
    toState: toRoom,
    toMessage,
    onStored,
  });
}

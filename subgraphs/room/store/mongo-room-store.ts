import { type AggregateModels, createMongoAggregateStore } from '../../../platform/mongo/index.ts';
import type { RoomStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { RoomEvent, RoomState } from '../domain/room.ts';
import { type StoredRoom, toRoom, toStoredRoom } from './room-document.ts';

/**
 * Stores rooms in MongoDB.
 *
 * @param onStored called after each write that left events to publish
 */
export function createMongoRoomStore(models: AggregateModels<StoredRoom>, onStored: () => void): RoomStore {
  return createMongoAggregateStore<RoomState, RoomEvent, StoredRoom>({
    models,
    initial: undefined,
    toStored: toStoredRoom,
    toState: toRoom,
    toMessage,
    onStored,
  });
}

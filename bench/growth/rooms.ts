import type { MongoLink } from '../../platform/mongo/connection.ts';
import type { AggregateDocument } from '../../platform/mongo/schemas.ts';
import { toMessage } from '../../subgraphs/room/application/published-events.ts';
import { nextTransitionAt } from '../../subgraphs/room/domain/occupancy.ts';
import type { Room } from '../../subgraphs/room/domain/room.ts';
import { type RoomCommand, roomDecider } from '../../subgraphs/room/domain/room-decide.ts';
import { openRooms, type StoredRoom, toRoom } from '../../subgraphs/room/store/mongo-room-store.ts';
import { type Aggregate, createAggregate } from './aggregate.ts';

export type RoomAggregate = Aggregate<Room | undefined, RoomCommand>;

/** Reads the rooms of a store that are not deleted. */
export async function loadRooms(link: MongoLink): Promise<readonly RoomAggregate[]> {
  const { aggregates } = await openRooms(link);
  const documents: readonly AggregateDocument<StoredRoom>[] = await aggregates
    .find({ 'state.deleted': false })
    .sort({ _id: 1 })
    .lean();
  return documents.map(({ _id: id, state, version }) =>
    createAggregate({ id, decider: roomDecider, toMessage, from: { state: toRoom(state), version } }),
  );
}

/** Stores what has become of rooms whose events are in the history. */
export async function storeRooms(link: MongoLink, rooms: readonly RoomAggregate[]): Promise<void> {
  const writes = rooms.map((room) => {
    const state = room.state();
    if (state.deleted) throw new Error(`The room ${state.id} was deleted`);
    const { id: _id, assignments, status, statusSince, occupiedBy } = state;
    const next = nextTransitionAt(state);
    const changed = { assignments, status, statusSince, occupiedBy, nextTransitionAt: next };
    const fields = Object.entries(changed).map(([field, value]) => [
      `state.${field}`,
      value === null || value === undefined ? '$$REMOVE' : { $literal: value },
    ]);
    const counted = { version: room.version(), revision: { $add: ['$revision', 1] } };
    return {
      updateOne: { filter: { _id }, update: [{ $set: { ...Object.fromEntries(fields), ...counted } }] },
    };
  });
  await link.collection<{ _id: string }>('rooms').bulkWrite(writes);
}

import type { mongo } from 'mongoose';
import type { AggregateDocument } from '../../../platform/mongo/index.ts';
import { nextTransitionAt } from '../domain/occupancy.ts';
import type { Room, RoomState } from '../domain/room.ts';

/** A room as it is stored, with when the clock is to change it; the field is missing when it is not. */
export type StoredRoom = Room & { readonly nextTransitionAt?: string };

export type RoomDocument = AggregateDocument<StoredRoom>;

export const ROOMS = 'rooms';

export const ROOM_INDEXES: readonly mongo.IndexDescription[] = [
  // Lists are read by id.
  { key: { 'state.deleted': 1, _id: 1 }, name: 'by_id' },
  // What the clock looks for.
  { key: { 'state.nextTransitionAt': 1 }, name: 'due', sparse: true },
];

/** Throws for a room that was never registered: there is nothing to store of it. */
export function toStoredRoom(room: RoomState): StoredRoom {
  if (!room) throw new Error('A room without events cannot be stored');
  const due = room.deleted ? undefined : nextTransitionAt(room);
  return due === undefined ? room : { ...room, nextTransitionAt: due };
}

export function toRoom({ nextTransitionAt: _, ...room }: StoredRoom): Room {
  return room;
}

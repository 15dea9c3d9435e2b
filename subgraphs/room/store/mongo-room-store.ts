import { type Model, Schema } from 'mongoose';
import { LONGEST_SUBJECT } from '../../../platform/identity/subject.ts';
import { ifPresent } from '../../../platform/input.ts';
import {
  createMongoAggregateStore,
  type MongoAggregateStore,
} from '../../../platform/mongo/aggregate-store.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import {
  type AggregateDocument,
  type AggregateModels,
  aggregateSchema,
  EMBEDDED,
  openAggregates,
  type Stored,
} from '../../../platform/mongo/schemas.ts';
import type { OnStored } from '../../../platform/mongo/waiting-kinds.ts';
import { mostBytesOf } from '../../../platform/text/faults.ts';
import { foldText } from '../../../platform/text/fold.ts';
import { LONGEST_REASON } from '../application/close-room.ts';
import { toMessage } from '../application/published-events.ts';
import {
  LARGEST_CAPACITY,
  LARGEST_RATE,
  LONGEST_DESCRIPTION,
  LONGEST_LOCATION,
  LONGEST_NAME,
} from '../application/room-input.ts';
import type { Room, RoomEvent, RoomState } from '../domain/room.ts';
import { suffixesOf } from './text-search.ts';

const TEXT = { type: String, required: true } as const;

const moneySchema = new Schema(
  {
    amount: { type: Number, required: true, min: 0, max: LARGEST_RATE, validate: Number.isInteger },
    currency: { type: String, required: true, minlength: 3, maxlength: 3 },
  },
  EMBEDDED,
);

function isDeleted(this: { readonly deleted?: unknown }): boolean {
  return this.deleted === true;
}

const stateSchema = new Schema(
  {
    id: TEXT,
    /** Missing or null for a room that belongs to nobody. */
    hostId: { type: String, maxlength: mostBytesOf(LONGEST_SUBJECT) },
    name: { ...TEXT, maxlength: mostBytesOf(LONGEST_NAME) },
    description: { type: String, maxlength: mostBytesOf(LONGEST_DESCRIPTION) },
    location: { type: String, maxlength: mostBytesOf(LONGEST_LOCATION) },
    capacity: { type: Number, required: true, min: 1, max: LARGEST_CAPACITY, validate: Number.isInteger },
    hourlyRate: { type: moneySchema, required: true },
    timeZone: TEXT,
    status: { ...TEXT, enum: ['EMPTY', 'FULL', 'CLOSED'] },
    statusSince: TEXT,
    /** Missing or null without a reason, and of rooms that were closed before it was kept. */
    closedReason: { type: String, maxlength: mostBytesOf(LONGEST_REASON) },
    deleted: { type: Boolean, required: true },
    occupiedBy: String,
    deletedBy: { type: String, required: isDeleted },
    /** Of a deleted room, while it may be assigned to bookings. */
    releasing: { type: Boolean, allowNull: false },
    /** As they are searched, and what they are found by. Missing without a location. */
    foldedName: TEXT,
    nameSuffixes: { type: [String], required: true },
    foldedLocation: { type: String, allowNull: false },
    locationSuffixes: { type: [String], default: undefined, allowNull: false },
  } as const,
  EMBEDDED,
);

export type StoredRoom = Stored<typeof stateSchema>;

/** The names of the room's supplies, folded. They are a replica and no part of the room's state. */
const suppliesSchema = new Schema(
  {
    /** The version of the room's stock. */
    version: { type: Number, required: true, min: 1, validate: Number.isInteger },
    items: { type: [new Schema({ name: TEXT }, EMBEDDED)], required: true },
  } as const,
  EMBEDDED,
);

/** A room as it is stored. */
export type RoomDocument = AggregateDocument<StoredRoom> & {
  /** Missing until the first event of the room's supplies arrives. */
  readonly supplies?: Stored<typeof suppliesSchema>;
};

export const roomSchema = aggregateSchema('rooms', stateSchema)
  .add({ supplies: suppliesSchema })
  // Lists are ordered by id: with these indexes, a page of a list needs no sorting.
  .index({ 'state.deleted': 1, _id: 1 }, { name: 'by_id' })
  .index({ 'state.hostId': 1, _id: 1 }, { name: 'by_host' })
  .index({ 'supplies.items.name': 1, _id: 1 }, { name: 'by_supply' })
  .index({ 'state.deleted': 1, 'state.status': 1, _id: 1 }, { name: 'by_status' })
  // A condition that few rooms meet is looked up; one that many meet is checked in the order of the list.
  .index({ 'state.nameSuffixes': 1 }, { name: 'by_name' })
  .index({ 'state.locationSuffixes': 1 }, { name: 'by_location', sparse: true })
  .index({ 'state.deleted': 1, 'state.capacity': 1 }, { name: 'by_capacity' })
  .index(
    { 'state.deleted': 1, 'state.hourlyRate.currency': 1, 'state.hourlyRate.amount': 1 },
    { name: 'by_rate' },
  )
  // A scheduled job goes on with deleted rooms that may still be assigned to bookings.
  .index({ 'state.releasing': 1 }, { name: 'releasing', sparse: true });

/** The fields of a document that a room is made from: what is left out serves searches alone. */
export const WITHOUT_SEARCH = {
  outbox: 0,
  supplies: 0,
  'state.nameSuffixes': 0,
  'state.locationSuffixes': 0,
} as const;

/** Opens the collection of rooms, creates its indexes, and folds the texts of earlier documents. */
export async function openRooms(link: MongoLink): Promise<AggregateModels<StoredRoom>> {
  const models = await openAggregates<StoredRoom>(link, roomSchema);
  await foldStoredRooms(link.model<RoomDocument>(roomSchema));
  return models;
}

/**
 * Folds the texts of rooms that were stored before they were kept folded and with their suffixes, so that
 * they are found. Several processes may do it at once, and a write that comes between has folded the room
 * itself.
 */
async function foldStoredRooms(rooms: Model<RoomDocument>): Promise<void> {
  const old = rooms.find(
    { 'state.nameSuffixes': { $exists: false } },
    { revision: 1, state: 1, supplies: 1 },
  );
  for await (const { _id, revision, state, supplies } of old.lean().cursor()) {
    // First the names of supplies: a room with suffixes is not looked at again.
    if (supplies) {
      const items = supplies.items.map(({ name }) => ({ name: foldText(name) }));
      await rooms.updateOne(
        { _id, 'supplies.version': supplies.version },
        { $set: { 'supplies.items': items } },
      );
    }
    const folded = Object.entries(foldedOf(state)).map(([name, value]) => [`state.${name}`, value]);
    await rooms.updateOne({ _id, revision }, { $set: Object.fromEntries(folded) });
  }
}

/** A room as it is stored. */
export function toStoredRoom(room: Room): StoredRoom {
  const folded = foldedOf(room);
  if (!room.deleted) return { ...room, ...folded };
  const { releasing, ...deleted } = room;
  return { ...deleted, ...folded, ...(releasing ? { releasing } : {}) };
}

/** What a room's name and location are searched by. */
function foldedOf({ name, location }: Pick<StoredRoom, 'name' | 'location'>) {
  const foldedName = foldText(name);
  const foldedLocation = ifPresent(location, foldText);
  return {
    foldedName,
    nameSuffixes: suffixesOf(foldedName),
    foldedLocation,
    locationSuffixes: ifPresent(foldedLocation, suffixesOf),
  };
}

/** Throws for a document that is not as `toStoredRoom` makes it. */
export function toRoom(stored: StoredRoom): Room {
  const { id, name, capacity, hourlyRate, timeZone, status, statusSince, deletedBy } = stored;
  const described = {
    ...{ id, name, capacity, hourlyRate, timeZone, statusSince },
    hostId: stored.hostId ?? null,
    description: stored.description ?? null,
    location: stored.location ?? null,
  };
  if (!stored.deleted) {
    const { closedReason = null, occupiedBy = null } = stored;
    return { ...described, status, deleted: false, closedReason, occupiedBy };
  }
  if (status !== 'CLOSED' || !deletedBy) throw new Error(`The deleted room ${id} is not stored as closed`);
  return { ...described, status, deleted: true, deletedBy, releasing: stored.releasing ?? false };
}

/**
 * Stores rooms in MongoDB.
 *
 * @param onStored called after each write that left events to publish
 */
export function createMongoRoomStore(
  models: AggregateModels<StoredRoom>,
  onStored: OnStored,
): MongoAggregateStore<RoomState, RoomEvent> {
  return createMongoAggregateStore<RoomState, RoomEvent, StoredRoom>({
    models,
    initial: undefined,
    toStored: toStoredRoom,
    toState: toRoom,
    toMessage,
    onStored,
  });
}

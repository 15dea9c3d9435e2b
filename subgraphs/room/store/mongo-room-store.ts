import { Schema } from 'mongoose';
import { LONGEST_SUBJECT } from '../../../platform/identity/identity.ts';
import { createMongoAggregateStore } from '../../../platform/mongo/aggregate-store.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import {
  type AggregateDocument,
  type AggregateModels,
  aggregateSchema,
  EMBEDDED,
  openAggregates,
  type Stored,
} from '../../../platform/mongo/schemas.ts';
import type { RoomStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import {
  LARGEST_CAPACITY,
  LARGEST_RATE,
  LONGEST_DESCRIPTION,
  LONGEST_LOCATION,
  LONGEST_NAME,
} from '../application/room-input.ts';
import { nextTransitionAt } from '../domain/occupancy.ts';
import type { Room, RoomEvent, RoomState } from '../domain/room.ts';

const TEXT = { type: String, required: true } as const;

const moneySchema = new Schema(
  {
    amount: { type: Number, required: true, min: 0, max: LARGEST_RATE, validate: Number.isInteger },
    currency: { type: String, required: true, minlength: 3, maxlength: 3 },
  },
  EMBEDDED,
);

const slotSchema = new Schema({ start: TEXT, end: TEXT }, EMBEDDED);
const SLOT = { type: slotSchema, required: true } as const;

const assignmentSchema = new Schema({ bookingId: TEXT, customerId: TEXT, slot: SLOT }, EMBEDDED);
const earlyCancellationSchema = new Schema({ bookingId: TEXT, slot: SLOT }, EMBEDDED);

function isOffered(this: { readonly deleted?: unknown }): boolean {
  return this.deleted === false;
}

function isDeleted(this: { readonly deleted?: unknown }): boolean {
  return this.deleted === true;
}

const stateSchema = new Schema(
  {
    id: TEXT,
    /** Missing or null for a room that belongs to nobody. */
    hostId: { type: String, maxlength: LONGEST_SUBJECT },
    name: { ...TEXT, maxlength: LONGEST_NAME },
    description: { type: String, maxlength: LONGEST_DESCRIPTION },
    location: { type: String, maxlength: LONGEST_LOCATION },
    capacity: { type: Number, required: true, min: 1, max: LARGEST_CAPACITY, validate: Number.isInteger },
    hourlyRate: { type: moneySchema, required: true },
    timeZone: TEXT,
    status: { ...TEXT, enum: ['EMPTY', 'FULL', 'CLOSED'] },
    statusSince: TEXT,
    deleted: { type: Boolean, required: true },
    occupiedBy: String,
    assignments: { type: [assignmentSchema], default: undefined, required: isOffered },
    /** The early cancellations, under the name that stored documents have. */
    forgone: { type: [earlyCancellationSchema], default: undefined, required: isOffered },
    deletedBy: { type: String, required: isDeleted },
    /** When the status is to change by the clock. Missing when it is not. */
    nextTransitionAt: { type: String, allowNull: false },
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
  // Lists are ordered by id: with these indexes, a page of a list needs no sorting. Other conditions on rooms
  // are ranges or have few values, so that an index on them would not pay.
  .index({ 'state.deleted': 1, _id: 1 }, { name: 'by_id' })
  .index({ 'state.hostId': 1, _id: 1 }, { name: 'by_host' })
  .index({ 'supplies.items.name': 1, _id: 1 }, { name: 'by_supply' })
  // The scheduled job that changes statuses looks for due rooms.
  .index({ 'state.nextTransitionAt': 1 }, { name: 'due', sparse: true });

/** Opens the collection of rooms and creates its indexes. */
export function openRooms(link: MongoLink): Promise<AggregateModels<StoredRoom>> {
  return openAggregates(link, roomSchema);
}

function toStoredRoom(room: Room): StoredRoom {
  if (room.deleted) return room;
  const { earlyCancellations: forgone, ...rest } = room;
  return { ...rest, forgone, nextTransitionAt: nextTransitionAt(room) };
}

/** Throws for a document that is not as `toStoredRoom` makes it. */
export function toRoom(stored: StoredRoom): Room {
  const { nextTransitionAt: _, deleted, deletedBy, occupiedBy, assignments, forgone, ...rest } = stored;
  const described = {
    ...rest,
    hostId: rest.hostId ?? null,
    description: rest.description ?? null,
    location: rest.location ?? null,
  };
  if (!deleted)
    return {
      ...described,
      deleted,
      occupiedBy: occupiedBy ?? null,
      assignments: assignments ?? [],
      earlyCancellations: forgone ?? [],
    };
  const { status } = described;
  if (status !== 'CLOSED' || !deletedBy)
    throw new Error(`The deleted room ${stored.id} is not stored as closed`);
  return { ...described, status, deleted, deletedBy };
}

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

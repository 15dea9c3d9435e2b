import { Schema } from 'mongoose';
import { createMongoAggregateStore } from '../../../platform/mongo/aggregate-store.ts';
import type { MongoLink } from '../../../platform/mongo/connection.ts';
import {
  type AggregateModels,
  aggregateSchema,
  EMBEDDED,
  openAggregates,
  type Stored,
} from '../../../platform/mongo/schemas.ts';
import type { OnStored } from '../../../platform/mongo/waiting-kinds.ts';
import type { RoomStockStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import { NOBODY, type RoomStock, type RoomStockEvent, type RoomStockState } from '../domain/room-stock.ts';
import { SUPPLY_LINE } from './supply-line-schema.ts';

const TEXT = { type: String, required: true } as const;

/** Missing in stocks from before rooms had hosts, and after a room is deleted. */
const hostSchema = new Schema(
  { id: String, roomVersion: { type: Number, required: true, min: 0, validate: Number.isInteger } } as const,
  EMBEDDED,
);

function isProvisioned(this: { readonly status?: unknown }): boolean {
  return this.status === 'PROVISIONED';
}

const stateSchema = new Schema(
  {
    roomId: TEXT,
    status: { ...TEXT, enum: ['UNSTOCKED', 'PROVISIONED', 'REMOVED'] },
    host: hostSchema,
    supplies: {
      type: [new Schema({ id: TEXT, ...SUPPLY_LINE, updatedAt: TEXT } as const, EMBEDDED)],
      default: undefined,
      required: isProvisioned,
    },
  } as const,
  EMBEDDED,
);

const roomStockSchema = aggregateSchema('room_stocks', stateSchema).index(
  { 'state.supplies.id': 1 },
  { name: 'by_supply', sparse: true },
);

export type StoredRoomStock = Stored<typeof stateSchema>;

export type RoomStockModels = AggregateModels<StoredRoomStock>;

/** Opens the collection with one document for each room, under the room's id, and creates its indexes. */
export function openRoomStocks(mongo: MongoLink): Promise<RoomStockModels> {
  return openAggregates(mongo, roomStockSchema);
}

/**
 * Stores the stocks of rooms in MongoDB.
 *
 * @param onStored called after each write that left events to publish
 */
export function createMongoRoomStockStore(models: RoomStockModels, onStored: OnStored): RoomStockStore {
  return createMongoAggregateStore<RoomStockState, RoomStockEvent, StoredRoomStock>({
    models,
    initial: undefined,
    toStored: (state) => state,
    toState: toRoomStock,
    toMessage,
    onStored,
  });
}

export function toRoomStock({ status, roomId, host: stored, supplies }: StoredRoomStock): RoomStock {
  if (status === 'REMOVED') return { status, roomId };
  const host = stored ? { id: stored.id ?? null, roomVersion: stored.roomVersion } : NOBODY;
  return status === 'UNSTOCKED'
    ? { status, roomId, host }
    : { status, roomId, host, supplies: supplies ?? [] };
}

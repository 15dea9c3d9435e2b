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
import type { RoomStockStore } from '../application/ports.ts';
import { toMessage } from '../application/published-events.ts';
import type { RoomStock, RoomStockEvent, RoomStockState } from '../domain/room-stock.ts';
import { SUPPLY_LINE } from './supply-line-schema.ts';

const TEXT = { type: String, required: true } as const;

function isProvisioned(this: { readonly status?: unknown }): boolean {
  return this.status === 'PROVISIONED';
}

const stateSchema = new Schema(
  {
    roomId: TEXT,
    status: { ...TEXT, enum: ['PROVISIONED', 'REMOVED'] },
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
export function createMongoRoomStockStore(models: RoomStockModels, onStored: () => void): RoomStockStore {
  return createMongoAggregateStore<RoomStockState, RoomStockEvent, StoredRoomStock>({
    models,
    initial: undefined,
    toStored: (state) => state,
    toState: toRoomStock,
    toMessage,
    onStored,
  });
}

export function toRoomStock({ status, roomId, supplies }: StoredRoomStock): RoomStock {
  return status === 'PROVISIONED' ? { status, roomId, supplies: supplies ?? [] } : { status, roomId };
}

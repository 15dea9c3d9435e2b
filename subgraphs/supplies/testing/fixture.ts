import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { createCommandHandler } from '../../../platform/decisions/command-handler.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { CloudEvent, DataOf, EventDefinition } from '../../../platform/messaging/event.ts';
import type { Reaction } from '../../../platform/messaging/reactions.ts';
import { connectMongo, createMongoIdempotencyStore, publishWaiting } from '../../../platform/mongo/index.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { roomDeleted, roomRegistered } from '../../../schema/events/room.ts';
import { createAddSupply } from '../application/add-supply.ts';
import { createChangeStock } from '../application/change-stock.ts';
import { onRoomDeleted, onRoomRegistered } from '../application/on-room-events.ts';
import { createRemoveSupply } from '../application/remove-supply.ts';
import { createSetStandardSupplies } from '../application/set-standard-supplies.ts';
import { createUpdateSupply } from '../application/update-supply.ts';
import { catalogueDecider } from '../domain/catalogue.ts';
import { roomStockDecider } from '../domain/room-stock-decide.ts';
import type { SupplyLine } from '../domain/supply-line.ts';
import { createMongoCatalogueStore, openCatalogue } from '../store/mongo-catalogue-store.ts';
import { createMongoRoomStockStore, openRoomStocks } from '../store/mongo-room-stock-store.ts';
import { createMongoSupplyQueries } from '../store/mongo-supply-queries.ts';

export const log = createLogger('test', 'silent');

export type SuppliesFixture = Awaited<ReturnType<typeof createFixture>>;

/** The service's parts on a real, empty database, without server and stream. */
export async function createFixture() {
  const mongo = await connectMongo({ url: inject('mongodbUrl'), dbName: `test_${randomUUID()}`, log });
  const roomStocks = await openRoomStocks(mongo);
  let wakes = 0;
  const stocks = createMongoRoomStockStore(roomStocks, () => {
    wakes += 1;
  });
  const catalogue = createMongoCatalogueStore(await openCatalogue(mongo));
  const queries = createMongoSupplyQueries(roomStocks);
  const clock = () => new Date().toISOString();
  const handleRoomStock = createCommandHandler(stocks, roomStockDecider);
  const handleCatalogue = createCommandHandler(catalogue, catalogueDecider);
  const changeStock = createChangeStock({ handleRoomStock, stocks });
  const services = {
    addSupply: createAddSupply({ changeStock, stocks, clock }),
    updateSupply: createUpdateSupply({ changeStock, queries, clock }),
    removeSupply: createRemoveSupply({ changeStock, stocks, queries, clock }),
    setStandardSupplies: createSetStandardSupplies({ handleCatalogue, clock }),
    stocks,
    catalogue,
    queries,
    idempotency: createMongoIdempotencyStore(mongo),
  };
  const registered = onRoomRegistered({ handleRoomStock, catalogue, clock });
  const deleted = onRoomDeleted({ handleRoomStock, clock });

  return {
    mongo,
    roomStocks,
    services,
    /** How often the relay would have been woken. */
    wakes: () => wakes,

    /** Lets a registration come in; the same event again when given its id. */
    async registerRoom(roomId: string, supplies: SupplyLine[] | null, eventId = newId()): Promise<void> {
      await receive(registered, roomRegistered, roomId, eventId, { room: roomOf(roomId), supplies });
    },

    /** Lets a deletion come in. */
    async deleteRoom(roomId: string, eventId = newId()): Promise<void> {
      const room = { ...roomOf(roomId), deleted: true };
      await receive(deleted, roomDeleted, roomId, eventId, { room });
    },

    /** Publishes what waits, as the relay does, and gives it back. */
    async publish(): Promise<readonly CloudEvent[]> {
      const published: CloudEvent[] = [];
      await publishWaiting([roomStocks], async (events) => void published.push(...events));
      return published;
    },

    [Symbol.asyncDispose]: () => mongo.close(),
  };
}

async function receive<Definition extends EventDefinition>(
  reaction: Reaction,
  _definition: Definition,
  roomId: string,
  id: string,
  data: DataOf<Definition>,
): Promise<void> {
  const cause = { correlationId: 'story', causationId: id };
  await reaction.handle({
    id,
    aggregateId: roomId,
    version: 1,
    time: '2030-05-01T09:00:00.000Z',
    cause,
    data,
  });
}

/** A room as its events carry it. */
export function roomOf(id: string) {
  return {
    id,
    name: 'Blue room',
    description: null,
    location: null,
    capacity: 8,
    hourlyRate: { amount: 1_000, currency: 'KRW' },
    timeZone: 'Asia/Seoul',
    closed: false,
    deleted: false,
  };
}

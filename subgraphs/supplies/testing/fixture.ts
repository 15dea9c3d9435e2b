import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { CloudEvent } from '../../../platform/messaging/event.ts';
import { connectMongo } from '../../../platform/mongo/connection.ts';
import { createMongoIdempotencyStore } from '../../../platform/mongo/idempotency.ts';
import { publishWaiting } from '../../../platform/mongo/outbox.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { deliver } from '../../../platform/testing/index.ts';
import { roomDeleted, roomRegistered, roomTransferred } from '../../../schema/events/room.ts';
import { createServices } from '../application/services.ts';
import type { SupplyLine } from '../domain/supply-line.ts';
import { createMongoCatalogueStore, openCatalogues } from '../store/mongo-catalogue-store.ts';
import { createMongoRoomStockStore, openRoomStocks } from '../store/mongo-room-stock-store.ts';
import { createMongoSupplyQueries } from '../store/mongo-supply-queries.ts';

export const log = createLogger('test', 'silent');

/** The host of the rooms that a test registers, by default. */
export const HOST = 'host';

/** What may differ in a registration. */
type Registration = {
  readonly eventId?: string;
  /** Null for a room of nobody; undefined in events from before rooms had hosts. */
  readonly host?: { readonly id: string } | null | undefined;
};

export type SuppliesFixture = Awaited<ReturnType<typeof createFixture>>;

/**
 * The service's parts on a real, empty database, without server and stream.
 *
 * @param url the address of MongoDB; that of the tests when left out
 */
export async function createFixture(url = inject('mongodbUrl')) {
  const mongo = await connectMongo({ url, dbName: `test_${randomUUID()}`, log });
  const roomStocks = await openRoomStocks(mongo);
  let wakes = 0;
  const services = createServices({
    stores: {
      stocks: createMongoRoomStockStore(roomStocks, () => {
        wakes += 1;
      }),
      catalogues: createMongoCatalogueStore(await openCatalogues(mongo)),
      queries: createMongoSupplyQueries(roomStocks),
      idempotency: createMongoIdempotencyStore(mongo),
    },
    clock: () => new Date().toISOString(),
  });

  return {
    mongo,
    roomStocks,
    services,
    /** How often the relay was woken. */
    wakes: () => wakes,

    /** Delivers a registration; give the event's id to deliver the same one again. */
    async registerRoom(
      roomId: string,
      supplies: SupplyLine[] | null,
      { eventId, ...room }: Registration = {},
    ): Promise<void> {
      const data = { room: { ...roomOf(roomId), ...room }, supplies };
      await deliver(services.reactions, roomRegistered, { id: eventId, aggregateId: roomId, data });
    },

    /** Delivers a transfer to another host, after which the room has this version. */
    async transferRoom(roomId: string, hostId: string, version = 2): Promise<void> {
      const data = { room: { ...roomOf(roomId), host: { id: hostId } }, previousHost: null };
      await deliver(services.reactions, roomTransferred, { aggregateId: roomId, version, data });
    },

    /** Delivers a deletion. */
    async deleteRoom(roomId: string, eventId?: string): Promise<void> {
      const data = { room: { ...roomOf(roomId), deleted: true } };
      await deliver(services.reactions, roomDeleted, { id: eventId, aggregateId: roomId, data });
    },

    /** The supplies of a room, ordered by name. */
    suppliesOf: async (roomId: string) => (await services.queries.byRooms([roomId])).get(roomId) ?? [],

    /** Publishes the waiting events, as the relay does, and returns them. */
    async publish(): Promise<readonly CloudEvent[]> {
      const published: CloudEvent[] = [];
      await publishWaiting([roomStocks], async (events) => void published.push(...events));
      return published;
    },

    [Symbol.asyncDispose]: () => mongo.close(),
  };
}

/** A room as its events carry it. */
export function roomOf(id: string) {
  return {
    id,
    host: { id: HOST },
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

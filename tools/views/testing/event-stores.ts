import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudEvent } from '../../../platform/messaging/event.ts';
import { connectMongo } from '../../../platform/mongo/connection.ts';
import { type HistoryDocument, historySchema } from '../../../platform/mongo/schemas.ts';
import { insertEvents } from '../../../platform/postgres/event-log.ts';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createPool, transaction } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { testMongoUrl } from '../../../platform/testing/database.ts';

const log = createLogger('test', 'silent');

/** The event stores of all contexts, each as its service keeps it. */
export type TestEventStores = AsyncDisposable & {
  /** The variables that name the databases. */
  readonly env: Readonly<Record<string, string>>;
  /** Stores events as published ones. */
  store(context: string, events: readonly CloudEvent[]): Promise<void>;
};

type Store = { store(events: readonly CloudEvent[]): Promise<void>; close(): Promise<void> };

/** @param databaseUrl the PostgreSQL database that gets a schema for each context that is in PostgreSQL */
export async function createEventStores(databaseUrl: string): Promise<TestEventStores> {
  const mongoUrls = { room: testMongoUrl(), supplies: testMongoUrl() };
  const stores = new Map<string, Store>();
  for (const context of ['booking', 'payment', 'community', 'notification'])
    stores.set(context, await createPostgresStore(context, databaseUrl));
  for (const [context, url] of Object.entries(mongoUrls)) stores.set(context, await createMongoStore(url));
  return {
    env: {
      DATABASE_URL: databaseUrl,
      ROOM_MONGODB_URL: mongoUrls.room,
      SUPPLIES_MONGODB_URL: mongoUrls.supplies,
    },
    async store(context, events) {
      await stores.get(context)?.store(events);
    },
    async [Symbol.asyncDispose]() {
      for (const store of stores.values()) await store.close();
    },
  };
}

async function createPostgresStore(schema: string, url: string): Promise<Store> {
  const pool = createPool({ url, schema, log, max: 1 });
  // An empty series: the tables that all services have are enough.
  const folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await migrate(pool, schema, { series: 'test', folder });
  await rm(folder, { recursive: true });
  return {
    store: (events) =>
      transaction(pool, async (client) => {
        await insertEvents(client, events);
        await client.query('DELETE FROM outbox');
      }),
    close: () => pool.end(),
  };
}

async function createMongoStore(url: string): Promise<Store> {
  const mongo = await connectMongo({ url, dbName: 'unused', log });
  const history = mongo.model<HistoryDocument>(historySchema);
  return {
    async store(events) {
      await history.insertMany(events.map(({ id, ...event }) => ({ _id: id, ...event })));
    },
    close: () => mongo.close(),
  };
}

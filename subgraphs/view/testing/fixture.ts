import { join } from 'node:path';
import { migrate } from '../../../platform/postgres/migrate.ts';
import { createOutageCheck, createPool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, deliver } from '../../../platform/testing/index.ts';
import { createServices } from '../application/services.ts';
import { createPostgresViewQueries } from '../store/postgres-view-queries.ts';
import { createPostgresViewStore } from '../store/postgres-view-store.ts';
import { STORED_TABLES } from '../store/tables.ts';
import { at, type ViewEvent } from './events.ts';

export const log = createLogger('test', 'silent');

export type Fixture = Awaited<ReturnType<typeof createFixture>>;

/**
 * The service's parts on a real, empty database, without server and stream, and with a clock and a backlog
 * that are set by hand.
 */
export async function createFixture() {
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'view', log });
  await migrate(pool, 'view', { series: 'view', folder: join(import.meta.dirname, '../store/migrations') });
  let now = at('08:00');
  let backlog: (context: string) => number | undefined = () => 0;
  const services = createServices({
    stores: {
      views: createPostgresViewStore(pool, createOutageCheck(pool)),
      queries: createPostgresViewQueries(pool),
    },
    backlog: async (context) => backlog(context),
    clock: () => now,
  });

  return {
    url: database.url,
    pool,
    services,
    /** Delivers events to the reactions, all at the same time. */
    async take(...events: readonly ViewEvent[]): Promise<void> {
      await Promise.all(
        events.map(({ definition, ...event }) => deliver(services.reactions, definition, event)),
      );
    },
    /** What is stored in all tables, row by row. */
    async dump(): Promise<Readonly<Record<string, readonly object[]>>> {
      const tables = STORED_TABLES.map(async ({ name, key }) => {
        const { rows } = await pool.query<object>(`SELECT * FROM ${name} ORDER BY ${key.join()}`);
        return [name, rows] as const;
      });
      return Object.fromEntries(await Promise.all(tables));
    },
    /** Removes everything. */
    async clear(): Promise<void> {
      await pool.query(`TRUNCATE seen, ${STORED_TABLES.map(({ name }) => name).join()}`);
    },
    /** Sets the time to an instant. */
    setClock(instant: string): void {
      now = instant;
    },
    /** Sets how many events of each context are not handled. */
    setBacklog(of: (context: string) => number | undefined): void {
      backlog = of;
    },
    async [Symbol.asyncDispose]() {
      await pool.end();
      await database[Symbol.asyncDispose]();
    },
  };
}

import { join } from 'node:path';
import type { StreamRetention } from '../messaging/event.ts';
import type { Publish } from '../messaging/jetstream/publisher.ts';
import { publishWaiting, readOutbox } from '../postgres/event-log.ts';
import { type Commits, createGroupCommit } from '../postgres/group-commit.ts';
import { migrate } from '../postgres/migrate.ts';
import { createOutageCheck, createPool, type Pool } from '../postgres/pool.ts';
import { deleteExpiredInboxEntries, deleteExpiredKeys } from '../postgres/retention.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { PostgresServiceSettings } from './service-settings.ts';
import { createSubgraphService, type SubgraphService } from './subgraph-service.ts';

export type PostgresServiceOptions = {
  readonly name: string;
  /** The service's folder, with `schema.graphql`. */
  readonly folder: string;
  readonly settings: PostgresServiceSettings;
  /** How long the stream keeps the service's events; left out by one that publishes none. */
  readonly streamRetention?: StreamRetention;
  readonly log: Logger;
};

/**
 * Opens a service with a PostgreSQL schema of its name, and applies the migrations in `store/migrations`.
 *
 * @throws Error when the database is of a version that this one cannot replace
 */
export async function openPostgresService({
  name,
  folder,
  settings,
  streamRetention,
  log,
}: PostgresServiceOptions): Promise<SubgraphService & { readonly pool: Pool; readonly commits: Commits }> {
  const access = { url: settings.databaseUrl, schema: name, log };
  const pool = createPool(access);
  const groups = createPool({ ...access, max: 1 });
  const later = await migrate(pool, name, { series: name, folder: join(folder, 'store/migrations') });
  if (later.length > 0)
    log.warn(
      { migrations: later },
      'the database is of a later version, with migrations unknown to this one',
    );
  const store = {
    publishWaiting: (publish: Publish) => publishWaiting(pool, publish),
    readOutbox: () => readOutbox(pool),
    ping: () => pool.query('SELECT 1'),
    isOutage: createOutageCheck(pool),
    retention: [
      () => deleteExpiredKeys(pool, settings.keysKeptMs),
      () => deleteExpiredInboxEntries(pool, 'inbox', settings.inboxKeptMs),
    ],
    async close() {
      await Promise.all([pool.end(), groups.end()]);
    },
  };
  return {
    ...(await createSubgraphService({ name, folder, settings, store, streamRetention, log })),
    pool,
    commits: createGroupCommit(pool, groups),
  };
}

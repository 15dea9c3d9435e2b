import { SERVICES } from '../../embedded/launcher/services.ts';
import { errorCode } from '../../platform/errors.ts';
import type { CloudEvent } from '../../platform/messaging/event.ts';
import { connectMongo } from '../../platform/mongo/connection.ts';
import { readPublished as readMongo } from '../../platform/mongo/outbox.ts';
import { type HistoryDocument, historySchema } from '../../platform/mongo/schemas.ts';
import {
  countEvents as countPostgres,
  readPublished as readPostgres,
} from '../../platform/postgres/event-log.ts';
import { createPool, type Pool } from '../../platform/postgres/pool.ts';
import { type Addresses, CannotDo, hostOf, log } from './instance.ts';

/** The store of a context's events. */
export type EventStore = {
  /** About how many events it has. */
  count(): Promise<number>;
  /** All published events, in batches, each aggregate's in order. */
  read(): AsyncIterable<readonly CloudEvent[]>;
  close(): Promise<void>;
};

/** @throws CannotDo if the context's database is unknown or does not respond */
export async function openStore(context: string, { database }: Addresses): Promise<EventStore> {
  const needs = SERVICES.find(({ name }) => name === context)?.needs ?? [];
  if (needs.includes('postgres')) return openPostgres(context, database(context, 'postgres'));
  if (needs.includes('mongodb')) return openMongo(context, database(context, 'mongodb'));
  throw new CannotDo(`${context} keeps no events.`);
}

const NO_DATABASE = '3D000';

async function openPostgres(context: string, url: string): Promise<EventStore> {
  const pool = await openServicePool(context, url);
  return {
    count: () => countPostgres(pool),
    read: () => readPostgres(pool),
    close: () => pool.end(),
  };
}

/**
 * Opens the database of a service. Its tables are in its schema, in its own database (as in the launcher's
 * server) or in a shared one.
 *
 * @param max the most connections
 * @throws CannotDo if PostgreSQL does not respond or has no tables of the service
 */
export async function openServicePool(service: string, url: string, max = 2): Promise<Pool> {
  const own = new URL(url);
  own.pathname = `/${service}`;
  for (const candidate of [own.href, url]) {
    const pool = createPool({ url: candidate, schema: service, log, max });
    if (await hasEvents(pool, service, url)) return pool;
    await pool.end();
  }
  throw new CannotDo(`PostgreSQL at ${hostOf(url)} has no tables of ${service}.`);
}

async function hasEvents(pool: Pool, context: string, url: string): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ there: boolean }>('SELECT to_regclass($1) IS NOT NULL AS there', [
      `${context}.events`,
    ]);
    return rows[0]?.there === true;
  } catch (error) {
    if (errorCode(error) === NO_DATABASE) return false;
    await pool.end();
    throw new CannotDo(`PostgreSQL does not answer at ${hostOf(url)}.`, { cause: error });
  }
}

async function openMongo(context: string, url: string): Promise<EventStore> {
  try {
    const link = await connectMongo({ url, dbName: context, log });
    const history = link.model<HistoryDocument>(historySchema);
    return {
      count: () => history.estimatedDocumentCount(),
      read: () => readMongo(history),
      close: () => link.close(),
    };
  } catch (error) {
    throw new CannotDo(`MongoDB does not answer at ${hostOf(url)}.`, { cause: error });
  }
}

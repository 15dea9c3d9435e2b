import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { mongo } from 'mongoose';
import { connect, headers } from 'nats';
import { SIMULATOR } from '../../../embedded/launcher/services.ts';
import { startServers } from '../../../embedded/testing.ts';
import { query } from '../../../platform/testing/postgres/query.ts';
import { DATABASES, type RecordedCollection, type RecordedStream, type RecordedTable } from './recording.ts';

/**
 * Makes a data folder as the recorded revision left it: the servers of this revision get what that one has
 * stored, with its tables and indexes, and are stopped again.
 *
 * @param folder of the recording
 * @param dataDir an empty folder
 */
export async function restore(folder: string, dataDir: string): Promise<void> {
  restoreLedger(await linesOf<RecordedTable>(folder, 'ledger.jsonl'), join(dataDir, SIMULATOR.name));
  await using servers = await startServers({ dataDir, postgres: true, mongodb: true, nats: true });
  for (const name of DATABASES.postgres)
    await restoreDatabase(
      await servers.databaseUrl(name),
      await readFile(join(folder, `${name}.sql`), 'utf8'),
    );
  await restoreMongo(servers.url('mongodb'), await linesOf<RecordedCollection>(folder, 'mongodb.jsonl'));
  await restoreStreams(servers.url('nats'), await linesOf<RecordedStream>(folder, 'nats.jsonl'));
}

async function linesOf<Line>(folder: string, file: string): Promise<readonly Line[]> {
  const text = await readFile(join(folder, file), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line): Line => JSON.parse(line));
}

async function restoreDatabase(url: string, sql: string): Promise<void> {
  await query(url, 'CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public');
  await query(url, sql);
}

async function restoreMongo(url: string, collections: readonly RecordedCollection[]): Promise<void> {
  const client = await mongo.MongoClient.connect(url);
  try {
    for (const { database, collection: name, indexes, documents } of collections) {
      const collection = client.db(database).collection<{ _id: string }>(name);
      for (const { key, ...options } of indexes) await collection.createIndex(key, options);
      if (documents.length > 0) await collection.insertMany([...documents]);
    }
  } finally {
    await client.close();
  }
}

async function restoreStreams(url: string, streams: readonly RecordedStream[]): Promise<void> {
  const { username: user, password: pass, host } = new URL(url);
  const nats = await connect({ servers: host, user, pass });
  try {
    const jsm = await nats.jetstreamManager();
    for (const { config, headers: common, messages } of streams) {
      // The local server has made the streams of its own revision.
      await jsm.streams.delete(config.name).catch(() => false);
      await jsm.streams.add(config);
      for (const { subject, headers: recorded, data } of messages) {
        const all = headers();
        for (const [name, value] of Object.entries({ ...common, ...recorded })) all.append(name, value);
        await nats.jetstream().publish(subject, JSON.stringify(data), { headers: all });
      }
    }
  } finally {
    await nats.close();
  }
}

function restoreLedger(tables: readonly RecordedTable[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, 'ledger.sqlite'));
  for (const { name, sql, rows } of tables) {
    database.exec(sql);
    for (const row of rows) {
      const columns = Object.keys(row);
      database
        .prepare(`INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
        .run(...Object.values(row));
    }
  }
  database.close();
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { Client } from 'pg';
import { connectNats } from '../../platform/messaging/jetstream/connection.ts';
import { readMessages } from '../../platform/messaging/jetstream/stream-reader.ts';
import { REPLAY } from '../../platform/messaging/jetstream/streams.ts';
import { createLogger } from '../../platform/telemetry/logger.ts';
import { query } from '../../platform/testing/postgres/query.ts';
import type { SharedInstance } from './instance.ts';

/** Where any of some texts is found: in tables, collections, streams and files of an instance. */
export async function tracesOf(
  { launcher }: Pick<SharedInstance, 'launcher'>,
  dataDir: string,
  texts: readonly string[],
): Promise<readonly string[]> {
  const { postgres, mongodb, nats } = launcher().record.services;
  if (!postgres || !mongodb || !nats) throw new Error('A server does not run');
  const isTrace = (text: string) => texts.some((each) => text.includes(each));
  return [
    ...(await inDatabases(postgres.url, texts)),
    ...(await inCollections(mongodb.url, isTrace)),
    ...(await inStreams(nats.url, isTrace)),
    ...(await inFiles(join(dataDir, 'logs'), isTrace)),
    ...(await inFiles(join(dataDir, 'psp'), isTrace)),
  ];
}

async function inDatabases(url: string, texts: readonly string[]): Promise<readonly string[]> {
  const databases = await query(url, 'SELECT datname AS name FROM pg_database WHERE NOT datistemplate');
  const found = await Promise.all(
    databases.map(({ name }) => {
      const database = new URL(url);
      database.pathname = String(name);
      return inTables(database.href, texts);
    }),
  );
  return found.flat();
}

/** Names of tables come from the database and are safe to interpolate when they are quoted. */
async function inTables(url: string, texts: readonly string[]): Promise<readonly string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const { rowCount } = await client.query(
        `SELECT FROM ${name} AS record WHERE EXISTS (
          SELECT FROM unnest($1::text[]) AS text WHERE position(text IN record::text) > 0) LIMIT 1`,
        [texts],
      );
      if (rowCount) found.push(name);
    }
    return found;
  } finally {
    await client.end();
  }
}

async function inCollections(url: string, isTrace: (text: string) => boolean): Promise<readonly string[]> {
  const found: string[] = [];
  for (const dbName of ['room', 'supplies']) {
    const connection = await mongoose.createConnection(url, { dbName }).asPromise();
    try {
      for (const { name } of await connection.listCollections()) {
        for await (const document of connection.collection(name).find())
          if (isTrace(JSON.stringify(document))) {
            found.push(`${dbName}.${name}`);
            break;
          }
      }
    } finally {
      await connection.close();
    }
  }
  return found;
}

async function inStreams(url: string, isTrace: (text: string) => boolean): Promise<readonly string[]> {
  const link = connectNats({ url, name: 'test', log: createLogger('test', 'silent') });
  try {
    const client = await link.client;
    const found: string[] = [];
    for (const { config, state } of await client.jsm.streams.list().next()) {
      const stream = config.name;
      if (stream === REPLAY.name) {
        // Only the services may read it: nothing may be in it.
        if (state.messages > 0) found.push(stream);
        continue;
      }
      for await (const { messages } of readMessages(client, stream, { after: 0 })) {
        const trace = messages.find((message) => isTrace(`${message.subject} ${message.string()}`));
        if (trace) found.push(`${stream} ${trace.subject}`);
      }
    }
    return found;
  } finally {
    await link.close();
  }
}

async function inFiles(folder: string, isTrace: (text: string) => boolean): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const found: string[] = [];
  for (const file of files) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    if (isTrace(await readFile(path, 'utf8'))) found.push(path);
  }
  return found;
}

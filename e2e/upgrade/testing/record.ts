/**
 * Plays the story against an instance of an old revision and records what its stores have:
 * `node e2e/upgrade/testing/record.ts DATA_DIR PG_DUMP FOLDER`. ../README.md says how.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { mongo } from 'mongoose';
import { connect, type NatsConnection } from 'nats';
import { openIssuer } from '../../../embedded/issuer.ts';
import { findLauncher } from '../../../embedded/launcher/client.ts';
import { SERVICES, SIMULATOR } from '../../../embedded/launcher/services.ts';
import { type InstanceRecord, readRecord } from '../../../embedded/process/record.ts';
import { createClient } from '../../../examples/client.ts';
import { DATABASES, type RecordedMessage, type RecordedStream, STREAMS } from './recording.ts';
import { CUSTOMERS, HOST, play } from './story.ts';

/** When the short booking begins, after the start of the story. */
const SOON_MS = 20_000;
/** The header that says an event's id once more. */
const MESSAGE_ID = 'Nats-Msg-Id';
/** What the simulator keeps for a while only. */
const PASSING = ['events', 'idempotency_keys', 'deliveries'];
/** Until it is over and completed, and everybody has been told. */
const WAIT_MS = 360_000;

const [dataDir = '', pgDump = '', folder = ''] = process.argv.slice(2);

async function clientOf(url: string, subject: string, role: 'host' | 'customer') {
  const issuer = await openIssuer(dataDir);
  return createClient({ url, token: await issuer.mint({ subject, role, expiresIn: 3_600 }) });
}

function addressOf(record: InstanceRecord, name: string): string {
  const url = record.services[name]?.url;
  if (url === undefined) throw new Error(`${name} does not run`);
  return url;
}

function recordDatabase(admin: string, name: string): void {
  const url = new URL(admin);
  url.pathname = `/${name}`;
  const options = ['--inserts', '--no-owner', '--no-privileges', '--no-comments', '--schema', name];
  const sql = execFileSync(pgDump, [...options, url.href], { encoding: 'utf8' });
  const kept = sql
    .split('\n')
    .filter(
      (line) => !/^(--.*|\\.*|SET .*|CREATE SCHEMA public;|SELECT pg_catalog.set_config.*|)$/.test(line),
    );
  writeFileSync(join(folder, `${name}.sql`), `${kept.join('\n')}\n`);
}

async function recordMongo(url: string): Promise<void> {
  const client = await mongo.MongoClient.connect(url);
  const lines: string[] = [];
  for (const name of DATABASES.mongodb)
    for (const { name: collection } of await client.db(name).listCollections().toArray()) {
      const of = client.db(name).collection(collection);
      const indexes = (await of.indexes()).filter((index) => index.name !== '_id_');
      lines.push(
        JSON.stringify({ database: name, collection, indexes, documents: await of.find().toArray() }),
      );
    }
  await client.close();
  writeFileSync(join(folder, 'mongodb.jsonl'), `${lines.join('\n')}\n`);
}

async function recordStream(nats: NatsConnection, name: string): Promise<RecordedStream> {
  const jsm = await nats.jetstreamManager();
  const { config, state } = await jsm.streams.info(name);
  const messages: RecordedMessage[] = [];
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const found = await jsm.streams.getMessage(name, { seq }).catch(() => undefined);
    if (!found) continue;
    const headers = Object.fromEntries([...found.header].map(([key, [value = '']]) => [key, value]));
    messages.push({ subject: found.subject, headers, data: found.json() });
  }
  const isCommon = ([key, value]: readonly [string, string]) =>
    messages.every(({ headers }) => headers[key] === value);
  const common = Object.entries(messages[0]?.headers ?? {}).filter(isCommon);
  return {
    config,
    headers: Object.fromEntries(common),
    messages: messages.map(({ headers, ...rest }) => {
      const { [MESSAGE_ID]: _id, ...own } = headers;
      const kept = Object.entries(own).filter(([key]) => !common.some(([name]) => name === key));
      return { ...rest, headers: Object.fromEntries(kept) };
    }),
  };
}

async function recordStreams(url: string): Promise<void> {
  const { username: user, password: pass, host } = new URL(url);
  const nats = await connect({ servers: host, user, pass });
  const lines: string[] = [];
  for (const name of STREAMS) lines.push(JSON.stringify(await recordStream(nats, name)));
  await nats.close();
  writeFileSync(join(folder, 'nats.jsonl'), `${lines.join('\n')}\n`);
}

function recordLedger(): void {
  const sql = new DatabaseSync(join(dataDir, SIMULATOR.name, 'ledger.sqlite'), { readOnly: true });
  const tables = sql
    .prepare('SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rootpage')
    .all();
  const lines = tables.map((each) => {
    const hasRows = /^CREATE TABLE/.test(String(each.sql)) && !PASSING.includes(String(each.name));
    return {
      sql: each.sql,
      name: each.name,
      rows: hasRows ? sql.prepare(`SELECT * FROM ${each.name}`).all() : [],
    };
  });
  sql.close();
  writeFileSync(join(folder, 'ledger.jsonl'), `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

const record = readRecord(dataDir);
const launcher = findLauncher(dataDir);
if (!record || !launcher) throw new Error(`Nothing runs in ${dataDir}`);
mkdirSync(folder, { recursive: true });
const url = addressOf(record, 'router');
const [alice, bob] = await Promise.all(CUSTOMERS.map((name) => clientOf(url, name, 'customer')));
if (!alice || !bob) throw new Error('The story has two customers');
await play(await clientOf(url, HOST, 'host'), alice, bob, new Date(Date.now() + SOON_MS));
console.log('Played; waiting until a booking is completed');
await delay(WAIT_MS);
await launcher.order('stop', [...SERVICES.map(({ name }) => name), SIMULATOR.name]);
for (const name of DATABASES.postgres) recordDatabase(addressOf(record, 'postgres'), name);
await recordMongo(addressOf(record, 'mongodb'));
await recordStreams(addressOf(record, 'nats'));
recordLedger();
process.exit(0);

import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { mongo } from 'mongoose';
import { z } from 'zod';
import { connectMongo, type MongoLink } from '../../platform/mongo/connection.ts';
import { CannotDo, hostOf, log } from '../events/instance.ts';
import { existing } from './existing.ts';

const { EJSON } = mongo.BSON;

/** Documents that are written at a time. */
const BATCH = 500;
const HISTORY = 'history';

const lineSchema = z.object({ collection: z.string().min(1), document: z.looseObject({ _id: z.unknown() }) });
const aggregateSchema = z.looseObject({ _id: z.string(), version: z.number() });
const eventSchema = z.looseObject({ aggregateId: z.string(), version: z.number(), time: z.string() });

/** Writes the documents of a service to a file, some collections earlier than others. */
export type DocumentDump = {
  /** Reads collections that are not read yet, those that exist of the named ones, or all. */
  read(only?: readonly string[]): Promise<void>;
  /** Completes the file. Returns the documents of each collection. */
  finish(): Promise<Readonly<Record<string, number>>>;
  /** Ends it, complete or not. */
  close(): Promise<void>;
};

/** @throws CannotDo if MongoDB does not respond */
export async function openMongo(service: string, url: string): Promise<MongoLink> {
  return connectMongo({ url, dbName: service, log }).catch((error: unknown) => {
    throw new CannotDo(`MongoDB does not answer at ${hostOf(url)}.`, { cause: error });
  });
}

/**
 * Begins a dump: a compressed file with a line of canonical Extended JSON for each document. Services may
 * write meanwhile. An event of the history that its aggregate, which was read earlier, has not had yet is
 * left out, so that the file has no effects of a future that it does not know.
 */
export function dumpDocuments(link: MongoLink, file: string): DocumentDump {
  const startedAt = new Date().toISOString();
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(file, { mode: 0o600, flush: true }));
  // `finish` reports it.
  written.catch(() => {});
  const versions = new Map<string, number>();
  const counts: Record<string, number> = {};

  function isKnown(document: unknown): boolean {
    const { aggregateId, version, time } = eventSchema.parse(document);
    const latest = versions.get(aggregateId);
    return latest === undefined ? time < startedAt : version <= latest;
  }

  async function readCollection(collection: string): Promise<void> {
    counts[collection] = 0;
    for await (const document of link.collection(collection).find().batchSize(BATCH)) {
      if (collection === HISTORY && !isKnown(document)) continue;
      const aggregate = aggregateSchema.safeParse(document);
      if (aggregate.success) versions.set(aggregate.data._id, aggregate.data.version);
      counts[collection] += 1;
      const line = EJSON.stringify({ collection, document }, { relaxed: false });
      if (!gzip.write(`${line}\n`)) await Promise.race([once(gzip, 'drain'), written]);
    }
  }

  return {
    async read(only) {
      const names = (await link.collectionNames()).filter(
        (name) => !name.startsWith('system.') && counts[name] === undefined && (only?.includes(name) ?? true),
      );
      // The history is the last: what was published meanwhile is in it, or still in its aggregate.
      for (const name of names.toSorted((a, b) => Number(a === HISTORY) - Number(b === HISTORY)))
        await readCollection(name);
    },
    async finish() {
      gzip.end();
      await written;
      return counts;
    },
    async close() {
      gzip.destroy();
      await link.close();
    },
  };
}

/** @throws CannotDo if there are documents that must not be lost */
export async function checkDocuments(service: string, link: MongoLink, force: boolean): Promise<void> {
  if (force) return;
  for (const name of await link.collectionNames())
    if ((await link.collection(name).findOne()) !== null) throw existing(service);
}

/** Removes all collections. */
export async function clearDocuments(link: MongoLink): Promise<void> {
  for (const name of await link.collectionNames()) await link.collection(name).drop();
}

/** Inserts the documents of a file, and compares their number. Services create the indexes at their start. */
export async function restoreDocuments(
  link: MongoLink,
  file: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const batches = new Map<string, mongo.Document[]>();
  const found: Record<string, number> = {};
  async function insert(collection: string): Promise<void> {
    const batch = batches.get(collection) ?? [];
    batches.delete(collection);
    if (batch.length === 0) return;
    await link.collection(collection).insertMany(batch);
    found[collection] = (found[collection] ?? 0) + batch.length;
  }

  const unzipped = createGunzip();
  const read = pipeline(createReadStream(file), unzipped);
  async function insertLines(): Promise<void> {
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity })) {
      const { collection, document } = lineSchema.parse(EJSON.parse(line, { relaxed: false }));
      const batch = batches.get(collection) ?? [];
      batch.push(document);
      batches.set(collection, batch);
      if (batch.length >= BATCH) await insert(collection);
    }
  }
  await Promise.all([read, insertLines()]);
  for (const collection of batches.keys()) await insert(collection);
  const wrong = Object.keys(counts).find((name) => (found[name] ?? 0) !== counts[name]);
  if (wrong !== undefined)
    throw new CannotDo(`${wrong} has ${found[wrong] ?? 0} documents instead of ${counts[wrong]}.`);
}

import { type Connection, createConnection, type Model, mongo, type Schema, set } from 'mongoose';
import type { Logger } from '../telemetry/logger.ts';
import { openSocketGuard } from './socket-guard.ts';
import { monitoring, traceCommands } from './spans.ts';

export type MongoOptions = {
  readonly url: string;
  /** The service's database, unless the URL names one in its path. */
  readonly dbName: string;
  readonly log: Logger;
};

/** A connection to the service's database. It reconnects by itself after an outage of the server. */
export type MongoLink = {
  /** The model of the collection that the schema names. */
  model<Stored>(schema: Schema<Stored>): Model<Stored>;
  /** A collection without a schema, for tools that read the data of other services. */
  collection<Stored extends mongo.Document>(name: string): mongo.Collection<Stored>;
  /** The names of all collections, for tools that copy the database. */
  collectionNames(): Promise<readonly string[]>;
  /** Resolves when the server answers. Rejects within a few seconds when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** A request fails after this time instead of waiting for a server that does not respond. */
const SELECTION_TIMEOUT_MS = 3_000;
const SOCKET_TIMEOUT_MS = 10_000;
/** How often the pool looks for closed connections to remove; one that is asked for is looked at anyway. */
const POOL_CHECK_MS = 10_000;

// A command fails during an outage instead of waiting for its end.
set('bufferCommands', false);

/** Connects to MongoDB. Rejects when it cannot be reached within a few seconds. */
export async function connectMongo({ url, dbName, log }: MongoOptions): Promise<MongoLink> {
  const client = new mongo.MongoClient(url, {
    ...(namesDatabase(url) ? {} : { dbName }),
    // An acknowledged write survives a crash of the server, and the loss of one server of several.
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    connectTimeoutMS: SELECTION_TIMEOUT_MS,
    socketTimeoutMS: SOCKET_TIMEOUT_MS,
    ignoreUndefined: true,
    appName: dbName,
    ...monitoring(),
  });
  // The pool has this option, but the client accepts it from nobody: by default it wakes ten times a second.
  Object.assign(client.options, { minPoolSizeCheckFrequencyMS: POOL_CHECK_MS });
  const guard = openSocketGuard();
  guard.protect(client);
  traceCommands(client);
  const connection = createConnection();
  connection.on('disconnected', () => log.warn('disconnected from MongoDB'));
  connection.on('connected', () => log.info('connected to MongoDB'));
  connection.on('error', (error: unknown) => log.warn({ err: error }, 'MongoDB connection error'));
  try {
    connection.setClient(await client.connect());
  } catch (error) {
    guard.close();
    await client.close();
    throw error;
  }
  const database = databaseOf(connection);

  return {
    model: <Stored>(schema: Schema<Stored>) => connection.model<Stored>(collectionOf(schema), schema),
    collection: (name) => database.collection(name),
    async collectionNames() {
      const found = await database.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
      return found.map(({ name }) => name);
    },
    async ping() {
      await database.command({ ping: 1 });
    },
    async close() {
      await connection.close();
      guard.close();
    },
  };
}

function collectionOf(schema: Schema): string {
  const name = schema.get('collection');
  if (name === undefined) throw new Error('The schema does not name its collection');
  return name;
}

/** The database of an open connection. */
function databaseOf({ db }: Connection): mongo.Db {
  if (!db) throw new Error('The connection to MongoDB is not open');
  return db;
}

/**
 * True for `mongodb://host/name?options`. `URL` does not parse a list of hosts, therefore the regular
 * expression.
 */
function namesDatabase(url: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/.test(url);
}

/** The server's code for a write that violates a unique index, such as the one on `_id`. */
export const DUPLICATE_KEY = 11_000;

/** True when a write failed because a document with the same key exists. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

/**
 * True when all failures of a bulk write are documents that exist. A broken connection is reported as such an
 * error, too, but without write errors in it.
 */
export function isOnlyDuplicateKeys(error: unknown): boolean {
  if (!(error instanceof mongo.MongoBulkWriteError) || error.result.getWriteConcernError()) return false;
  const errors = error.result.getWriteErrors();
  return error.code === DUPLICATE_KEY && errors.every(({ code }) => code === DUPLICATE_KEY);
}

/**
 * Returns a check whether work failed because of an outage of the database: by the error, or else by a ping.
 * When the database responds again by then, the failure counts as the work's own, once.
 */
export function createOutageCheck({ ping }: Pick<MongoLink, 'ping'>): (error: unknown) => Promise<boolean> {
  return async (error) => {
    if (isConnectionFault(error)) return true;
    return ping().then(
      () => false,
      () => true,
    );
  };
}

/** True when a command failed because the server could not be reached, or did not answer. */
export function isConnectionFault(error: unknown): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    // A bulk write wraps the error of a broken connection in its own. An error from the server has a code.
    (error instanceof mongo.MongoBulkWriteError && error.code === undefined) ||
    (error instanceof mongo.MongoError && error.hasErrorLabel('RetryableWriteError'))
  );
}

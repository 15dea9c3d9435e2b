import { type Connection, createConnection, mongo } from 'mongoose';
import type { Logger } from '../telemetry/logger.ts';

export type MongoOptions = {
  readonly url: string;
  /** The service's database, unless the URL names one in its path. */
  readonly dbName: string;
  readonly log: Logger;
};

/** A connection to the service's database that comes back by itself after the server was away. */
export type MongoLink = {
  /** A collection as the driver gives it; its documents are what the service itself has written. */
  collection<Stored extends mongo.Document>(name: string): mongo.Collection<Stored>;
  /** Resolves when the server answers. Rejects within a few seconds when it does not. */
  ping(): Promise<void>;
  close(): Promise<void>;
};

/** A request fails after this, rather than wait for a server that is away. */
const SELECTION_TIMEOUT_MS = 3_000;
const SOCKET_TIMEOUT_MS = 10_000;

/** Connects to MongoDB. Rejects when it cannot be reached within a few seconds. */
export async function connectMongo({ url, dbName, log }: MongoOptions): Promise<MongoLink> {
  const connection = createConnection(url, {
    ...(namesDatabase(url) ? {} : { dbName }),
    // What was acknowledged survives a crash of the server, and the loss of one of several.
    writeConcern: { w: 'majority', journal: true },
    serverSelectionTimeoutMS: SELECTION_TIMEOUT_MS,
    connectTimeoutMS: SELECTION_TIMEOUT_MS,
    socketTimeoutMS: SOCKET_TIMEOUT_MS,
    ignoreUndefined: true,
    bufferCommands: false,
    appName: dbName,
  });
  connection.on('disconnected', () => log.warn('MongoDB is away'));
  connection.on('connected', () => log.info('connected to MongoDB'));
  connection.on('error', (error: unknown) => log.warn({ err: error }, 'MongoDB connection error'));
  await connection.asPromise();
  const database = databaseOf(connection);

  return {
    collection: (name) => database.collection(name),
    async ping() {
      await database.command({ ping: 1 });
    },
    close: () => connection.close(),
  };
}

/** The database of an open connection. */
function databaseOf({ db }: Connection): mongo.Db {
  if (!db) throw new Error('The connection to MongoDB is not open');
  return db;
}

/** True for `mongodb://host/name?options`; a list of hosts is no URL to JavaScript, so it is read by hand. */
function namesDatabase(url: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/]+\/[^?]+/.test(url);
}

/** The server's code for a write that found a document with its key there already. */
export const DUPLICATE_KEY = 11_000;

/** True when a write failed because there is a document with that key already. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof mongo.MongoServerError && error.code === DUPLICATE_KEY;
}

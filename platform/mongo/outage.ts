import { mongo } from 'mongoose';
import type { MongoLink } from './connection.ts';

/**
 * Tells whether work failed because of an outage of the database: by the error, or else by a ping. When the
 * database responds again by then, the failure counts as the work's own, once.
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

function isConnectionFault(error: unknown): boolean {
  return (
    error instanceof mongo.MongoNetworkError ||
    error instanceof mongo.MongoServerSelectionError ||
    error instanceof mongo.MongoNotConnectedError ||
    // A bulk write wraps the error of a broken connection in its own. An error from the server has a code.
    (error instanceof mongo.MongoBulkWriteError && error.code === undefined) ||
    (error instanceof mongo.MongoError && error.hasErrorLabel('RetryableWriteError'))
  );
}

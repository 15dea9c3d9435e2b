import { mongo } from 'mongoose';
import type { MongoLink } from './connection.ts';

/**
 * Tells whether work failed because the database is away: by the error, or else by asking the database now. One that
 * is back by then makes it look like the work's own fault, once.
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
    // A bulk write makes an error of its own of what broke it; what the server says of it has a code.
    (error instanceof mongo.MongoBulkWriteError && error.code === undefined) ||
    (error instanceof mongo.MongoError && error.hasErrorLabel('RetryableWriteError'))
  );
}

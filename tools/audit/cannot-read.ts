import { errorMessage } from '../../platform/errors.ts';

/** A store or the provider cannot be read. The message is one line for people. */
export class CannotRead extends Error {
  override readonly name = 'CannotRead';
}

/** The name of a store with its address, without user and password; that of a Unix socket is its path. */
export function storeName(what: string, url: string): string {
  // NATS accepts several URLs, MongoDB one with several hosts.
  const hosts = url.replaceAll(/,\w+:\/\/(?:[^,/]*@)?/g, ',');
  const host = /^[^:]+:\/\/(?:[^/?]*@)?([^/?]+)/.exec(hosts)?.[1];
  return host === undefined ? what : `${what} at ${decodeURIComponent(host)}`;
}

/** Reads a store and turns any error into one that names the store. @throws CannotRead */
export async function readStoreOrThrow<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CannotRead) throw error;
    throw new CannotRead(`${what} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  // If several addresses were tried, such as IPv4 and IPv6, the first error is used.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  // The message of Stripe's SDK only mentions "our connection to Stripe"; the cause is in `detail`.
  if (error instanceof Error && 'detail' in error && error.detail instanceof Error)
    return reasonOf(error.detail);
  return errorMessage(error).split('\n', 1)[0] ?? '';
}

import { errorMessage } from '../../platform/errors.ts';

/** A store or the provider cannot be read; the message is one line for people. */
export class CannotRead extends Error {
  override readonly name = 'CannotRead';
}

/** What a store is called, with its address; its URL's user and password are nobody's affair. */
export function named(what: string, url: string): string {
  // NATS takes several URLs, MongoDB one with several hosts.
  const hosts = url.replaceAll(/,\w+:\/\//g, ',');
  const host = /^[^:]+:\/\/(?:[^/?]*@)?([^/?]+)/.exec(hosts)?.[1];
  return host === undefined ? what : `${what} at ${host}`;
}

/** Reads a store; whatever goes wrong is said with the store's name. @throws CannotRead */
export async function reading<T>(what: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof CannotRead) throw error;
    throw new CannotRead(`${what} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  // Of several addresses that were tried, such as IPv4 and IPv6, the first tells.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  // Stripe's SDK speaks of "our connection to Stripe" and has what happened to it beside that.
  if (error instanceof Error && 'detail' in error && error.detail instanceof Error)
    return reasonOf(error.detail);
  return errorMessage(error).split('\n', 1)[0] ?? '';
}

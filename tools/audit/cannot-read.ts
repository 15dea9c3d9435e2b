/** A store or the provider cannot be read; the message is one line for people. */
export class CannotRead extends Error {
  override readonly name = 'CannotRead';
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
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n', 1)[0] ?? '';
}

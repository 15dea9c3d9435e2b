import type { IncomingMessage } from 'node:http';
import type { BodyBudget, BodyRefusal } from './body-budget.ts';

/** The client has disconnected before its request was complete or its response was sent. */
export class ClientDisconnected extends Error {
  override readonly name = 'ClientDisconnected';
}

/** A body is not read to its end, for the sake of others. The response must close the connection. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused';
  readonly why: BodyRefusal;

  constructor(why: BodyRefusal) {
    super(`The body is not read: ${why}`);
    this.why = why;
  }
}

export type BodyOptions = {
  readonly maxBytes: number;
  /**
   * What happens to the rest of a body that is too large. `discard`: it is read and dropped, so that a client
   * that is still sending sees the response and the connection can be reused. `stop`: nothing more is read;
   * the response must close the connection. A body with a larger `content-length` is not read at all then.
   */
  readonly excess: 'discard' | 'stop';
  /** Counts the body among all that are being read. */
  readonly budget?: BodyBudget;
};

/**
 * Reads the body of a request; undefined when it has more than `maxBytes`. Rejects with `ClientDisconnected`
 * when the connection ends before the body does, and with `BodyRefused` when the budget does not allow it.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, excess, budget }: BodyOptions,
): Promise<Buffer | undefined> {
  if (excess === 'stop' && Number(request.headers['content-length'] ?? 0) > maxBytes)
    return Promise.resolve(undefined);
  const { promise, resolve, reject } = Promise.withResolvers<Buffer | undefined>();
  const fail = (cause?: unknown) => reject(new ClientDisconnected('The client has disconnected', { cause }));
  if (request.destroyed) fail();
  const chunks: Buffer[] = [];
  let size = 0;
  const counted = budget?.begin((why) => {
    request.pause();
    chunks.length = 0;
    reject(new BodyRefused(why));
  });
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBytes) {
      chunks.push(chunk);
      counted?.take(chunk.length);
    } else if (excess === 'stop') {
      request.pause();
      resolve(undefined);
    }
  });
  request.on('end', () => {
    if (size > maxBytes) resolve(undefined);
    else resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
  });
  request.on('error', fail);
  request.on('close', () => {
    if (!request.complete) fail();
  });
  return counted ? promise.finally(counted.end) : promise;
}

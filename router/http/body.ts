import type { IncomingMessage } from 'node:http';

/** A request's body; undefined when it is larger than allowed. */
export type Body = Buffer | undefined;

/** The caller left before its body was whole: it gets no answer and is no fault. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** Reads a body of at most `limit` bytes; of a larger one nothing more is read. Rejects with `CallerGone`. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve(undefined);
  const { promise, resolve, reject } = Promise.withResolvers<Body>();
  const chunks: Buffer[] = [];
  let size = 0;
  request.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else {
      request.pause();
      resolve(undefined);
    }
  });
  request.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
  request.on('error', (error) => reject(new CallerGone('The caller has gone', { cause: error })));
  request.on('close', () => {
    if (!request.complete) reject(new CallerGone('The caller has gone'));
  });
  return promise;
}

import type { IncomingMessage } from 'node:http';

/** A request's body; undefined when it has more than `mostBytes`. Rejects when the caller goes away before its end. */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const gone = () => reject(new Error('the caller went away'));
    if (request.destroyed) return gone();
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // The rest is read and dropped: a client that is still sending would not see the answer.
      if (size <= mostBytes) chunks.push(chunk);
    });
    request.on('end', () => resolve(size <= mostBytes ? Buffer.concat(chunks) : undefined));
    request.on('error', reject);
    request.on('close', () => {
      if (!request.complete) gone();
    });
  });
}

import { connect } from 'node:net';

/** Tells whether a server listens on the port of the loopback. */
export function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
    socket.once('close', (failed) => resolve(!failed));
  });
}

/** The `data` of a GraphQL server's response, or undefined while there is none. */
export async function queryOnce(url: string, body: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer first' },
      body,
    });
    const answer: unknown = await response.json();
    if (typeof answer !== 'object' || answer === null || !('data' in answer)) return undefined;
    return answer.data ?? undefined;
  } catch {
    return undefined; // not there yet
  }
}

import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The requests of one connection that wait while another one is answered. */
type Line = { readonly waiting: (() => void)[]; state: 'idle' | 'answering' | 'over' };

export type Turns = {
  readonly take: RequestListener;
  /** Whether every request of a connection is answered. */
  readonly isIdle: (socket: Socket) => boolean;
};

/** Requests of one connection that may wait for an answer to an earlier one. */
export const MOST_PIPELINED = 16;

/**
 * Serves the requests of each connection one after another: the next when the answer to the last was taken. A
 * client that pipelines requests and does not read thus has one answer made at a time, not hundreds.
 *
 * @param refuse answers the request after the last that may wait, and closes the connection; later ones are
 *   dropped with it
 */
export function inTurn(serve: RequestListener, refuse: RequestListener): Turns {
  const lines = new WeakMap<Socket, Line>();

  function lineOf(socket: Socket): Line {
    const known = lines.get(socket);
    if (known) return known;
    const line: Line = { waiting: [], state: 'idle' };
    lines.set(socket, line);
    return line;
  }

  function begin(line: Line, message: IncomingMessage, response: ServerResponse): void {
    response.once('close', () => {
      if (line.state === 'answering') line.state = 'idle';
      if (!message.socket.destroyed) line.waiting.shift()?.();
    });
    if (line.state === 'idle') line.state = 'answering';
    serve(message, response);
  }

  return {
    take(message, response) {
      const line = lineOf(message.socket);
      if (line.state === 'idle') begin(line, message, response);
      else if (line.state === 'over') message.socket.pause();
      else if (line.waiting.length < MOST_PIPELINED) line.waiting.push(() => begin(line, message, response));
      else {
        line.state = 'over';
        refuse(message, response);
      }
    },
    isIdle: (socket) => (lines.get(socket)?.state ?? 'idle') === 'idle',
  };
}

import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { isRecord } from '../../platform/type-guards.ts';

/**
 * Limits of what was sent to clients and has not been read. Durations are in milliseconds, sizes in bytes.
 */
export type UnreadLimits = {
  /** How long a client may take nothing of what waits for it. */
  readonly timeout: number;
  /** A connection for which more waits gets nothing more. */
  readonly perConnection: number;
  /** The maximum of all connections together. */
  readonly total: number;
};

/** Why a connection was cut: its client took nothing for too long, or too much waited for it or for all. */
export type UnreadCut = 'unread-timeout' | 'unread-connection' | 'unread-total';

/** Holds the memory for clients that do not read what they have asked for. */
export type UnreadWatch = {
  /** Watches all connections of a server, until they are closed. */
  watch(server: Server): void;
  /** Notes that something was written. Cuts connections when too much waits for all. */
  wrote(bytes: number): void;
  /** Cuts a connection for which too much waits already. Returns whether more may be written to it. */
  accepts(socket: Waiting): boolean;
  /** The bytes that wait for all clients now. */
  bytes(): number;
  close(): void;
};

/** A connection with the bytes that wait for its client. */
type Waiting = { readonly writableLength: number; readonly destroyed: boolean; destroy(): unknown };

/** What a client had taken when that was last looked at, and since when it is the same. */
type Progress = { written: number; queued: number; since: number };

const TICK_MS = 1_000;
/** The number of looks within the time limit. */
const LOOKS = 4;
/** Connections are cut down to this share of the total, so that not every write finds it exceeded. */
const SHARE_KEPT = 7 / 8;

/** @param onCut called for each connection that is cut */
export function createUnreadWatch(
  { timeout, perConnection, total }: UnreadLimits,
  onCut: (reason: UnreadCut) => void,
): UnreadWatch {
  const connections = new Map<Socket, Progress | undefined>();
  /** At least what waits: bytes that clients have read since the last look are still counted. */
  let estimate = 0;

  function cut(socket: Waiting, reason: UnreadCut): void {
    if (socket.destroyed) return;
    onCut(reason);
    socket.destroy();
  }

  /** Looks at all connections: what waits, and since when. */
  function look(): void {
    const now = performance.now();
    estimate = 0;
    for (const [socket, before] of connections) {
      if (socket.writableLength === 0 || socket.destroyed) {
        if (before) connections.set(socket, undefined);
        continue;
      }
      estimate += socket.writableLength;
      const written = socket.bytesWritten - socket.writableLength;
      const queued = queuedBytes(socket);
      if (before?.written !== written || before.queued !== queued) {
        connections.set(socket, { written, queued, since: now });
      }
    }
  }

  /** Cuts the connections whose clients have taken nothing for longest, and of those the largest. */
  function reduce(): void {
    look();
    if (estimate <= total) return;
    const waiting = [...connections].flatMap(([socket, progress]) =>
      progress ? [{ socket, progress }] : [],
    );
    waiting.sort(
      (a, b) => a.progress.since - b.progress.since || b.socket.writableLength - a.socket.writableLength,
    );
    for (const { socket } of waiting) {
      if (estimate <= total * SHARE_KEPT) return;
      estimate -= socket.writableLength;
      cut(socket, 'unread-total');
    }
  }

  const timer = setInterval(
    () => {
      reduce();
      const limit = performance.now() - timeout;
      for (const [socket, progress] of connections) {
        if (progress && progress.since <= limit) cut(socket, 'unread-timeout');
      }
    },
    Math.min(TICK_MS, timeout / LOOKS),
  );
  timer.unref();

  return {
    watch(server) {
      server.on('connection', (socket: Socket) => {
        connections.set(socket, undefined);
        socket.once('close', () => connections.delete(socket));
      });
    },
    wrote(bytes) {
      estimate += bytes;
      if (estimate > total) reduce();
    },
    accepts(socket) {
      if (socket.writableLength <= perConnection) return true;
      cut(socket, 'unread-connection');
      return false;
    },
    bytes() {
      look();
      return estimate;
    },
    close: () => clearInterval(timer),
  };
}

/**
 * The bytes of the write in progress that the system has not taken yet. Without it, a client that reads a
 * large answer slowly would look like one that reads nothing. Node.js has no public name for this number,
 * although its own time limits of sockets use it.
 */
function queuedBytes(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  return isRecord(handle) && typeof handle.writeQueueSize === 'number' ? handle.writeQueueSize : 0;
}

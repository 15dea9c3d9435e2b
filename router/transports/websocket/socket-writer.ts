import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Sink } from '../../subscriptions/subscriber-queue.ts';
import type { UnreadWatch } from '../unread.ts';

/** First byte of a frame with a whole, unmasked text message. */
const WHOLE_TEXT = 0x81;
const LONGEST_SHORT = 125;
const LONGEST_MIDDLE = 0xff_ff;
const NEXT = Buffer.from('{"type":"next","payload":');

/** The end of a `next` message, after its payload: the only part that differs between subscribers. */
export function nextTail(id: string): Buffer {
  return Buffer.from(`,"id":${JSON.stringify(id)}}`);
}

/**
 * The start of a WebSocket frame (RFC 6455, section 5.2) with a `next` message, without its tail.
 *
 * @param body the payload as JSON
 * @param tailLength bytes of the tail, which completes the frame
 */
function nextHead(body: Buffer, tailLength: number): Buffer {
  const header = frameHeader(NEXT.length + body.length + tailLength);
  return Buffer.concat([header, NEXT, body]);
}

function frameHeader(length: number): Buffer {
  if (length <= LONGEST_SHORT) return Buffer.from([WHOLE_TEXT, length]);
  if (length <= LONGEST_MIDDLE) {
    const header = Buffer.from([WHOLE_TEXT, LONGEST_SHORT + 1, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.alloc(10);
  header[0] = WHOLE_TEXT;
  header[1] = LONGEST_SHORT + 2;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** Writes a `next` message to a socket. */
export type WriteNext = (
  socket: NodeJS.WritableStream & { cork(): void; uncork(): void },
  body: Buffer,
  tail: Buffer,
) => void;

/** Longer frames are written in two parts instead of being copied. */
const COPIED = 16_384;

/**
 * Creates a writer that caches the last frame without its tail, because the subscribers of a group get the
 * same body one after another.
 */
export function createWriteNext(): WriteNext {
  let lastBody: Buffer | undefined;
  let lastTailLength = 0;
  let head: Buffer = NEXT;
  return (socket, body, tail) => {
    if (body !== lastBody || tail.length !== lastTailLength) {
      head = nextHead(body, tail.length);
      lastBody = body;
      lastTailLength = tail.length;
    }
    if (head.length <= COPIED) {
      // A single buffer is written with a single system call.
      const frame = Buffer.allocUnsafe(head.length + tail.length);
      frame.set(head);
      frame.set(tail, head.length);
      socket.write(frame);
      return;
    }
    socket.cork();
    socket.write(head);
    socket.write(tail);
    socket.uncork();
  };
}

/** Maximum bytes of a close reason. */
const LONGEST_REASON = 123;

/** A close reason cut to its maximum length, without splitting a character. */
function closeReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= LONGEST_REASON) return reason;
  return new TextDecoder().decode(bytes.subarray(0, LONGEST_REASON), { stream: true });
}

/** The members of a WebSocket that are used here. */
type WebSocketMembers = Pick<
  WebSocket,
  'readyState' | 'OPEN' | 'send' | 'ping' | 'pong' | 'pause' | 'resume' | 'close' | 'terminate'
>;

export type SocketWriterOptions = {
  readonly ws: WebSocketMembers;
  /** The socket below the WebSocket. */
  readonly socket: Duplex;
  readonly writeNext: WriteNext;
  readonly unread: Pick<UnreadWatch, 'wrote' | 'accepts'>;
  /** Called when the socket accepts data again after `isReady` was false. */
  readonly onReady: () => void;
};

/** Writes to one WebSocket with backpressure. */
export class SocketWriter {
  readonly #ws: WebSocketMembers;
  readonly #socket: Duplex;
  readonly #writeNext: WriteNext;
  readonly #unread: SocketWriterOptions['unread'];
  readonly #onReady: () => void;
  #isWaitingForDrain = false;

  constructor({ ws, socket, writeNext, unread, onReady }: SocketWriterOptions) {
    this.#ws = ws;
    this.#socket = socket;
    this.#writeNext = writeNext;
    this.#unread = unread;
    this.#onReady = onReady;
  }

  /** Whether the client has not yet read what was sent to it. */
  get isWaiting(): boolean {
    return this.#socket.writableNeedDrain;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  /** Whether the client keeps up: the socket's buffer is below its high-water mark. */
  isReady(): boolean {
    if (!this.isOpen) return false;
    if (!this.#socket.writableNeedDrain) return true;
    this.#waitForDrain();
    return false;
  }

  /** Sends a result that is shared with other subscribers. */
  sendNext(body: Buffer, tail: Buffer): void {
    // Bypasses the library, which would frame it for each subscriber. It buffers nothing itself, so the order
    // is kept.
    if (!this.isOpen) return;
    this.#writeNext(this.#socket, body, tail);
    this.#unread.wrote(body.length);
  }

  /** Sends a message. Reading from the client pauses until it has read its responses. */
  send(text: string): void {
    if (!this.isOpen || !this.#unread.accepts(this.#socket)) return;
    this.#ws.send(text);
    this.#unread.wrote(text.length);
    this.#awaitReader();
  }

  /**
   * Answers a ping frame. Reading pauses as after a message, so a client that only sends cannot fill memory.
   */
  pong(data: Buffer): void {
    if (!this.isOpen) return;
    this.#ws.pong(data);
    this.#awaitReader();
  }

  ping(): void {
    if (this.isOpen) this.#ws.ping();
  }

  #awaitReader(): void {
    if (!this.#socket.writableNeedDrain) return;
    this.#ws.pause();
    this.#waitForDrain();
  }

  close(code: number, reason: string): void {
    this.#ws.resume();
    this.#ws.close(code, closeReason(reason));
  }

  terminate(): void {
    this.#ws.terminate();
  }

  #waitForDrain(): void {
    if (this.#isWaitingForDrain) return;
    this.#isWaitingForDrain = true;
    this.#socket.once('drain', () => {
      this.#isWaitingForDrain = false;
      this.#ws.resume();
      this.#onReady();
    });
  }
}

/** Writes one subscription's results as `next` messages. */
export class SubscriptionSink implements Sink {
  readonly #writer: SocketWriter;
  readonly #tail: Buffer;
  readonly end: Sink['end'];

  constructor(writer: SocketWriter, id: string, end: Sink['end']) {
    this.#writer = writer;
    this.#tail = nextTail(id);
    this.end = end;
  }

  isReady(): boolean {
    return this.#writer.isReady();
  }

  next(body: Buffer): void {
    this.#writer.sendNext(body, this.#tail);
  }
}

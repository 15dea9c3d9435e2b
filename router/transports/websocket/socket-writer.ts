import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Sink } from '../../subscriptions/subscriber-queue.ts';
import { closeReason, nextTail, type WriteNext } from './frames.ts';

/** The members of a WebSocket that are used here. */
type WebSocketMembers = Pick<
  WebSocket,
  'readyState' | 'OPEN' | 'send' | 'ping' | 'pause' | 'resume' | 'close' | 'terminate'
>;

export type SocketWriterOptions = {
  readonly ws: WebSocketMembers;
  /** The socket below the WebSocket. */
  readonly socket: Duplex;
  readonly writeNext: WriteNext;
  /** Called when the socket accepts data again after `isReady` was false. */
  readonly onReady: () => void;
};

/** Writes to one WebSocket with backpressure. */
export class SocketWriter {
  readonly #ws: WebSocketMembers;
  readonly #socket: Duplex;
  readonly #writeNext: WriteNext;
  readonly #onReady: () => void;
  #isWaitingForDrain = false;

  constructor({ ws, socket, writeNext, onReady }: SocketWriterOptions) {
    this.#ws = ws;
    this.#socket = socket;
    this.#writeNext = writeNext;
    this.#onReady = onReady;
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
    if (this.isOpen) this.#writeNext(this.#socket, body, tail);
  }

  /** Sends a message. Reading from the client pauses until it has read its responses. */
  send(text: string): void {
    if (!this.isOpen) return;
    this.#ws.send(text);
    if (!this.#socket.writableNeedDrain) return;
    this.#ws.pause();
    this.#waitForDrain();
  }

  ping(): void {
    if (this.isOpen) this.#ws.ping();
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

import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { closeReason, type WriteNext } from './frames.ts';

/** What is used of a WebSocket here. */
type Speaking = Pick<
  WebSocket,
  'readyState' | 'OPEN' | 'send' | 'ping' | 'pause' | 'resume' | 'close' | 'terminate'
>;

export type WireOptions = {
  readonly ws: Speaking;
  /** The socket that it stands on. */
  readonly socket: Duplex;
  readonly writeNext: WriteNext;
  /** The socket takes more again, after `isReady` has said that it does not. */
  readonly onReady: () => void;
};

/** The way out of one WebSocket, with regard to what the client has not read yet. */
export class Wire {
  readonly #ws: Speaking;
  readonly #socket: Duplex;
  readonly #writeNext: WriteNext;
  readonly #onReady: () => void;
  #isWaitingForDrain = false;

  constructor({ ws, socket, writeNext, onReady }: WireOptions) {
    this.#ws = ws;
    this.#socket = socket;
    this.#writeNext = writeNext;
    this.#onReady = onReady;
  }

  get isOpen(): boolean {
    return this.#ws.readyState === this.#ws.OPEN;
  }

  /** Whether the client keeps up: the bytes that the system has not taken yet are few. */
  isReady(): boolean {
    if (!this.isOpen) return false;
    if (!this.#socket.writableNeedDrain) return true;
    this.#waitForDrain();
    return false;
  }

  /** Sends a result that others get too. */
  sendNext(body: Buffer, tail: Buffer): void {
    // Written past the library, which would frame it again for each; nothing of its own is held back, so order is kept.
    if (this.isOpen) this.#writeNext(this.#socket, body, tail);
  }

  /** Sends an answer of its own. One who asks without reading the answers is not listened to meanwhile. */
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

import type { Sink } from '../../subscriptions/outlet.ts';
import { nextTail } from './frames.ts';
import type { Wire } from './wire.ts';

/** Writes one subscription's results as `next` messages. */
export class SubscriptionSink implements Sink {
  readonly #wire: Wire;
  readonly #tail: Buffer;
  readonly end: Sink['end'];

  constructor(wire: Wire, id: string, end: Sink['end']) {
    this.#wire = wire;
    this.#tail = nextTail(id);
    this.end = end;
  }

  isReady(): boolean {
    return this.#wire.isReady();
  }

  next(body: Buffer): void {
    this.#wire.sendNext(body, this.#tail);
  }
}

import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { unauthenticated } from '../../../platform/identity/index.ts';
import type { OperationContext } from '../../context.ts';
import type { Sink } from '../../subscriptions/outlet.ts';
import type { Subscription } from '../../subscriptions/subscriber.ts';
import type { Kept } from '../connections.ts';
import { COMPLETE, HEARTBEAT, nextEvent } from './events.ts';

export type EventStreamOptions = {
  readonly response: ServerResponse;
  readonly identity: OperationContext['identity'];
  /** Milliseconds that it may live. */
  readonly lifetime: number;
  readonly eventOf: (body: Buffer) => Buffer;
};

/** One response of server-sent events: the results of one operation. */
export class EventStream implements Sink, Kept {
  readonly deadline: number;
  readonly #response: ServerResponse;
  readonly #identity: OperationContext['identity'];
  readonly #eventOf: (body: Buffer) => Buffer;
  #subscription: Subscription | undefined;
  #isSilent = false;

  constructor({ response, identity, lifetime, eventOf }: EventStreamOptions) {
    this.#response = response;
    this.#identity = identity;
    this.#eventOf = eventOf;
    this.deadline = Math.min(
      Date.now() + lifetime,
      (identity?.expiresAt ?? Number.POSITIVE_INFINITY) * 1_000,
    );
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // Proxies that collect answers would hold back the events.
      'x-accel-buffering': 'no',
    });
    response.on('drain', () => {
      this.#isSilent = false;
      this.#subscription?.resume();
    });
    response.write(HEARTBEAT);
  }

  /** Gives out what a subscription brings. */
  follow(subscription: Subscription): void {
    this.#subscription = subscription;
    subscription.start();
  }

  /** Whether it serves a subscription, which has no end of its own. */
  get isEndless(): boolean {
    return this.#subscription !== undefined;
  }

  isReady(): boolean {
    if (this.#isOver) return false;
    return !this.#response.writableNeedDrain;
  }

  next(body: Buffer): void {
    if (!this.#isOver) this.#response.write(this.#eventOf(body));
  }

  /** Completes it, with a last result that holds the errors. */
  end(errors: readonly GraphQLFormattedError[]): void {
    const last = errors.length === 0 ? undefined : JSON.stringify({ errors });
    this.complete(last);
  }

  /** Completes it, with a last result. */
  complete(last: string | undefined): void {
    if (this.#isOver) return;
    if (last !== undefined) this.#response.write(nextEvent(Buffer.from(last)));
    this.#response.end(COMPLETE);
  }

  expire(): void {
    if (this.#identity && this.#identity.expiresAt * 1_000 <= this.deadline) {
      this.#subscription?.stop();
      this.end([unauthenticated('The token has expired.').toJSON()]);
    } else {
      this.cutOff();
    }
  }

  /** A client that has not read from one heartbeat to the next is cut off, also when it is the end that it does not read. */
  beat(): void {
    if (this.#response.destroyed) return;
    if (!this.#isOver && !this.#response.writableNeedDrain) this.#response.write(HEARTBEAT);
    else if (this.#isSilent) this.#response.destroy();
    else this.#isSilent = true;
  }

  /** Ends it without saying that it is complete, so that clients come back. */
  cutOff(): void {
    this.#subscription?.stop();
    this.#response.end();
  }

  /** The client has gone. */
  left(): void {
    this.#subscription?.stop();
  }

  get #isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }
}

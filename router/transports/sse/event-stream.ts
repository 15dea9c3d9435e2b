import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { unauthenticated } from '../../../platform/identity/access.ts';
import type { OperationContext } from '../../context.ts';
import type { Subscription } from '../../subscriptions/subscriber.ts';
import type { Sink } from '../../subscriptions/subscriber-queue.ts';
import type { LongLivedConnection } from '../connection-registry.ts';
import { COMPLETE, HEARTBEAT, nextEvent } from './events.ts';

export type EventStreamOptions = {
  readonly response: ServerResponse;
  readonly identity: OperationContext['identity'];
  /** Maximum lifetime in milliseconds. */
  readonly lifetime: number;
  readonly eventOf: (body: Buffer) => Buffer;
};

/** One response of server-sent events with the results of one operation. */
export class EventStream implements Sink, LongLivedConnection {
  readonly deadline: number;
  readonly #response: ServerResponse;
  readonly #identity: OperationContext['identity'];
  readonly #eventOf: (body: Buffer) => Buffer;
  #subscription: Subscription | undefined;
  #missedHeartbeat = false;

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
      // Tells proxies not to buffer the response.
      'x-accel-buffering': 'no',
    });
    response.on('drain', () => {
      this.#missedHeartbeat = false;
      this.#subscription?.resume();
    });
    response.write(HEARTBEAT);
  }

  /** Delivers the results of a subscription. */
  follow(subscription: Subscription): void {
    this.#subscription = subscription;
    subscription.start();
  }

  /** Whether it serves a subscription, which does not end by itself. */
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

  /** Completes the stream, with the errors as its last result. */
  end(errors: readonly GraphQLFormattedError[]): void {
    const last = errors.length === 0 ? undefined : JSON.stringify({ errors });
    this.complete(last);
  }

  /** Completes the stream with a last result. */
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

  /**
   * Destroys the stream when its client has read nothing between two heartbeats, also after it was completed.
   */
  heartbeat(): void {
    if (this.#response.destroyed) return;
    if (!this.#isOver && !this.#response.writableNeedDrain) this.#response.write(HEARTBEAT);
    else if (this.#missedHeartbeat) this.#response.destroy();
    else this.#missedHeartbeat = true;
  }

  /** Ends the stream without `complete`, so that the client reconnects. */
  cutOff(): void {
    this.#subscription?.stop();
    this.#response.end();
  }

  /** The client has disconnected. */
  onDisconnect(): void {
    this.#subscription?.stop();
  }

  get #isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }
}

import type { ServerResponse } from 'node:http';
import type { GraphQLFormattedError } from 'graphql';
import { unauthenticated } from '../../../platform/identity/access.ts';
import { whyEnded } from '../../../platform/identity/validity.ts';
import { writeJson } from '../../../platform/json.ts';
import type { OperationContext } from '../../context.ts';
import { callerContextOf, type RunningContext } from '../../operations/contexts.ts';
import { faultErrors } from '../../operations/mask.ts';
import type { AdmittedOperation, Operations } from '../../operations/operations.ts';
import { type Refused, refusalText, refuseWith } from '../../operations/request.ts';
import type { Live } from '../../subscriptions/live.ts';
import type { LiveConfig } from '../../subscriptions/live-config.ts';
import type { LiveMetrics } from '../../subscriptions/live-metrics.ts';
import type { Subscription } from '../../subscriptions/subscriber.ts';
import type { Sink } from '../../subscriptions/subscriber-queue.ts';
import type { ConnectionRegistry, LongLivedConnection } from '../connection-registry.ts';
import type { UnreadWatch } from '../unread.ts';

const NEXT = Buffer.from('event: next\ndata: ');
const END = Buffer.from('\n\n');
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** The `complete` event. Browsers' EventSource requires data, which may be empty. */
const COMPLETE = 'event: complete\ndata: \n\n';
/** A comment, which clients ignore. */
const HEARTBEAT = ':\n\n';

/** A `next` event with a GraphQL result as JSON. */
export function nextEvent(body: Buffer): Buffer {
  return Buffer.concat([NEXT, inOneLine(body), END]);
}

/** Replaces line breaks, which would end the data, with spaces. In JSON they only occur between tokens. */
function inOneLine(body: Buffer): Buffer {
  if (!body.includes(LINE_FEED) && !body.includes(CARRIAGE_RETURN)) return body;
  return Buffer.from(body.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? SPACE : byte)));
}

/**
 * Encodes events. The last event is cached, because subscribers of a group get the same body one after
 * another.
 */
function createNextEvents(): (body: Buffer) => Buffer {
  let lastBody: Buffer | undefined;
  let event: Buffer = END;
  return (body) => {
    if (body !== lastBody) {
      event = nextEvent(body);
      lastBody = body;
    }
    return event;
  };
}

const TOO_MANY_ANONYMOUS = refuseWith(
  'LIMIT_EXCEEDED',
  'Too many connections without a token: send one, or try again later.',
);

export type EventStreamOptions = {
  readonly response: ServerResponse;
  readonly identity: OperationContext['identity'];
  /** Maximum lifetime in milliseconds. */
  readonly lifetime: number;
  readonly eventOf: (body: Buffer) => Buffer;
  readonly unread: Pick<UnreadWatch, 'wrote'>;
};

/** One response of server-sent events with the results of one operation. */
export class EventStream implements Sink, LongLivedConnection {
  readonly #deadline: number;
  readonly #response: ServerResponse;
  readonly #identity: OperationContext['identity'];
  readonly #eventOf: (body: Buffer) => Buffer;
  #subscription: Subscription | undefined;
  readonly #unread: EventStreamOptions['unread'];

  constructor({ response, identity, lifetime, eventOf, unread }: EventStreamOptions) {
    this.#response = response;
    this.#identity = identity;
    this.#eventOf = eventOf;
    this.#unread = unread;
    this.#deadline = Date.now() + lifetime;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      // Tells proxies not to buffer the response.
      'x-accel-buffering': 'no',
    });
    response.on('drain', () => this.#subscription?.resume());
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
    if (!this.#isOver) this.#write(this.#eventOf(body));
  }

  /** Completes the stream, with the errors as its last result. */
  end(errors: readonly GraphQLFormattedError[]): void {
    const last = errors.length === 0 ? undefined : writeJson({ errors });
    this.complete(last);
  }

  /** Completes the stream with a last result. */
  complete(last: string | undefined): void {
    if (this.#isOver) return;
    if (last !== undefined) this.#write(nextEvent(Buffer.from(last)));
    this.#response.end(COMPLETE);
  }

  isOver(now: number): boolean {
    if (this.#isOver) return false;
    return this.#deadline <= now || this.#whyEnded(now) !== undefined;
  }

  expire(): void {
    const ended = this.#whyEnded(Date.now());
    if (ended === undefined) {
      this.cutOff();
    } else {
      this.#subscription?.stop();
      this.end([unauthenticated(`${ended}.`).toJSON()]);
    }
  }

  heartbeat(): void {
    if (this.isReady()) this.#response.write(HEARTBEAT);
  }

  /** Ends the stream without `complete`, so that the client reconnects. */
  cutOff(): void {
    this.#subscription?.stop();
    this.#response.end();
  }

  displace(): void {
    this.#subscription?.stop();
    this.end(TOO_MANY_ANONYMOUS.errors);
  }

  /** The client has disconnected. */
  onDisconnect(): void {
    this.#subscription?.stop();
  }

  #whyEnded(now: number): string | undefined {
    return this.#identity && whyEnded(this.#identity, now);
  }

  #write(event: Buffer): void {
    this.#response.write(event);
    this.#unread.wrote(event.length);
  }

  get #isOver(): boolean {
    return this.#response.writableEnded || this.#response.destroyed;
  }
}

export type EventStreamDeps = {
  readonly operations: Pick<Operations, 'run'>;
  readonly live: Live;
  readonly connections: ConnectionRegistry;
  readonly limits: LiveConfig;
  readonly unread: UnreadWatch;
  readonly metrics: LiveMetrics;
};

export type EventStreamRequest = {
  /** Its common headers are already set. */
  readonly response: ServerResponse;
  readonly decided: AdmittedOperation | Refused;
  /** Aborted when the client disconnects. */
  readonly context: RunningContext;
};

export type EventStreams = {
  /**
   * Responds with server-sent events: all results of a subscription, or the result of a query or mutation.
   */
  serve(request: EventStreamRequest): Promise<void>;
  /**
   * Ends all subscriptions, so that their clients reconnect elsewhere. Queries and mutations are completed
   * first.
   */
  close(): void;
};

/** Implements the distinct connections mode of graphql-sse: one response for each operation. */
export function createEventStreams(deps: EventStreamDeps): EventStreams {
  const { operations, live, connections, limits, unread, metrics } = deps;
  const open = new Set<EventStream>();
  const eventOf = createNextEvents();
  let isClosing = false;

  function openStream(response: ServerResponse, { identity, client }: RunningContext): EventStream {
    const stream = new EventStream({ response, identity, lifetime: limits.lifetime, eventOf, unread });
    open.add(stream);
    connections.add(stream, identity ? undefined : client);
    metrics.connectionOpened('sse');
    response.once('close', () => {
      stream.onDisconnect();
      open.delete(stream);
      connections.remove(stream);
      metrics.connectionClosed('sse');
    });
    return stream;
  }

  function follow(stream: EventStream, admitted: AdmittedOperation, context: RunningContext): void {
    if (isClosing) {
      stream.cutOff();
      return;
    }
    const subscribed = live.subscribe({ admitted, caller: callerContextOf(context), sink: stream });
    if (subscribed.kind === 'refused') stream.end(subscribed.errors);
    else stream.follow(subscribed.subscription);
  }

  return {
    async serve({ response, decided, context }) {
      // The client disconnected while its request was read.
      if (response.destroyed) return;
      if (!connections.makePlace(context.identity ? undefined : context.client)) {
        response.writeHead(503, { 'retry-after': '5', 'content-type': 'text/plain; charset=utf-8' });
        response.end('Too many connections. Try again later.\n');
        return;
      }
      const stream = openStream(response, context);
      try {
        if (decided.kind === 'refused') stream.end(decided.errors);
        else if (decided.operation.kind === 'subscription') follow(stream, decided, context);
        else {
          const result = await operations.run(decided, context);
          stream.complete(result.kind === 'result' ? result.text : refusalText(result));
        }
      } catch (fault) {
        stream.end(faultErrors(fault, context));
      }
    },
    close() {
      isClosing = true;
      for (const stream of open) if (stream.isEndless) stream.cutOff();
    },
  };
}

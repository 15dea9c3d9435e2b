import type { GraphQLFormattedError } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import { writeJson } from '../../platform/json.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from '../execution/state.ts';
import { resultOf } from '../operations/operations.ts';
import type { StreamEvent } from './event-source.ts';
import { aggregateOf } from './topic.ts';

export type ChangeKind = 'SNAPSHOT' | 'CHANGE';

/** The payloads of one event by kind. */
export type PayloadsByKind = { readonly [Kind in ChangeKind]?: Payload };

/** The result of an event for all who share its execution, serialised once. */
export type Payload = {
  readonly sequence: number;
  readonly aggregate: string;
  /** A GraphQL result as JSON. */
  readonly body: Buffer;
};

/** The payload of an execution's result. Masked errors are logged. */
export function createPayload(
  event: StreamEvent,
  outcome: ExecutionResult,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): Payload {
  const { text } = resultOf(outcome, context);
  return { sequence: event.sequence, aggregate: aggregateOf(event), body: Buffer.from(text) };
}

/** The payload of an event whose execution failed: a masked error. */
export function createFaultPayload(event: StreamEvent, fault: unknown, log: Logger): Payload {
  const error = { message: errorMessage(fault), cause: fault };
  const { correlationId } = event;
  return createPayload(event, { data: 'null', errors: [error] }, { correlationId, log });
}

/** A result with added extensions. */
function withExtensions(body: Buffer, extensions: object): Buffer {
  const addition = `,"extensions":${writeJson(extensions)}}`;
  return Buffer.concat([body.subarray(0, -1), Buffer.from(addition)]);
}

/** What happens to changes that a slow subscriber does not read in time. */
export type SlowPolicy =
  /** Keep only the last change of each aggregate. */
  | 'LATEST'
  /** Drop nothing: end the subscription, which the client resumes after its last cursor. */
  | 'DISCONNECT';

export const SLOW_POLICIES: readonly SlowPolicy[] = ['LATEST', 'DISCONNECT'];

/** Whether an item was added, replaced an older one, or did not fit. */
type Pushed = 'added' | 'coalesced' | 'full';

/** Undelivered items in order. */
export type Backlog<T> = {
  push(item: T, aggregate: string): Pushed;
  /**
   * Adds items that do not count towards the capacity and are never replaced: snapshots and missed events.
   */
  preload(items: Iterable<T>): void;
  items(): Iterable<T>;
  shift(): T | undefined;
};

export type BacklogOptions = {
  /** Maximum number of pushed items; not used with LATEST. */
  readonly capacity: number;
  readonly policy: SlowPolicy;
};

/**
 * A queue for one subscriber that does not keep up. With LATEST its length is at most the number of
 * aggregates.
 */
export function createBacklog<T>({ capacity, policy }: BacklogOptions): Backlog<T> {
  // Items that can be replaced have their aggregate as key, others a number, which is negative when
  // preloaded.
  const queue = new Map<string | number, T>();
  let added = 0;
  let preloaded = 0;

  return {
    push(item, aggregate) {
      if (policy === 'LATEST') {
        const pushed = queue.delete(aggregate) ? 'coalesced' : 'added';
        queue.set(aggregate, item);
        return pushed;
      }
      if (queue.size - preloaded >= capacity) return 'full';
      added += 1;
      queue.set(added, item);
      return 'added';
    },
    preload(items) {
      for (const item of items) {
        added += 1;
        preloaded += 1;
        queue.set(-added, item);
      }
    },
    items: () => queue.values(),
    shift() {
      const first = queue.entries().next();
      if (first.done) return undefined;
      const [key, item] = first.value;
      queue.delete(key);
      if (typeof key === 'number' && key < 0) preloaded -= 1;
      return item;
    },
  };
}

/** The transport's end of a subscription. */
export type Sink = {
  /**
   * Whether it accepts a result now. After false, it calls the subscription's `resume` when it accepts again.
   */
  isReady(): boolean;
  /** Accepts a GraphQL result as JSON. The buffer is shared and must not be changed. */
  next(body: Buffer): void;
  /** The router has ended the subscription. */
  end(errors: readonly GraphQLFormattedError[]): void;
};

/** Creates payloads of past events. */
export type PayloadSource = {
  payloadOf(event: StreamEvent, kind: ChangeKind): Payload | Promise<Payload>;
};

/** A past event and the kind in which it is delivered. */
export type PastEvent = { readonly event: StreamEvent; readonly kind: ChangeKind };

/** A payload, or a past event that is executed when its turn comes. */
type Entry =
  | (PastEvent & { payload: Promise<Payload> | Payload | undefined })
  | { readonly event?: undefined; payload: Payload };

/** Past events that are executed at once, which fetch their entities together. */
const AT_ONCE = 100;

/** The results for one subscriber in order. A subscriber that keeps up has no backlog. */
export class SubscriberQueue {
  source: PayloadSource;
  /** Extensions for the next result. */
  extensions: object | undefined;
  readonly #sink: Sink;
  #backlog: Backlog<Entry> | undefined;
  #isPumping = false;

  constructor(sink: Sink, source: PayloadSource) {
    this.#sink = sink;
    this.source = source;
  }

  /** Sends a payload, or appends it to the backlog. */
  deliver(payload: Payload, kind: ChangeKind, options: BacklogOptions): Pushed {
    if (!this.#backlog && this.#sink.isReady()) {
      this.#send(payload);
      return 'added';
    }
    this.#backlog ??= createBacklog(options);
    if (kind === 'CHANGE') return this.#backlog.push({ payload }, payload.aggregate);
    this.#backlog.preload([{ payload }]);
    return 'added';
  }

  /** Appends past events, without a limit on their number. */
  preload(events: readonly PastEvent[], options: BacklogOptions): void {
    if (events.length === 0) return;
    this.#backlog ??= createBacklog(options);
    this.#backlog.preload(events.map((past) => ({ ...past, payload: undefined })));
    this.resume();
  }

  /** Sends from the backlog until the sink accepts no more. */
  resume(): void {
    const backlog = this.#backlog;
    if (!backlog || this.#isPumping) return;
    while (this.#sink.isReady()) {
      const [first] = backlog.items();
      if (!first) {
        this.#backlog = undefined;
        return;
      }
      const payload = this.#payloadOf(first);
      if (payload instanceof Promise) {
        this.#resumeWith(payload, first);
        return;
      }
      backlog.shift();
      this.#send(payload);
    }
  }

  /** Drops the backlog. */
  clear(): void {
    this.#backlog = undefined;
  }

  /** Drops the backlog and ends the sink. */
  end(errors: readonly GraphQLFormattedError[]): void {
    this.clear();
    this.#sink.end(errors);
  }

  #payloadOf(entry: Entry): Payload | Promise<Payload> {
    if (!entry.event) return entry.payload;
    const payload = entry.payload ?? this.source.payloadOf(entry.event, entry.kind);
    entry.payload = payload;
    return payload;
  }

  /** Continues when the first payload is ready, and executes the next entries with it. */
  #resumeWith(payload: Promise<Payload>, first: Entry): void {
    this.#isPumping = true;
    let started = 0;
    for (const entry of this.#backlog?.items() ?? []) {
      void this.#payloadOf(entry);
      started += 1;
      if (started >= AT_ONCE) break;
    }
    void payload.then((ready) => {
      this.#isPumping = false;
      first.payload = ready;
      this.resume();
    });
  }

  #send({ body }: Payload): void {
    const { extensions } = this;
    this.extensions = undefined;
    this.#sink.next(extensions ? withExtensions(body, extensions) : body);
  }
}

import type { GraphQLFormattedError } from 'graphql';
import type { StreamEvent } from './event-source.ts';
import { type ChangeKind, type Payload, withExtensions } from './payload.ts';
import { createWaiting, type Pushed, type Waiting, type WaitingOptions } from './waiting.ts';

/** Where a subscription's results go. */
export type Sink = {
  /** Whether it takes a result now. Once it has said no, it calls the subscription's `resume` when it does again. */
  isReady(): boolean;
  /** Takes a GraphQL result as JSON, shared with others: it is not to be changed. */
  next(body: Buffer): void;
  /** The subscription was ended by the router, and why. */
  end(errors: readonly GraphQLFormattedError[]): void;
};

/** What makes payloads of events of the past. */
export type PayloadSource = {
  payloadOf(event: StreamEvent, kind: ChangeKind): Payload | Promise<Payload>;
};

/** An event of the past and as what it is given. */
export type PastEvent = { readonly event: StreamEvent; readonly kind: ChangeKind };

/** A payload, or an event of the past that becomes one when its turn comes. */
type Entry =
  | (PastEvent & { payload: Promise<Payload> | Payload | undefined })
  | { readonly event?: undefined; payload: Payload };

/** Entries of the past that are run ahead of the one whose turn it is. */
const AHEAD = 8;

/** What goes out to one subscriber, in its order. One who keeps up has nothing waiting and costs no queue. */
export class Outlet {
  source: PayloadSource;
  /** Added to the first result that goes out from now on. */
  extensions: object | undefined;
  readonly #sink: Sink;
  #waiting: Waiting<Entry> | undefined;
  #isPumping = false;

  constructor(sink: Sink, source: PayloadSource) {
    this.#sink = sink;
    this.source = source;
  }

  /** Sends a payload at once, or lets it wait for its turn. */
  give(payload: Payload, kind: ChangeKind, options: WaitingOptions): Pushed {
    if (!this.#waiting && this.#sink.isReady()) {
      this.#send(payload);
      return 'taken';
    }
    this.#waiting ??= createWaiting(options);
    if (kind === 'CHANGE') return this.#waiting.push({ payload }, payload.aggregate);
    this.#waiting.preload([{ payload }]);
    return 'taken';
  }

  /** Adds events of the past, of which there may be any number. */
  preload(events: readonly PastEvent[], options: WaitingOptions): void {
    if (events.length === 0) return;
    this.#waiting ??= createWaiting(options);
    this.#waiting.preload(events.map((past) => ({ ...past, payload: undefined })));
    this.resume();
  }

  /** Goes on with what waits, as far as the sink takes it. */
  resume(): void {
    const waiting = this.#waiting;
    if (!waiting || this.#isPumping) return;
    while (this.#sink.isReady()) {
      const [first] = waiting.items();
      if (!first) {
        this.#waiting = undefined;
        return;
      }
      const payload = this.#payloadOf(first);
      if (payload instanceof Promise) {
        this.#resumeWith(payload, first);
        return;
      }
      waiting.shift();
      this.#send(payload);
    }
  }

  /** Drops what waits. */
  clear(): void {
    this.#waiting = undefined;
  }

  /** Drops what waits and tells the sink. */
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

  /** Goes on when the first entry's payload is there, while the next ones are being run. */
  #resumeWith(payload: Promise<Payload>, first: Entry): void {
    this.#isPumping = true;
    let ahead = 0;
    for (const entry of this.#waiting?.items() ?? []) {
      void this.#payloadOf(entry);
      ahead += 1;
      if (ahead > AHEAD) break;
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

import type { GraphQLFormattedError } from 'graphql';
import type { Caller } from './caller.ts';
import { valueAt } from './conditions.ts';
import type { StreamEvent } from './event-source.ts';
import { NOT_YOURS, TOO_SLOW } from './failures.ts';
import type { Group, Heard, Member } from './group.ts';
import type { Missed } from './history.ts';
import type { SubscriptionEnd } from './live-metrics.ts';
import { Outlet, type PastEvent, type Sink } from './outlet.ts';
import type { ChangeKind, PayloadsByKind } from './payload.ts';
import { topicKey } from './topic.ts';
import type { WaitingOptions } from './waiting.ts';

export type Subscription = {
  /** Begins to give out results, some of them at once. */
  start(): void;
  /** The client has left. */
  stop(): void;
  /** The sink takes results again. */
  resume(): void;
};

/** What of its past a subscription could not be given, as clients are told. */
type Lost = Extract<Missed, { readonly kind: 'lost' }>['reason'] | 'GRAPH_CHANGED';

/** One subscription: first the past that it asked for, then the changes that its group hands on. */
export class Subscriber implements Subscription, Member {
  readonly caller: Caller;
  readonly #outlet: Outlet;
  #group: Group;
  #state: 'starting' | 'following' | 'over' = 'starting';
  /** Behind which place of the stream it begins; undefined for a snapshot. Later: the place of what it got last. */
  #cursor: number | undefined;
  /** What the feed had handed on when it began to follow: that is in its snapshot, or was not asked for. */
  #joined = 0;
  #isResuming = false;
  /** Whether it began with the state there was. */
  #hasSnapshot = false;
  /** The cursor of one who came from elsewhere and has seen more than the feed has handed on. */
  #skipTo = 0;
  /** Runs while nothing is known of what the caller asks for and has no right to. */
  #grace: NodeJS.Timeout | 'over' | undefined;

  constructor({ group, caller, sink, after }: SubscriberOptions) {
    this.#group = group;
    this.caller = caller;
    this.#outlet = new Outlet(sink, group);
    this.#cursor = after;
    group.add(this);
    group.deps.metrics.subscriptionStarted(group.target.live.name);
  }

  /** Begins to give out results, some of them at once; called again when the feed gets ready. */
  start(): void {
    this.#joined = this.#group.feed.heard();
    this.proceed();
  }

  get isOver(): boolean {
    return this.#state === 'over';
  }

  stop(): void {
    this.#leave('client');
  }

  /** Ends it with an error, from the router's side. */
  end(errors: readonly GraphQLFormattedError[], end: SubscriptionEnd): void {
    if (this.isOver) return;
    this.#leave(end);
    this.#outlet.end(errors);
  }

  endAsSlow(): void {
    if (this.#state === 'following') this.end(TOO_SLOW, 'slow');
  }

  /** Goes over to another group of the same graph's new version, behind what it got last. */
  moveTo(group: Group): void {
    if (this.isOver || group === this.#group) return;
    const from = this.#group;
    const isOther = topicKey(from.target.topic) !== topicKey(group.target.topic);
    if (isOther && from.target.topic.stream !== group.target.topic.stream && this.#cursor !== undefined) {
      this.#cursor = undefined;
      this.#tellLost('GRAPH_CHANGED');
    }
    this.#state = 'starting';
    this.#isResuming = false;
    this.#group = group;
    this.#outlet.source = group;
    group.add(this);
    this.start();
    from.release(this);
  }

  /** An event has come whose owner is this. The kind as which it is to be run for this subscriber, if it is. */
  hears(heard: Heard, owner: unknown): ChangeKind | undefined {
    if (this.#state === 'starting') this.proceed();
    if (this.#state !== 'following') return undefined;
    if (this.#mayWatch() || this.#owns(owner)) return this.#kindFor(heard);
    this.end(NOT_YOURS, 'refused');
    return undefined;
  }

  /** Takes its payload of an event that it has heard. False when it is none of its. */
  take(heard: Heard, payloads: PayloadsByKind): boolean {
    const kind = this.#state === 'following' ? this.#kindFor(heard) : undefined;
    const payload = kind && payloads[kind];
    if (!payload) return false;
    this.#skipTo = 0;
    this.#cursor = payload.sequence;
    const { target, deps } = this.#group;
    const pushed = this.#outlet.give(payload, kind, this.#waitingOptions());
    if (pushed === 'full') this.endAsSlow();
    else if (pushed === 'coalesced') deps.metrics.coalesced(target.live.name);
    return pushed !== 'full';
  }

  /** Goes on with what was waited for: the feed, a first event, or the end of the time for that. */
  proceed(): void {
    const { feed } = this.#group;
    if (this.#state !== 'starting' || this.#isResuming || !feed.isReady()) return;
    if (!this.#mayWatch()) {
      // Nothing to see and not yours to see are one answer, so that nobody learns what exists.
      const known = feed.state();
      if (known.length === 0 && this.#grace !== 'over') {
        this.#waitForFirst();
        return;
      }
      if (known.length === 0 || !known.every((event) => this.#ownsEvent(event))) {
        this.end(NOT_YOURS, 'refused');
        return;
      }
    }
    if (this.#cursor !== undefined) {
      this.#resumeBehind(this.#cursor);
      return;
    }
    this.#begin();
  }

  resume(): void {
    this.#outlet.resume();
  }

  /** With a snapshot, where the field has one, else with what comes. */
  #begin(): void {
    const { feed, target } = this.#group;
    this.#hasSnapshot = target.live.snapshot;
    if (!this.#hasSnapshot) {
      this.#follow([]);
      return;
    }
    this.#joined = feed.heard();
    this.#follow(feed.state().map((event) => ({ event, kind: 'SNAPSHOT' })));
  }

  #resumeBehind(cursor: number): void {
    const { feed, target, deps } = this.#group;
    const from = this.#group;
    this.#isResuming = true;
    feed.since(cursor, (missed) => {
      if (this.#group !== from) return;
      this.#isResuming = false;
      if (this.#state !== 'starting') return;
      deps.metrics.resumed(target.live.name, missed.kind === 'events' ? missed.way : 'lost');
      switch (missed.kind) {
        case 'events':
          if (!this.#mayWatch() && !missed.events.every((event) => this.#ownsEvent(event))) {
            return this.end(NOT_YOURS, 'refused');
          }
          this.#joined = feed.heard();
          this.#skipTo = cursor > feed.position() ? cursor : 0;
          return this.#follow(
            missed.events.map((event) => ({ event, kind: this.#changeKind(feed.isFirst(event)) })),
          );
        case 'lost':
          this.#tellLost(missed.reason);
          return this.#begin();
        default:
          return missed satisfies never;
      }
    });
  }

  /** From here on it follows: nothing is awaited between the past and what comes. */
  #follow(past: readonly PastEvent[]): void {
    const { feed, target } = this.#group;
    const { filter } = target;
    this.#state = 'following';
    this.#stopGrace();
    this.#cursor = Math.max(feed.position(), this.#skipTo);
    const seen = filter ? past.filter(({ event }) => filter(event.data)) : past;
    this.#outlet.preload(seen, this.#waitingOptions());
  }

  /** As what it is given an event that comes now; undefined when it is none of its. */
  #kindFor({ event, order, isFirst }: Heard): ChangeKind | undefined {
    return order <= this.#joined || event.sequence <= this.#skipTo ? undefined : this.#changeKind(isFirst);
  }

  /** The first state of what was asked for by name completes the snapshot, which could not have it yet. */
  #changeKind(isFirst: boolean): ChangeKind {
    return isFirst && this.#hasSnapshot ? 'SNAPSHOT' : 'CHANGE';
  }

  #waitingOptions(): WaitingOptions {
    const { target, deps } = this.#group;
    return { capacity: deps.limits.queue, policy: target.live.slow };
  }

  #tellLost(reason: Lost): void {
    this.#outlet.extensions = { live: { resumed: false, reason } };
  }

  #waitForFirst(): void {
    this.#grace ??= setTimeout(() => {
      this.#grace = 'over';
      this.proceed();
    }, this.#group.deps.limits.grace);
  }

  #stopGrace(): void {
    if (this.#grace !== 'over') clearTimeout(this.#grace);
    this.#grace = undefined;
  }

  #leave(end: SubscriptionEnd): void {
    if (this.isOver) return;
    this.#state = 'over';
    this.#outlet.clear();
    this.#stopGrace();
    const { target, deps } = this.#group;
    deps.metrics.subscriptionEnded(target.live.name, end);
    this.#group.remove(this);
  }

  /** Whether the caller may see the events whoever they belong to. */
  #mayWatch(): boolean {
    const { owner, scopes } = this.#group.target.live;
    return owner === undefined || scopes.some((scope) => this.caller.identity?.scopes.includes(scope));
  }

  #ownsEvent({ data }: StreamEvent): boolean {
    const { owner } = this.#group.target.live;
    return owner !== undefined && this.#owns(valueAt(data, owner));
  }

  #owns(owner: unknown): boolean {
    return this.caller.identity !== undefined && owner === this.caller.identity.subject;
  }
}

export type SubscriberOptions = {
  readonly group: Group;
  readonly caller: Caller;
  readonly sink: Sink;
  /** The cursor to begin behind. */
  readonly after: number | undefined;
};

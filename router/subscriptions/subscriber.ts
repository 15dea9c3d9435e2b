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
  /** Starts to deliver results, some of them synchronously. */
  start(): void;
  /** The client has left. */
  stop(): void;
  /** The sink accepts results again. */
  resume(): void;
};

/** Why events could not be resumed, for the client. */
type Lost = Extract<Missed, { readonly kind: 'lost' }>['reason'] | 'GRAPH_CHANGED';

/** One subscription: first the requested past events, then the changes from its group. */
export class Subscriber implements Subscription, Member {
  readonly caller: Caller;
  readonly #outlet: Outlet;
  #group: Group;
  #state: 'starting' | 'following' | 'over' = 'starting';
  /** The cursor to resume after; undefined for a snapshot. Later the sequence of the last delivered event. */
  #cursor: number | undefined;
  /** The topic's event count when it joined: earlier events are in its snapshot or were not requested. */
  #joined = 0;
  #isResuming = false;
  /** Whether it started with a snapshot. */
  #hasSnapshot = false;
  /** The cursor of a client that has already seen events beyond the topic's position. */
  #skipTo = 0;
  /** Runs while the caller has no access and no event exists yet. */
  #grace: NodeJS.Timeout | 'over' | undefined;

  constructor({ group, caller, sink, after }: SubscriberOptions) {
    this.#group = group;
    this.caller = caller;
    this.#outlet = new Outlet(sink, group);
    this.#cursor = after;
    group.add(this);
    group.deps.metrics.subscriptionStarted(group.target.live.name);
  }

  /** Starts to deliver results, some of them synchronously. Called again when the topic becomes ready. */
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

  /** Ends the subscription with errors from the router. */
  end(errors: readonly GraphQLFormattedError[], end: SubscriptionEnd): void {
    if (this.isOver) return;
    this.#leave(end);
    this.#outlet.end(errors);
  }

  endAsSlow(): void {
    if (this.#state === 'following') this.end(TOO_SLOW, 'slow');
  }

  /** Moves to a group of the new graph and resumes after the last delivered event. */
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

  /** Receives an event with its owner. Returns the kind in which this subscriber needs it, if it does. */
  hears(heard: Heard, owner: unknown): ChangeKind | undefined {
    if (this.#state === 'starting') this.proceed();
    if (this.#state !== 'following') return undefined;
    if (this.#mayWatch() || this.#owns(owner)) return this.#kindFor(heard);
    this.end(NOT_YOURS, 'refused');
    return undefined;
  }

  /** Delivers the payload of an event. Returns false when the event is not for this subscriber. */
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

  /** Continues the start after the topic became ready, an event came, or the grace period ended. */
  proceed(): void {
    const { feed } = this.#group;
    if (this.#state !== 'starting' || this.#isResuming || !feed.isReady()) return;
    if (!this.#mayWatch()) {
      // Missing data and data of others get the same error, so that nobody learns what exists.
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

  /** Starts with a snapshot if the field has one, else with the next change. */
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

  /** From here on it follows. Nothing is awaited between the past events and the next change. */
  #follow(past: readonly PastEvent[]): void {
    const { feed, target } = this.#group;
    const { filter } = target;
    this.#state = 'following';
    this.#stopGrace();
    this.#cursor = Math.max(feed.position(), this.#skipTo);
    const seen = filter ? past.filter(({ event }) => filter(event.data)) : past;
    this.#outlet.preload(seen, this.#waitingOptions());
  }

  /** The kind in which it gets a current event; undefined when it does not. */
  #kindFor({ event, order, isFirst }: Heard): ChangeKind | undefined {
    return order <= this.#joined || event.sequence <= this.#skipTo ? undefined : this.#changeKind(isFirst);
  }

  /** The first state of a named aggregate completes the snapshot, which could not contain it. */
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

  /** Whether the caller may see events of any owner. */
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
  /** The cursor to resume after. */
  readonly after: number | undefined;
};

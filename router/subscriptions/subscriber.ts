import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { forbidden } from '../../platform/identity/access.ts';
import type { CallerContext } from '../operations/contexts.ts';
import type { StreamEvent } from './event-source.ts';
import type { Group, Member, TopicEvent } from './group.ts';
import type { SubscriptionEnd } from './live-metrics.ts';
import { isAmong, type NamedOwner, ownersIn } from './owners.ts';
import {
  type BacklogOptions,
  type ChangeKind,
  type PastEvent,
  type PayloadsByKind,
  type Sink,
  SubscriberQueue,
} from './subscriber-queue.ts';
import { topicKey } from './topic.ts';
import type { Cursor, MissedEvents, NamedCursor } from './topic-follower.ts';

export type Subscription = {
  /** Starts to deliver results, some of them synchronously. */
  start(): void;
  /** The client has left. */
  stop(): void;
  /** The sink accepts results again. */
  resume(): void;
};

/** Why events could not be resumed, for the client. */
type Lost = Extract<MissedEvents, { readonly kind: 'lost' }>['reason'] | 'GRAPH_CHANGED';

/** The errors with which a subscription ends. */
type Failure = readonly GraphQLFormattedError[];

/** The same error for data of others and for data that does not exist, so that nobody learns what exists. */
const NOT_YOURS: Failure = [forbidden('This does not exist, or it is not yours.').toJSON()];

const TOO_SLOW: Failure = [
  new GraphQLError(
    'Changes came faster than you read them. Subscribe again with `after` set to the last cursor that you received.',
    { extensions: { code: 'SUBSCRIPTION_TOO_SLOW' } },
  ).toJSON(),
];

/** One subscription: first the requested past events, then the changes from its group. */
export class Subscriber implements Subscription, Member {
  readonly caller: CallerContext;
  readonly #queue: SubscriberQueue;
  #group: Group;
  #state: 'starting' | 'following' | 'over' = 'starting';
  /** The cursor to resume after; undefined for a snapshot. Later the sequence of the last delivered event. */
  #cursor: number | undefined;
  /** The topic's event count when it joined: earlier events are in its snapshot or were not requested. */
  #joined = 0;
  /** The event to resume after, until its position is found. */
  #named: NamedCursor | undefined;
  #isResuming = false;
  /** Whether it started with a snapshot. */
  #hasSnapshot = false;
  /** The cursor of a client that has already seen events beyond the topic's position. */
  #skipTo = 0;
  /** Runs while the caller has no access and no event exists yet. */
  #grace: NodeJS.Timeout | 'over' | undefined;

  readonly #onOver: () => void;

  constructor({ group, caller, sink, after, onOver }: SubscriberOptions) {
    this.#group = group;
    this.#onOver = onOver;
    this.caller = caller;
    this.#queue = new SubscriberQueue(sink, group);
    if (typeof after === 'number') this.#cursor = after;
    else this.#named = after;
    group.add(this);
    group.deps.metrics.subscriptionStarted(group.plan.live.name);
  }

  /** Starts to deliver results, some of them synchronously. Called again when the topic becomes ready. */
  start(): void {
    this.#joined = this.#group.follower.eventCount();
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
    this.#queue.end(errors);
  }

  endAsSlow(): void {
    if (this.#state === 'following') this.end(TOO_SLOW, 'slow');
  }

  /** Moves to a group of the new graph and resumes after the last delivered event. */
  moveTo(group: Group): void {
    if (this.isOver || group === this.#group) return;
    const from = this.#group;
    const isOther = topicKey(from.plan.topic) !== topicKey(group.plan.topic);
    if (isOther && from.plan.topic.stream !== group.plan.topic.stream && this.#cursor !== undefined) {
      this.#cursor = undefined;
      this.#reportLost('GRAPH_CHANGED');
    }
    this.#state = 'starting';
    this.#isResuming = false;
    this.#group = group;
    this.#queue.source = group;
    group.add(this);
    this.start();
    from.release(this);
  }

  /** Receives an event with its owners. Returns the kind in which this subscriber needs it, if it does. */
  onEvent(topicEvent: TopicEvent, owners: readonly NamedOwner[]): ChangeKind | undefined {
    if (this.#state === 'starting') this.proceed();
    if (this.#state !== 'following') return undefined;
    if (this.#mayReadAll() || isAmong(owners, this.caller.identity)) return this.#kindFor(topicEvent);
    this.end(NOT_YOURS, 'refused');
    return undefined;
  }

  /** Delivers the payload of an event. Returns false when the event is not for this subscriber. */
  deliver(topicEvent: TopicEvent, payloads: PayloadsByKind): boolean {
    const kind = this.#state === 'following' ? this.#kindFor(topicEvent) : undefined;
    const payload = kind && payloads[kind];
    if (!payload) return false;
    this.#skipTo = 0;
    this.#cursor = payload.sequence;
    const { plan, deps } = this.#group;
    const pushed = this.#queue.deliver(payload, kind, this.#backlogOptions());
    if (pushed === 'full') this.endAsSlow();
    else if (pushed === 'coalesced') deps.metrics.coalesced(plan.live.name);
    return pushed !== 'full';
  }

  /** Continues the start after the topic became ready, an event came, or the grace period ended. */
  proceed(): void {
    const { follower } = this.#group;
    if (this.#state !== 'starting' || this.#isResuming || !follower.isReady()) return;
    if (!this.#mayReadAll()) {
      // Missing data and data of others get the same error after the same time, so that nobody learns what
      // exists.
      const known = follower.state();
      if (known.length === 0 || !known.every((event) => this.#ownsEvent(event))) {
        if (this.#grace === 'over') this.end(NOT_YOURS, 'refused');
        else this.#startGrace();
        return;
      }
    }
    if (this.#named) this.#resumeAfterNamed(this.#named);
    else if (this.#cursor !== undefined) this.#resumeAfter(this.#cursor);
    else this.#begin();
  }

  resume(): void {
    this.#queue.resume();
  }

  /** Starts with a snapshot if the field has one, else with the next change. */
  #begin(): void {
    const { follower, plan } = this.#group;
    this.#hasSnapshot = plan.live.snapshot;
    if (!this.#hasSnapshot) {
      this.#follow([]);
      return;
    }
    this.#joined = follower.eventCount();
    this.#follow(follower.state().map((event) => ({ event: this.#group.asOfNow(event), kind: 'SNAPSHOT' })));
  }

  #resumeAfterNamed(named: NamedCursor): void {
    const { follower, plan, deps } = this.#group;
    const from = this.#group;
    // What comes while the stream is searched is not missed, whether the event is found or not.
    const position = follower.position();
    this.#isResuming = true;
    follower.positionOf(named, (found) => {
      if (this.#group !== from) return;
      this.#isResuming = false;
      if (this.#state !== 'starting') return;
      this.#named = undefined;
      if (found === undefined) {
        deps.metrics.resumed(plan.live.name, 'lost');
        this.#reportLost('CURSOR_UNKNOWN');
        if (plan.live.snapshot) return this.#begin();
      }
      this.#resumeAfter(found ?? position);
    });
  }

  #resumeAfter(cursor: number): void {
    const { follower, plan, deps } = this.#group;
    const from = this.#group;
    this.#isResuming = true;
    follower.eventsAfter(cursor, (missed) => {
      if (this.#group !== from) return;
      this.#isResuming = false;
      if (this.#state !== 'starting') return;
      deps.metrics.resumed(plan.live.name, missed.kind === 'events' ? missed.source : 'lost');
      switch (missed.kind) {
        case 'events':
          if (!this.#mayReadAll() && !missed.events.every((event) => this.#ownsEvent(event))) {
            return this.end(NOT_YOURS, 'refused');
          }
          this.#joined = follower.eventCount();
          this.#skipTo = cursor > follower.position() ? cursor : 0;
          return this.#follow(
            missed.events.map((event) => ({ event, kind: this.#changeKind(follower.isFirst(event)) })),
          );
        case 'lost':
          this.#reportLost(missed.reason);
          return this.#begin();
        default:
          return missed satisfies never;
      }
    });
  }

  /** From here on it follows. Nothing is awaited between the past events and the next change. */
  #follow(past: readonly PastEvent[]): void {
    const { follower, plan } = this.#group;
    const { filter } = plan;
    this.#state = 'following';
    this.#stopGrace();
    this.#cursor = Math.max(follower.position(), this.#skipTo);
    const seen = filter ? past.filter(({ event }) => filter(event.data)) : past;
    this.#queue.preload(seen, this.#backlogOptions());
  }

  /** The kind in which it gets a current event; undefined when it does not. */
  #kindFor({ event, order, isFirst }: TopicEvent): ChangeKind | undefined {
    return order <= this.#joined || event.sequence <= this.#skipTo ? undefined : this.#changeKind(isFirst);
  }

  /** The first state of a named aggregate completes the snapshot, which could not contain it. */
  #changeKind(isFirst: boolean): ChangeKind {
    return isFirst && this.#hasSnapshot ? 'SNAPSHOT' : 'CHANGE';
  }

  #backlogOptions(): BacklogOptions {
    const { plan, deps } = this.#group;
    return { capacity: deps.limits.queue, policy: plan.live.slow };
  }

  #reportLost(reason: Lost): void {
    this.#queue.extensions = { live: { resumed: false, reason } };
  }

  #startGrace(): void {
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
    this.#queue.clear();
    this.#stopGrace();
    const { plan, deps } = this.#group;
    deps.metrics.subscriptionEnded(plan.live.name, end);
    this.#group.remove(this);
    this.#onOver();
  }

  /** Whether the caller may see events of any owner. */
  #mayReadAll(): boolean {
    const { owners, scopes } = this.#group.plan.live;
    return owners.length === 0 || scopes.some((scope) => this.caller.identity?.scopes.includes(scope));
  }

  #ownsEvent({ data }: StreamEvent): boolean {
    return isAmong(ownersIn(data, this.#group.plan.live.owners), this.caller.identity);
  }
}

export type SubscriberOptions = {
  readonly group: Group;
  readonly caller: CallerContext;
  readonly sink: Sink;
  /** The cursor to resume after. */
  readonly after: Cursor | undefined;
  /** Called once, when it is over. */
  readonly onOver: () => void;
};

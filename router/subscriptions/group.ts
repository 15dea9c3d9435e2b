import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type Caller, contextOf, isCurrent } from './caller.ts';
import { valueAt } from './conditions.ts';
import type { StreamEvent } from './event-source.ts';
import type { Feed, FeedListener } from './feed.ts';
import type { Feeds } from './feeds.ts';
import type { LiveConfig } from './live-config.ts';
import type { LiveMetrics, SubscriptionEnd } from './live-metrics.ts';
import {
  type ChangeKind,
  createFaultPayload,
  createPayload,
  type Payload,
  type PayloadsByKind,
} from './payload.ts';
import type { Target } from './target.ts';
import { aggregateOf, topicKey } from './topic.ts';

export type GroupDeps = {
  readonly feeds: Feeds;
  readonly limits: Pick<LiveConfig, 'queue' | 'grace'>;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

/** An event as it came. */
export type Heard = {
  readonly event: StreamEvent;
  /** The feed's count of it. */
  readonly order: number;
  /** Whether it told the first of something that was asked for by name. */
  readonly isFirst: boolean;
};

/** An event that is being run for those who have followed since before it came. */
type Pending = Heard & {
  /** As what it is given out: as a rule to all as the same. */
  readonly kinds: ReadonlySet<ChangeKind>;
  payloads: PayloadsByKind | undefined;
};

/** A subscription as its group sees it. */
export type Member = {
  readonly caller: Caller;
  readonly isOver: boolean;
  start(): void;
  /** The kind as which an event is to be run for this member; undefined when it is not for it. */
  hears(heard: Heard, owner: unknown): ChangeKind | undefined;
  /** Hands over the payload of an event that the member has heard. False when it does not take it. */
  take(heard: Heard, payloads: PayloadsByKind): boolean;
  end(errors: readonly GraphQLFormattedError[], end: SubscriptionEnd): void;
  endAsSlow(): void;
  moveTo(group: Group): void;
};

/** Executions of one group at a time; their payloads go out in the order of the events all the same. */
const CONCURRENT = 8;

/**
 * The subscribers of the same: each event is run and serialised once for all of them. It holds its feed as long as
 * it has members.
 */
export class Group implements FeedListener {
  readonly deps: GroupDeps;
  readonly feed: Feed;
  #target: Target;
  readonly #members = new Set<Member>();
  readonly #leaveFeed: () => void;
  readonly #onEmpty: (group: Group) => void;
  readonly #pending: Pending[] = [];
  /** How many of those pending have been started. */
  #started = 0;
  #running = 0;
  #stop: AbortController | undefined;
  /** What one who comes needs was often run for another already. */
  readonly #memo: Record<ChangeKind, WeakMap<StreamEvent, Payload | Promise<Payload>> | undefined> = {
    SNAPSHOT: undefined,
    CHANGE: undefined,
  };

  constructor(deps: GroupDeps, target: Target, onEmpty: (group: Group) => void) {
    this.deps = deps;
    this.#target = target;
    this.#onEmpty = onEmpty;
    const { feed, release } = deps.feeds.acquire(target.topic);
    const stopListening = feed.listen(this);
    this.feed = feed;
    this.#leaveFeed = () => {
      stopListening();
      release();
    };
  }

  get target(): Target {
    return this.#target;
  }

  get members(): Iterable<Member> {
    return this.#members;
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  /** Takes a member out who wants nothing more of what is being run; with the last one the group is over at once. */
  remove(member: Member): void {
    if (this.release(member)) this.#stop?.abort();
  }

  /** Takes a member out who still waits for what is being run for it. True when the group is over. */
  release(member: Member): boolean {
    if (!this.#members.delete(member) || this.#members.size > 0) return false;
    this.#pending.length = 0;
    this.#leaveFeed();
    this.#onEmpty(this);
    return true;
  }

  /** Whether another target is about the same events, given out under the same rules. */
  canBecome({ topic, live }: Target): boolean {
    const own = this.#target;
    return topicKey(topic) === topicKey(own.topic) && live.slow === own.live.slow;
  }

  /** Goes on with another plan for the same events. */
  retarget(target: Target): void {
    this.#target = target;
    this.#memo.SNAPSHOT = undefined;
    this.#memo.CHANGE = undefined;
  }

  onReady(): void {
    for (const member of this.#members) member.start();
  }

  onEvent(event: StreamEvent, order: number): void {
    const { live, filter } = this.#target;
    const owner = live.owner && valueAt(event.data, live.owner);
    const heard: Heard = { event, order, isFirst: this.feed.isFirst(event) };
    const kinds = new Set<ChangeKind>();
    for (const member of this.#members) {
      const kind = member.hears(heard, owner);
      if (kind) kinds.add(kind);
    }
    if (kinds.size === 0 || (filter && !filter(event.data))) return;
    this.deps.metrics.eventTaken(live.name);
    if (this.#pending.length >= this.deps.limits.queue && !this.#makeRoom(aggregateOf(event))) return;
    this.#pending.push({ ...heard, kinds, payloads: undefined });
    this.#run();
  }

  /**
   * The payload of an event of the past for one who comes. What costs no fetch is kept as long as the event is;
   * what is fetched is shared only while it is under way.
   */
  payloadOf(event: StreamEvent, kind: ChangeKind): Payload | Promise<Payload> {
    this.#memo[kind] ??= new WeakMap();
    const memo = this.#memo[kind];
    const known = memo.get(event);
    if (known) return known;
    const { fetches } = this.#target.execution;
    const running = this.#execute(event, kind).then((payload) => {
      if (fetches) memo.delete(event);
      else memo.set(event, payload);
      return payload;
    });
    memo.set(event, running);
    return running;
  }

  /** Makes room among the events that wait to be run, as the policy says. False when the new one has no place. */
  #makeRoom(aggregate: string): boolean {
    const { live } = this.#target;
    if (live.slow === 'DISCONNECT') {
      for (const member of this.#members) member.endAsSlow();
      return false;
    }
    const older = this.#pending.findIndex(
      ({ event, kinds }, index) =>
        index >= this.#started && aggregateOf(event) === aggregate && !kinds.has('SNAPSHOT'),
    );
    if (older >= 0) {
      this.#pending.splice(older, 1);
      this.deps.metrics.coalesced(live.name);
    }
    return true;
  }

  #run(): void {
    while (this.#running < CONCURRENT && this.#started < this.#pending.length) {
      const next = this.#pending[this.#started];
      if (!next) return;
      this.#started += 1;
      this.#running += 1;
      void this.#executeAs(next.event, next.kinds).then((payloads) => {
        next.payloads = payloads;
        this.#running -= 1;
        this.#deliver();
        this.#run();
      });
    }
  }

  /** Hands out what is ready, up to the first event that is not. */
  #deliver(): void {
    for (let first = this.#pending[0]; first?.payloads; first = this.#pending[0]) {
      this.#pending.shift();
      this.#started -= 1;
      let taken = 0;
      for (const member of this.#members) {
        if (member.take(first, first.payloads)) taken += 1;
      }
      if (taken > 0) this.deps.metrics.delivered(this.#target.live.name, taken);
    }
  }

  async #executeAs(event: StreamEvent, kinds: Iterable<ChangeKind>): Promise<PayloadsByKind> {
    const payloads: { [Kind in ChangeKind]?: Payload } = {};
    await Promise.all(
      Array.from(kinds, async (kind) => {
        payloads[kind] = await this.#execute(event, kind);
      }),
    );
    return payloads;
  }

  /** Runs the operation for one event. Never rejects: what breaks becomes a payload with a masked error. */
  async #execute(event: StreamEvent, kind: ChangeKind): Promise<Payload> {
    const { live, execution, variables } = this.#target;
    const { log, metrics } = this.deps;
    metrics.executed(live.name);
    try {
      if (!isRecord(event.data)) throw new Error(`${event.id} on ${event.subject} has no object as its data`);
      // The event's own correlation id ties the fetches to the business case that they belong to.
      const { correlationId } = event;
      const context = contextOf(this.#lead().caller, log, {
        ...(correlationId ? { correlationId } : {}),
        signal: execution.fetches ? this.#signal() : undefined,
      });
      const value = { kind, cursor: String(event.sequence), at: event.time, ...event.data };
      return createPayload(event, await execution.execute(value, { variables, context }), context);
    } catch (fault) {
      return createFaultPayload(event, fault, log);
    }
  }

  /** The member in whose name subgraphs are asked. All have the same access, or it makes no difference. */
  #lead(): Member {
    let lead: Member | undefined;
    for (const member of this.#members) {
      if (isCurrent(member.caller)) return member;
      lead ??= member;
    }
    if (!lead) throw new Error('A group without members was asked to run');
    return lead;
  }

  #signal(): AbortSignal {
    this.#stop ??= new AbortController();
    return this.#stop.signal;
  }
}

import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { parseTraceparent } from '../../platform/telemetry/trace-context.ts';
import { inEntrySpan } from '../../platform/telemetry/tracing.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { createEntityBatches } from '../execution/fetching/entity-batches.ts';
import { type CallerContext, isCurrent, operationContextOf } from '../operations/contexts.ts';
import type { StreamEvent } from './event-source.ts';
import { createLapsing } from './lapses.ts';
import type { LiveConfig } from './live-config.ts';
import type { LiveMetrics, SubscriptionEnd } from './live-metrics.ts';
import { type NamedOwner, ownersIn } from './owners.ts';
import {
  type ChangeKind,
  createFaultPayload,
  createPayload,
  type Payload,
  type PayloadsByKind,
} from './subscriber-queue.ts';
import type { SubscriptionPlan } from './subscription-plan.ts';
import { aggregateOf, topicKey } from './topic.ts';
import type { TopicFollower, TopicFollowers, TopicListener } from './topic-follower.ts';

export type GroupDeps = {
  readonly followers: TopicFollowers;
  readonly limits: Pick<LiveConfig, 'queue' | 'grace'>;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

/** An event as it was passed on. */
export type TopicEvent = {
  readonly event: StreamEvent;
  /** The topic's count of events including this one. */
  readonly order: number;
  /** Whether it is the first event of an aggregate that the subscription names. */
  readonly isFirst: boolean;
};

/** An event that is being executed for the members that joined before it. */
type Pending = TopicEvent & {
  /** The kinds that members need; usually all need the same one. */
  readonly kinds: ReadonlySet<ChangeKind>;
  payloads: PayloadsByKind | undefined;
};

/** A subscription from its group's view. */
export type Member = {
  readonly caller: CallerContext;
  readonly isOver: boolean;
  start(): void;
  /** Receives an event with its owners. Returns the kind in which the member needs it, if it does. */
  onEvent(topicEvent: TopicEvent, owners: readonly NamedOwner[]): ChangeKind | undefined;
  /** Delivers the payload of an event. Returns false when the event is not for this member. */
  deliver(topicEvent: TopicEvent, payloads: PayloadsByKind): boolean;
  end(errors: readonly GraphQLFormattedError[], end: SubscriptionEnd): void;
  endAsSlow(): void;
  moveTo(group: Group): void;
};

/**
 * Concurrent executions of one group, which fetch their entities together. Results are delivered in the order
 * of events nevertheless.
 */
export const CONCURRENT = 100;

/**
 * Subscribers with the same plan: each event is executed and serialised once for all of them. The group
 * follows its topic as long as it has members.
 */
export class Group implements TopicListener {
  readonly deps: GroupDeps;
  readonly follower: TopicFollower;
  #plan: SubscriptionPlan;
  readonly #members = new Set<Member>();
  readonly #unfollow: () => void;
  readonly #onEmpty: (group: Group) => void;
  readonly #pending: Pending[] = [];
  /** The number of pending events whose execution has started. */
  #started = 0;
  #running = 0;
  readonly #batches = createEntityBatches();
  #stop: AbortController | undefined;
  /** Payloads of past events, to share them among members that join. */
  readonly #memo: Record<ChangeKind, WeakMap<StreamEvent, Payload | Promise<Payload>> | undefined> = {
    SNAPSHOT: undefined,
    CHANGE: undefined,
  };

  /** Gives an event of the current state as it is by the clock. */
  #lapsing: ReturnType<typeof createLapsing>;

  /** @param client of its first member */
  constructor(deps: GroupDeps, plan: SubscriptionPlan, client: string, onEmpty: (group: Group) => void) {
    this.deps = deps;
    this.#plan = plan;
    this.#lapsing = createLapsing(plan.live.lapses);
    this.#onEmpty = onEmpty;
    const { follower, release } = deps.followers.acquire(plan.topic, client);
    const stopListening = follower.listen(this);
    this.follower = follower;
    this.#unfollow = () => {
      stopListening();
      release();
    };
  }

  get plan(): SubscriptionPlan {
    return this.#plan;
  }

  get members(): Iterable<Member> {
    return this.#members;
  }

  /** An event of the current state, with the values that time has changed since. */
  asOfNow(event: StreamEvent): StreamEvent {
    return this.#lapsing(event);
  }

  add(member: Member): void {
    this.#members.add(member);
  }

  /** Removes a member that has left. The last one aborts the running executions. */
  remove(member: Member): void {
    if (this.release(member)) this.#stop?.abort();
  }

  /**
   * Removes a member that moved to another group. Returns true for the last one, with which the group ends.
   */
  release(member: Member): boolean {
    if (!this.#members.delete(member) || this.#members.size > 0) return false;
    this.#pending.length = 0;
    this.#unfollow();
    this.#onEmpty(this);
    return true;
  }

  /** Whether the group can switch to another plan: for the same events with the same policy. */
  canSwitchTo({ topic, live }: SubscriptionPlan): boolean {
    const own = this.#plan;
    return topicKey(topic) === topicKey(own.topic) && live.slow === own.live.slow;
  }

  /** Switches to another plan. */
  switchPlan(plan: SubscriptionPlan): void {
    this.#plan = plan;
    this.#lapsing = createLapsing(plan.live.lapses);
    this.#memo.SNAPSHOT = undefined;
    this.#memo.CHANGE = undefined;
  }

  onReady(): void {
    for (const member of this.#members) member.start();
  }

  onEvent(event: StreamEvent, order: number): void {
    const { live, filter } = this.#plan;
    const owners = ownersIn(event.data, live.owners);
    const topicEvent: TopicEvent = { event, order, isFirst: this.follower.isFirst(event) };
    const kinds = new Set<ChangeKind>();
    for (const member of this.#members) {
      const kind = member.onEvent(topicEvent, owners);
      if (kind) kinds.add(kind);
    }
    if (kinds.size === 0 || (filter && !filter(event.data))) return;
    this.deps.metrics.eventTaken(live.name);
    if (this.#pending.length >= this.deps.limits.queue && !this.#dropPending(aggregateOf(event))) return;
    this.#pending.push({ ...topicEvent, kinds, payloads: undefined });
    this.#run();
  }

  /**
   * The payload of a past event for a member that joins. It is kept as long as the event if it costs no
   * fetch; otherwise it is shared only while it is being fetched.
   */
  payloadOf(event: StreamEvent, kind: ChangeKind): Payload | Promise<Payload> {
    this.#memo[kind] ??= new WeakMap();
    const memo = this.#memo[kind];
    const known = memo.get(event);
    if (known) return known;
    const { fetches } = this.#plan.execution;
    const running = this.#execute(event, kind).then((payload) => {
      if (fetches) memo.delete(event);
      else memo.set(event, payload);
      return payload;
    });
    memo.set(event, running);
    return running;
  }

  /**
   * Drops pending events by the policy for slow subscribers. Returns false when the new event is dropped as
   * well.
   */
  #dropPending(aggregate: string): boolean {
    const { live } = this.#plan;
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

  /** Delivers the finished payloads, up to the first event that is still being executed. */
  #deliver(): void {
    for (let first = this.#pending[0]; first?.payloads; first = this.#pending[0]) {
      this.#pending.shift();
      this.#started -= 1;
      let delivered = 0;
      for (const member of this.#members) {
        if (member.deliver(first, first.payloads)) delivered += 1;
      }
      if (delivered > 0) this.#report(first, delivered);
    }
  }

  #report({ event, kinds }: Pending, delivered: number): void {
    const { metrics } = this.deps;
    const { name } = this.#plan.live;
    metrics.delivered(name, delivered);
    // The state with which a subscription begins may be of any age.
    if (kinds.has('CHANGE')) metrics.delayed(name, (Date.now() - Date.parse(event.time)) / 1_000);
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

  /** Executes the operation for one event. Never rejects: a fault becomes a payload with a masked error. */
  async #execute(event: StreamEvent, kind: ChangeKind): Promise<Payload> {
    const { live, execution, variables } = this.#plan;
    const { log, metrics } = this.deps;
    metrics.executed(live.name);
    try {
      if (!isRecord(event.data))
        throw new Error(`The data of ${event.id} on ${event.subject} is not an object`);
      // The event's correlation id connects the fetches with the event's cause.
      const { correlationId } = event;
      const context = operationContextOf(this.#representative().caller, log, {
        ...(correlationId ? { correlationId } : {}),
        signal: execution.fetches ? this.#signal() : undefined,
      });
      const value = { kind, cursor: String(event.sequence), at: event.time, ...event.data };
      const request = { variables, context, batches: this.#batches };
      // Without fetches there is nothing to tell, and there may be many groups.
      const result = execution.fetches
        ? inEntrySpan(
            () => ({
              name: `process ${live.name}`,
              kind: 'consumer',
              parent: parseTraceparent(event.traceparent),
              attributes: { 'messaging.system': 'nats', 'messaging.message.id': event.id },
            }),
            () => execution.execute(value, request),
          )
        : execution.execute(value, request);
      return createPayload(event, await result, context);
    } catch (fault) {
      return createFaultPayload(event, fault, log);
    }
  }

  /**
   * The member whose headers are sent to subgraphs. All have the same access, or access makes no difference.
   */
  #representative(): Member {
    let first: Member | undefined;
    for (const member of this.#members) {
      if (isCurrent(member.caller)) return member;
      first ??= member;
    }
    if (!first) throw new Error('A group without members cannot execute');
    return first;
  }

  #signal(): AbortSignal {
    this.#stop ??= new AbortController();
    return this.#stop.signal;
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { badUserInput } from '../graphql/errors.ts';
import { type CallerContext, operationContextOf } from '../operations/contexts.ts';
import type { AdmittedOperation, Operations } from '../operations/operations.ts';
import type { EventSource } from './event-source.ts';
import { Group, type GroupDeps, type Member } from './group.ts';
import type { LiveConfig } from './live-config.ts';
import type { LiveFields } from './live-directive.ts';
import type { LiveMetrics } from './live-metrics.ts';
import { createShares } from './shares.ts';
import { Subscriber, type Subscription } from './subscriber.ts';
import type { Sink } from './subscriber-queue.ts';
import { type PlannedSubscription, planSubscription, type SubscriptionPlan } from './subscription-plan.ts';
import { createTopicFollowers } from './topic-follower.ts';

/** Runs subscriptions that are driven by events. */
export type Live = {
  /** Creates a subscription, which the transport then starts, or returns the errors. */
  subscribe(request: SubscribeRequest): Subscribed;
  /** Plans all subscriptions for the current graph and ends those that are not valid there. */
  replan(): Promise<void>;
};

export type SubscribeRequest = {
  /** A subscription operation. */
  readonly admitted: AdmittedOperation;
  readonly caller: CallerContext;
  readonly sink: Sink;
};

export type Subscribed =
  | { readonly kind: 'started'; readonly subscription: Subscription }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] };

export type LiveDeps = {
  /** The fields with `@live` of a graph, by name. */
  readonly fields: LiveFields['of'];
  /** Undefined when no event source is configured. */
  readonly source: EventSource | undefined;
  /** Admits a running subscription again under the current graph. */
  readonly admit: Operations['admit'];
  readonly limits: Pick<LiveConfig, 'queue' | 'grace' | 'subscriptionsPerClient' | 'idsPerClient'>;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

/** Subscribers planned in one turn of the event loop, so that requests are served in between. */
const MEMBERS_PER_TURN = 200;

/** Serves subscription fields with `@live`. Subscribers with the same plan share one execution per event. */
export function createLive({ fields, source, admit, limits, metrics, log }: LiveDeps): Live {
  const groups = new Map<string, Group>();
  const shares = createShares(limits);
  const deps: GroupDeps | undefined = source && {
    followers: createTopicFollowers(source),
    limits,
    metrics,
    log,
  };
  let replanned: Promise<void> = Promise.resolve();

  function planAdmitted(
    { graph, operation, document, operationName, variables }: AdmittedOperation,
    caller: CallerContext,
  ): PlannedSubscription | GraphQLError {
    const execution = operation.live;
    if (!execution) throw new Error('The subscription has no root field; validation ensures one');
    const live = fields(graph).get(execution.field);
    if (!live) {
      return badUserInput(`Subscription.${execution.field} has no event source.`);
    }
    return planSubscription({ live, document, operationName, execution, variables, caller });
  }

  function groupOf(shared: GroupDeps, plan: SubscriptionPlan, { client }: CallerContext): Group {
    const known = groups.get(plan.key);
    if (known) return known;
    const group = new Group(shared, plan, client, (empty) => {
      if (groups.get(empty.plan.key) === empty) groups.delete(empty.plan.key);
    });
    groups.set(plan.key, group);
    return group;
  }

  /** A member's plan for the current graph, or the errors that end its subscription. */
  async function replanMember(
    plan: SubscriptionPlan,
    { caller }: Member,
  ): Promise<PlannedSubscription | readonly GraphQLFormattedError[]> {
    const admitted = await admit(plan.request, operationContextOf(caller, log));
    if (admitted.kind === 'refused') return admitted.errors;
    const planned = planAdmitted(admitted, caller);
    return planned instanceof GraphQLError ? [planned.toJSON()] : planned;
  }

  async function replanAll(shared: GroupDeps): Promise<void> {
    let done = 0;
    for (const group of [...groups.values()]) {
      const before = group.plan;
      for (const member of [...group.members]) {
        done += 1;
        if (done % MEMBERS_PER_TURN === 0) await nextTurn();
        if (member.isOver) continue;
        const planned = await replanMember(before, member);
        if (member.isOver) continue;
        if (!('plan' in planned)) member.end(planned, 'graph');
        else if (planned.plan.key !== group.plan.key)
          moveMember(shared, group, member, planned.plan, group.plan === before);
      }
    }
  }

  /**
   * Switches the group for its first member if it follows the same events; moves other members to their
   * groups.
   */
  function moveMember(
    shared: GroupDeps,
    group: Group,
    member: Member,
    plan: SubscriptionPlan,
    isFirst: boolean,
  ): void {
    if (isFirst && !groups.has(plan.key) && group.canSwitchTo(plan)) {
      groups.delete(group.plan.key);
      groups.set(plan.key, group);
      group.switchPlan(plan);
    } else {
      member.moveTo(groupOf(shared, plan, member.caller));
    }
  }

  return {
    subscribe({ admitted, caller, sink }) {
      if (!deps) return refused(badUserInput('Subscriptions are disabled: no event source is configured.'));
      const planned = planAdmitted(admitted, caller);
      if (planned instanceof GraphQLError) return refused(planned);
      const { plan, after } = planned;
      const ids = plan.topic.subjects.length;
      const tooMany = shares.take(caller.client, ids);
      if (tooMany) return refused(tooMany);
      const onOver = () => shares.giveBack(caller.client, ids);
      const subscription = new Subscriber({
        group: groupOf(deps, plan, caller),
        caller,
        sink,
        after,
        onOver,
      });
      return { kind: 'started', subscription };
    },
    replan() {
      if (deps) {
        replanned = replanned
          .then(() => replanAll(deps))
          .catch((error: unknown) =>
            log.error({ err: error }, 'subscriptions could not be planned for the new graph'),
          );
      }
      return replanned;
    },
  };
}

function refused(error: GraphQLError): Subscribed {
  return { kind: 'refused', errors: [error.toJSON()] };
}

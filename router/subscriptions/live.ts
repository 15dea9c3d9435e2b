import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { AdmittedOperation } from '../operations/admit.ts';
import type { Operations } from '../operations/operations.ts';
import { type Caller, contextOf } from './caller.ts';
import type { EventSource } from './event-source.ts';
import { createFeeds } from './feeds.ts';
import { Group, type GroupDeps, type Member } from './group.ts';
import type { LiveConfig } from './live-config.ts';
import type { LiveFields } from './live-directive.ts';
import type { LiveMetrics } from './live-metrics.ts';
import type { Sink } from './outlet.ts';
import { Subscriber, type Subscription } from './subscriber.ts';
import { type Located, locate, type Target } from './target.ts';

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
  readonly caller: Caller;
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
  readonly limits: Pick<LiveConfig, 'queue' | 'grace'>;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

/** Subscribers planned in one turn of the event loop, so that requests are served in between. */
const MEMBERS_PER_TURN = 200;

/** Serves subscription fields with `@live`. Subscribers with the same plan share one execution per event. */
export function createLive({ fields, source, admit, limits, metrics, log }: LiveDeps): Live {
  const groups = new Map<string, Group>();
  const deps: GroupDeps | undefined = source && { feeds: createFeeds(source), limits, metrics, log };
  let replanned: Promise<void> = Promise.resolve();

  function locateAdmitted(
    { graph, operation, document, operationName, variables }: AdmittedOperation,
    caller: Caller,
  ): Located | GraphQLError {
    const execution = operation.live;
    if (!execution) throw new Error('The subscription has no root field; validation ensures one');
    const live = fields(graph).get(execution.field);
    if (!live) {
      return badUserInput(`Subscription.${execution.field} has no event source.`);
    }
    return locate({ live, document, operationName, execution, variables, caller });
  }

  function groupOf(shared: GroupDeps, target: Target): Group {
    const known = groups.get(target.key);
    if (known) return known;
    const group = new Group(shared, target, (empty) => {
      if (groups.get(empty.target.key) === empty) groups.delete(empty.target.key);
    });
    groups.set(target.key, group);
    return group;
  }

  /** A member's plan for the current graph, or the errors that end its subscription. */
  function relocate(target: Target, { caller }: Member): Located | readonly GraphQLFormattedError[] {
    const admitted = admit(target.request, contextOf(caller, log));
    if (admitted.kind === 'refused') return admitted.errors;
    const located = locateAdmitted(admitted, caller);
    return located instanceof GraphQLError ? [located.toJSON()] : located;
  }

  async function replanAll(shared: GroupDeps): Promise<void> {
    let done = 0;
    for (const group of [...groups.values()]) {
      const before = group.target;
      for (const member of [...group.members]) {
        done += 1;
        if (done % MEMBERS_PER_TURN === 0) await nextTurn();
        if (member.isOver) continue;
        const located = relocate(before, member);
        if (!('target' in located)) member.end(located, 'graph');
        else if (located.target.key !== group.target.key)
          place(shared, group, member, located.target, group.target === before);
      }
    }
  }

  /** Switches the group for its first member if it follows the same events; moves other members to their groups. */
  function place(shared: GroupDeps, group: Group, member: Member, target: Target, isFirst: boolean): void {
    if (isFirst && !groups.has(target.key) && group.canBecome(target)) {
      groups.delete(group.target.key);
      groups.set(target.key, group);
      group.retarget(target);
    } else {
      member.moveTo(groupOf(shared, target));
    }
  }

  return {
    subscribe({ admitted, caller, sink }) {
      if (!deps) return refused(badUserInput('Subscriptions are disabled: no event source is configured.'));
      const located = locateAdmitted(admitted, caller);
      if (located instanceof GraphQLError) return refused(located);
      const { target, after } = located;
      const subscription = new Subscriber({ group: groupOf(deps, target), caller, sink, after });
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

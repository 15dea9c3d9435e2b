import { setImmediate as nextTurn } from 'node:timers/promises';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { badUserInput } from '../graphql/errors.ts';
import type { Admitted } from '../operations/admit.ts';
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

/** Subscriptions that are driven by events. */
export type Live = {
  /** A subscription that has yet to be started, or the errors for which it cannot begin. */
  subscribe(request: SubscribeRequest): Subscribed;
  /** Goes over to the graph that is served now: plans anew, and ends what is not valid there. */
  replan(): Promise<void>;
};

export type SubscribeRequest = {
  /** Of a subscription. */
  readonly admitted: Admitted;
  readonly caller: Caller;
  readonly sink: Sink;
};

export type Subscribed =
  | { readonly kind: 'started'; readonly subscription: Subscription }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLFormattedError[] };

export type LiveDeps = {
  /** The event-driven fields of a graph, by name. */
  readonly fields: LiveFields['of'];
  /** Undefined where no messaging is configured. */
  readonly source: EventSource | undefined;
  /** Admits what was admitted before under the graph that is served now. */
  readonly admit: Operations['admit'];
  readonly limits: Pick<LiveConfig, 'queue' | 'grace'>;
  readonly metrics: LiveMetrics;
  readonly log: Logger;
};

/** Members that are planned anew in one turn; requests are served between. */
const MEMBERS_PER_TURN = 200;

/** Serves subscriptions whose fields are declared `@live`: those of the same share one execution per event. */
export function createLive({ fields, source, admit, limits, metrics, log }: LiveDeps): Live {
  const groups = new Map<string, Group>();
  const deps: GroupDeps | undefined = source && { feeds: createFeeds(source), limits, metrics, log };
  let replanned: Promise<void> = Promise.resolve();

  function locateAdmitted(
    { graph, operation, document, operationName, variables }: Admitted,
    caller: Caller,
  ): Located | GraphQLError {
    const execution = operation.live;
    if (!execution)
      throw new Error('A subscription has one root field: that is what validation lets through');
    const live = fields(graph).get(execution.field);
    if (!live) {
      return badUserInput(
        `Subscription.${execution.field} cannot be followed: no event source is declared for it.`,
      );
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

  /** Where a group's member stands in the graph of now, or why it has no place there. */
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

  /** The first member takes its group along, where that follows the same events; the others go where theirs is. */
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
      if (!deps)
        return refused(badUserInput('This router serves no subscriptions: no event source is configured.'));
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
            log.error({ err: error }, 'live subscriptions could not be planned anew'),
          );
      }
      return replanned;
    },
  };
}

function refused(error: GraphQLError): Subscribed {
  return { kind: 'refused', errors: [error.toJSON()] };
}

import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, type SelectionSetNode } from 'graphql';

/** The names of the fields that a plan asks for only when some `@skip` or `@include` lets it. */
export function conditionalFields(plan: PlanNode | SubscriptionNode): ReadonlySet<string> {
  const names = new Set<string>();
  walk(plan, false);
  return names;

  function walk(node: PlanNode | SubscriptionNode | undefined, isConditional: boolean): void {
    switch (node?.kind) {
      case undefined:
        return;
      case 'Fetch':
        if (isConditional || CONDITION.test(node.operation)) readFetch(node.operation, isConditional);
        return;
      case 'Flatten':
        walk(node.node, isConditional);
        return;
      case 'Sequence':
      case 'Parallel':
        for (const each of node.nodes) walk(each, isConditional);
        return;
      case 'Condition':
        walk(node.ifClause, true);
        walk(node.elseClause, true);
        return;
      case 'Subscription':
        walk(node.primary, isConditional);
        walk(node.rest, isConditional);
        return;
      case 'Defer':
        return;
      default:
        node satisfies never;
    }
  }

  function readFetch(operation: string, isConditional: boolean): void {
    for (const definition of parse(operation).definitions) {
      if ('selectionSet' in definition) readSet(definition.selectionSet, isConditional);
    }
  }

  function readSet(set: SelectionSetNode, isConditional: boolean): void {
    for (const each of set.selections) {
      const isBelow = isConditional || (each.directives ?? []).some(({ name }) => CONDITIONS.has(name.value));
      if (isBelow && each.kind === Kind.FIELD) names.add(each.name.value);
      if ('selectionSet' in each && each.selectionSet) readSet(each.selectionSet, isBelow);
    }
  }
}

const CONDITIONS: ReadonlySet<string> = new Set(['skip', 'include']);
const CONDITION = /@(?:skip|include)\b/;

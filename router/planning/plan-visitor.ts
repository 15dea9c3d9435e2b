import type { FetchNode, PlanNode, SubscriptionNode } from '@apollo/query-planner';

export type PlannedFetch = {
  readonly fetch: FetchNode;
  /** Whether the plan runs the fetch only under some values of `@skip` and `@include`. */
  readonly isConditional: boolean;
};

/** All fetches of a plan, in its order. */
export function fetchesIn(node: PlanNode | SubscriptionNode, isConditional = false): readonly PlannedFetch[] {
  switch (node.kind) {
    case 'Fetch':
      return [{ fetch: node, isConditional }];
    case 'Flatten':
      return fetchesIn(node.node, isConditional);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((each) => fetchesIn(each, isConditional));
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((each) => (each ? fetchesIn(each, true) : []));
    case 'Subscription':
      return [node.primary, node.rest].flatMap((each) => (each ? fetchesIn(each, isConditional) : []));
    case 'Defer':
      return [];
    default:
      return node satisfies never;
  }
}

type Replace = (fetch: FetchNode) => PlanNode;

/** The plan with every fetch replaced. The fetch for an event must stay one fetch. */
export function replaceFetches(
  node: PlanNode | SubscriptionNode,
  replace: Replace,
): PlanNode | SubscriptionNode {
  if (node.kind !== 'Subscription') return replaceInPlan(node, replace);
  const primary = replace(node.primary);
  if (primary.kind !== 'Fetch') throw new Error('The fetch for an event was replaced by several');
  return { ...node, primary, ...(node.rest ? { rest: replaceInPlan(node.rest, replace) } : {}) };
}

function replaceInPlan(node: PlanNode, replace: Replace): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return replace(node);
    case 'Flatten':
      return { ...node, node: replaceInPlan(node.node, replace) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((each) => replaceInPlan(each, replace)) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause ? { ifClause: replaceInPlan(node.ifClause, replace) } : {}),
        ...(node.elseClause ? { elseClause: replaceInPlan(node.elseClause, replace) } : {}),
      };
    case 'Defer':
      return node;
    default:
      return node satisfies never;
  }
}

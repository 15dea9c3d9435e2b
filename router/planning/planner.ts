import '../supergraph/no-telemetry.ts';

import { type Operation, type Schema, Supergraph } from '@apollo/federation-internals';
import {
  type FetchNode,
  type PlanNode,
  type QueryPlan,
  QueryPlanner,
  type SubscriptionNode,
} from '@apollo/query-planner';
import { parse, print } from 'graphql';
import { conditionalFields } from './corrections/conditional-fields.ts';
import { interfaceObjectsOf } from './corrections/interface-objects.ts';
import { dropNamingKeys } from './corrections/naming-keys.ts';
import { nameRequiredFields } from './corrections/required-fields.ts';
import { restoreFetch } from './corrections/restore-fetch.ts';
import type { Overrides } from './overrides.ts';

export type Planner = {
  readonly planner: { buildQueryPlan(operation: Operation): QueryPlan };
  /** What the planner's operations are to be read with. */
  readonly api: Schema;
  /** Interfaces whose fragments are to be on them or on object types. */
  readonly interfaceObjects: ReadonlySet<string>;
};

/**
 * The planner for a supergraph and what holds of its `@override` labels, built when it is first asked for: Apollo's, with what keeps it from plans that give wrong
 * answers (`corrections/`).
 *
 * @param supergraphSdl has been validated: that is not done again
 */
export function createPlanner(supergraphSdl: string): (overrides: Overrides) => Planner {
  let built: ReturnType<typeof build> | undefined;
  return (overrides) => {
    built ??= build(supergraphSdl);
    return built(overrides);
  };
}

function build(supergraphSdl: string): (overrides: Overrides) => Planner {
  const given = parse(supergraphSdl);
  const interfaceObjects = interfaceObjectsOf(given);
  const named = nameRequiredFields(dropNamingKeys(given));
  const supergraph = Supergraph.build(print(named.supergraph), { validateSupergraph: false });
  const planner = new QueryPlanner(supergraph, NO_FRAGMENTS);
  const api = supergraph.apiSchema();
  return (overrides) => ({
    api,
    interfaceObjects,
    planner: {
      buildQueryPlan(operation) {
        const plan = planner.buildQueryPlan(operation, { overrideConditions: new Map(overrides) });
        if (!plan.node) return plan;
        const conditional = conditionalFields(plan.node);
        return { ...plan, node: mapFetches(plan.node, (each) => restoreFetch(each, named, conditional)) };
      },
    },
  });
}

/** Fetches have their fields in one place: a spread would hide from the corrections what it brings, and keep fetches from being alike. */
const NO_FRAGMENTS = { reuseQueryFragments: false };

type Change = (node: FetchNode) => PlanNode;

function mapFetches(node: PlanNode | SubscriptionNode, change: Change): PlanNode | SubscriptionNode {
  if (node.kind !== 'Subscription') return mapPlan(node, change);
  // What an event brings requires nothing: its fetch stays one.
  const primary = change(node.primary);
  if (primary.kind !== 'Fetch') throw new Error('The fetch for an event is not one');
  return { ...node, primary, ...(node.rest ? { rest: mapPlan(node.rest, change) } : {}) };
}

function mapPlan(node: PlanNode, change: Change): PlanNode {
  switch (node.kind) {
    case 'Fetch':
      return change(node);
    case 'Flatten':
      return { ...node, node: mapPlan(node.node, change) };
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((each) => mapPlan(each, change)) };
    case 'Condition':
      return {
        ...node,
        ...(node.ifClause ? { ifClause: mapPlan(node.ifClause, change) } : {}),
        ...(node.elseClause ? { elseClause: mapPlan(node.elseClause, change) } : {}),
      };
    case 'Defer':
      return node;
    default:
      return node satisfies never;
  }
}

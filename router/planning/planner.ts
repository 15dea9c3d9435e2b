import '../supergraph/no-telemetry.ts';

import { type Operation, type Schema, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import { parse, print } from 'graphql';
import { conditionalFields } from './corrections/conditional-fields.ts';
import { interfaceObjectsOf } from './corrections/interface-objects.ts';
import { nameRequiredFields } from './corrections/required-fields.ts';
import { restoreFetch } from './corrections/restore-fetch.ts';
import { dropUnresolvableKeys } from './corrections/unresolvable-keys.ts';
import type { Overrides } from './overrides.ts';
import { replaceFetches } from './plan-visitor.ts';

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
  const named = nameRequiredFields(dropUnresolvableKeys(given));
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
        return { ...plan, node: replaceFetches(plan.node, (each) => restoreFetch(each, named, conditional)) };
      },
    },
  });
}

/** Fetches have their fields in one place: a spread would hide from the corrections what it brings, and keep fetches from being alike. */
const NO_FRAGMENTS = { reuseQueryFragments: false };

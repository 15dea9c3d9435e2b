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
  /** The schema with which operations for the planner are parsed. */
  readonly api: Schema;
  /** Interfaces below which fragments must be on the interface itself or on object types. */
  readonly interfaceObjects: ReadonlySet<string>;
};

/**
 * Creates Apollo's query planner for a supergraph, with the corrections that keep its plans right
 * (`corrections/`). It is built on the first call of the returned function, which gives the planner for a set
 * of active `@override` labels.
 *
 * @param supergraphSdl as the gateway library accepted it. It is not validated here. The library's own
 * validation depends on `NODE_ENV`: with `production` it parses the supergraph, but does not validate its
 * schema.
 */
export function createPlanner(supergraphSdl: string): (overrides: Overrides) => Planner {
  let built: ReturnType<typeof build> | undefined;
  return (overrides) => {
    built ??= build(supergraphSdl);
    return built(overrides);
  };
}

function build(supergraphSdl: string): (overrides: Overrides) => Planner {
  const original = parse(supergraphSdl);
  const interfaceObjects = interfaceObjectsOf(original);
  const named = nameRequiredFields(dropUnresolvableKeys(original));
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

/** Fetches without spreads: the corrections see every field, and equivalent fetches have equal texts. */
const NO_FRAGMENTS = { reuseQueryFragments: false };

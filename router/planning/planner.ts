import '../supergraph/no-telemetry.ts';

import { type Operation, type Schema, Supergraph } from '@apollo/federation-internals';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  parse,
  print,
  visit,
} from 'graphql';
import { argumentText, argumentValue } from '../graphql/directives.ts';
import { nameRequiredFields } from './corrections/required-fields.ts';
import { conditionalFields, restoreFetch } from './corrections/restore-fetch.ts';
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

/** Whether each label of `@override` is active, for one request. */
export type Overrides = ReadonlyMap<string, boolean>;

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/**
 * The labels of `@override` in a supergraph, with the fraction of requests for which each is active, from 0
 * to 1. A label that is not a percentage is never active.
 */
export function overrideLabels(supergraph: DocumentNode): ReadonlyMap<string, number> {
  const labels = new Map<string, number>();
  visit(supergraph, {
    Directive(node) {
      const label = node.name.value === 'join__field' && argumentText(node, 'overrideLabel');
      if (label) labels.set(label, Number(PERCENT.exec(label)?.[1] ?? 0) / 100);
    },
  });
  return labels;
}

/**
 * The interfaces that a subgraph has as an @interfaceObject, and therefore without their members. The planner
 * fails when such an interface is fetched from there and a fragment is on another abstract type, which that
 * subgraph does not have.
 *
 * @param supergraph a composed supergraph
 */
function interfaceObjectsOf(supergraph: DocumentNode): ReadonlySet<string> {
  const interfaces = supergraph.definitions.filter(
    (each): each is InterfaceTypeDefinitionNode => each.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );
  return new Set(interfaces.filter(isInterfaceObject).map((each) => each.name.value));
}

function isInterfaceObject({ directives = [] }: InterfaceTypeDefinitionNode): boolean {
  return directives.some((each) => argumentValue(each, 'isInterfaceObject') === true);
}

/**
 * Removes the unresolvable keys of each type that has a resolvable key in the same subgraph. The planner
 * needs a key to return to a subgraph after a field with `@requires`, and might use an unresolvable one.
 *
 * @param supergraph a composed supergraph
 */
function dropUnresolvableKeys(supergraph: DocumentNode): DocumentNode {
  const drop = (node: { readonly directives?: readonly ConstDirectiveNode[] }) => {
    const keys = (node.directives ?? []).filter(
      (each) => each.name.value === 'join__type' && argumentText(each, 'key'),
    );
    const resolvable = new Set(
      keys.filter((each) => !isUnresolvable(each)).map((each) => argumentText(each, 'graph')),
    );
    const dropped = new Set(
      keys.filter((each) => isUnresolvable(each) && resolvable.has(argumentText(each, 'graph'))),
    );
    if (dropped.size === 0) return undefined;
    return { ...node, directives: node.directives?.filter((each) => !dropped.has(each)) };
  };
  return visit(supergraph, { ObjectTypeDefinition: drop, InterfaceTypeDefinition: drop });
}

function isUnresolvable(join: ConstDirectiveNode): boolean {
  return argumentValue(join, 'resolvable') === false;
}

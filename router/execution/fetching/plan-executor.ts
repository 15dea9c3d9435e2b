import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { fetchesIn } from '../../planning/plan-visitor.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import type { Step } from '../state.ts';
import { compileFetch, type PlanTraits } from './fetch.ts';
import type { PlanPath } from './merged-data.ts';

const NOTHING: Step = () => undefined;

/** Compiles a plan to a function that runs it. */
export function compilePlan(node: PlanNode, types: TypeRelations): Step {
  return compileStep(node, [], { types, distinguishesPaths: needsContext(node) });
}

function compileStep(node: PlanNode, path: PlanPath, traits: PlanTraits): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, [path], traits);
    case 'Flatten':
      return compileStep(node.node, [...path, ...node.path.map(String)], traits);
    case 'Sequence':
      return inSequence(node.nodes.map((each) => compileStep(each, path, traits)));
    case 'Parallel':
      return compileParallel(node.nodes, path, traits);
    case 'Condition': {
      const { condition, ifClause, elseClause } = node;
      const met = ifClause ? compileStep(ifClause, path, traits) : NOTHING;
      const unmet = elseClause ? compileStep(elseClause, path, traits) : NOTHING;
      return (state) => (state.variables[condition] === true ? met(state) : unmet(state));
    }
    case 'Defer':
      throw new Error('The planner produced a plan with @defer, which is not supported');
    default:
      return node satisfies never;
  }
}

/**
 * Fetches with arguments from a context (`@fromContext`) run after the other branches: they may need the data
 * of those, which the planner does not take into account.
 */
function compileParallel(nodes: readonly PlanNode[], path: PlanPath, traits: PlanTraits): Step {
  const compileBranch = (branch: PlanNode | EquivalentFetches): Step => {
    if ('kind' in branch) return compileStep(branch, path, traits);
    const paths = branch.paths.map((below) => [...path, ...below]);
    return inSequence(branch.fetches.map((fetch) => compileFetch(fetch, paths, traits)));
  };
  const compile = (some: readonly PlanNode[]) => inParallel(mergeEquivalentFetches(some).map(compileBranch));
  const last = nodes.filter(needsContext);
  if (last.length === 0 || last.length === nodes.length) return compile(nodes);
  return inSequence([compile(nodes.filter((each) => !needsContext(each))), compile(last)]);
}

function needsContext(node: PlanNode): boolean {
  return fetchesIn(node).some(({ fetch }) => (fetch.contextRewrites?.length ?? 0) > 0);
}

function inSequence(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return async (state) => {
    for (const step of steps) {
      const waiting = step(state);
      if (waiting) await waiting;
    }
  };
}

function inParallel(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return (state) => {
    const waiting: Promise<void>[] = [];
    for (const step of steps) {
      const promise = step(state);
      if (promise) waiting.push(promise);
    }
    return waiting.length > 1 ? Promise.all(waiting).then(nothing) : waiting[0];
  };
}

function nothing(): void {}

/**
 * Entity fetches of parallel branches that differ only in the paths of their entities: one request serves
 * them all.
 */
type EquivalentFetches = {
  /** To be run in this order. */
  readonly fetches: readonly FetchNode[];
  readonly paths: readonly (readonly string[])[];
};

/**
 * Merges equivalent branches of a parallel node. A branch is considered when it is an entity fetch at one
 * path, or a sequence of such fetches. The planner plans each path on its own, even when the fetches are
 * equal.
 *
 * @returns the branches, with each group of equivalent ones in the place of its first
 */
function mergeEquivalentFetches(branches: readonly PlanNode[]): readonly (PlanNode | EquivalentFetches)[] {
  const merged = new Map<string, { fetches: readonly FetchNode[]; paths: (readonly string[])[] }>();
  const result: (PlanNode | EquivalentFetches)[] = [];
  for (const branch of branches) {
    const chain = fetchChainOf(branch);
    if (!chain) {
      result.push(branch);
      continue;
    }
    const key = JSON.stringify(chain.fetches.map(withoutOperationName));
    const known = merged.get(key);
    if (known) {
      known.paths.push(chain.path);
      continue;
    }
    const group = { fetches: chain.fetches, paths: [chain.path] };
    merged.set(key, group);
    result.push(group);
  }
  return result;
}

/** The entity fetches of a branch, all at one path; undefined for other branches. */
function fetchChainOf(
  branch: PlanNode,
): { readonly fetches: readonly FetchNode[]; readonly path: readonly string[] } | undefined {
  const nodes = branch.kind === 'Sequence' ? branch.nodes : [branch];
  const fetches: FetchNode[] = [];
  let path: readonly string[] | undefined;
  for (const node of nodes) {
    if (node.kind !== 'Flatten' || node.node.kind !== 'Fetch' || !node.node.requires) return undefined;
    const here = node.path.map(String);
    if (path && path.join() !== here.join()) return undefined;
    path = here;
    fetches.push(node.node);
  }
  return path && { fetches, path };
}

/** A fetch without its operation name, in which the planner puts a number. */
function withoutOperationName({
  operationName = '',
  operationDocumentNode: _,
  ...fetch
}: FetchNode): unknown {
  return {
    ...fetch,
    operation: operationName ? fetch.operation.replace(operationName, '') : fetch.operation,
  };
}

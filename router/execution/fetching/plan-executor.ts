import type { PlanNode } from '@apollo/query-planner';
import { fetchesIn } from '../../planning/plan-visitor.ts';
import type { TypeRelations } from '../../supergraph/type-relations.ts';
import type { Step } from '../state.ts';
import type { PlanPath } from './entity-paths.ts';
import { compileFetch, type PlanTraits } from './fetch.ts';
import { type EquivalentFetches, mergeEquivalentFetches } from './merge-equivalent-fetches.ts';

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
 * Fetches with arguments from a context (`@fromContext`) run after the other branches: they may need the data of those, which
 * the planner does not take into account.
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

import type { PlanNode } from '@apollo/query-planner';
import type { Types } from '../../supergraph/types.ts';
import type { Step } from '../state.ts';
import type { PlanPath } from './entity-paths.ts';
import type { PlanFacts } from './fetch.ts';
import { compileFetch } from './fetch.ts';
import { type Alike, joinAlike } from './merge-equivalent-fetches.ts';

const NOTHING: Step = () => undefined;

/** Compiles a plan. */
export function compilePlan(node: PlanNode, types: Types): Step {
  return compileStep(node, [], { types, tellsPlacesApart: takesContext(node) });
}

function compileStep(node: PlanNode, path: PlanPath, facts: PlanFacts): Step {
  switch (node.kind) {
    case 'Fetch':
      return compileFetch(node, [path], facts);
    case 'Flatten':
      return compileStep(node.node, [...path, ...node.path.map(String)], facts);
    case 'Sequence':
      return inSequence(node.nodes.map((each) => compileStep(each, path, facts)));
    case 'Parallel':
      return compileParallel(node.nodes, path, facts);
    case 'Condition': {
      const { condition, ifClause, elseClause } = node;
      const met = ifClause ? compileStep(ifClause, path, facts) : NOTHING;
      const unmet = elseClause ? compileStep(elseClause, path, facts) : NOTHING;
      return (run) => (run.variables[condition] === true ? met(run) : unmet(run));
    }
    case 'Defer':
      throw new Error('A plan with @defer cannot be run: the planner was not asked for it');
    default:
      return node satisfies never;
  }
}

/** The planner does not see that a fetch with arguments from a context needs what its neighbours bring: it goes last. */
function compileParallel(nodes: readonly PlanNode[], path: PlanPath, facts: PlanFacts): Step {
  const compileBranch = (branch: PlanNode | Alike): Step => {
    if ('kind' in branch) return compileStep(branch, path, facts);
    const paths = branch.paths.map((below) => [...path, ...below]);
    return inSequence(branch.fetches.map((fetch) => compileFetch(fetch, paths, facts)));
  };
  const compile = (some: readonly PlanNode[]) => inParallel(joinAlike(some).map(compileBranch));
  const last = nodes.filter(takesContext);
  if (last.length === 0 || last.length === nodes.length) return compile(nodes);
  return inSequence([compile(nodes.filter((each) => !takesContext(each))), compile(last)]);
}

function takesContext(node: PlanNode): boolean {
  switch (node.kind) {
    case 'Fetch':
      return (node.contextRewrites?.length ?? 0) > 0;
    case 'Flatten':
      return takesContext(node.node);
    case 'Sequence':
    case 'Parallel':
      return node.nodes.some(takesContext);
    case 'Condition':
      return [node.ifClause, node.elseClause].some((each) => each !== undefined && takesContext(each));
    case 'Defer':
      return false;
    default:
      return node satisfies never;
  }
}

function inSequence(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return async (run) => {
    for (const step of steps) {
      const waiting = step(run);
      if (waiting) await waiting;
    }
  };
}

function inParallel(steps: readonly Step[]): Step {
  const [only] = steps;
  if (steps.length === 1 && only) return only;
  return (run) => {
    const waiting: Promise<void>[] = [];
    for (const step of steps) {
      const promise = step(run);
      if (promise) waiting.push(promise);
    }
    return waiting.length > 1 ? Promise.all(waiting).then(nothing) : waiting[0];
  };
}

function nothing(): void {}

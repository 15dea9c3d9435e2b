import type { FetchNode, PlanNode } from '@apollo/query-planner';

/** Entity fetches of parallel branches that differ only in the paths of their entities: one request serves them all. */
export type EquivalentFetches = {
  /** To be run in this order. */
  readonly fetches: readonly FetchNode[];
  readonly paths: readonly (readonly string[])[];
};

/**
 * Merges equivalent branches of a parallel node. A branch is considered when it is an entity fetch at one path, or a sequence
 * of such fetches. The planner plans each path on its own, even when the fetches are equal.
 *
 * @returns the branches, with each group of equivalent ones in the place of its first
 */
export function mergeEquivalentFetches(
  branches: readonly PlanNode[],
): readonly (PlanNode | EquivalentFetches)[] {
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

import type { FetchNode, PlanNode } from '@apollo/query-planner';

/** Entity fetches of a parallel node that differ in nothing but in where their entities stand: one request does for all. */
export type Alike = {
  /** One after the other. */
  readonly fetches: readonly FetchNode[];
  readonly paths: readonly (readonly string[])[];
};

/**
 * Finds them among the branches of a parallel node: branches that are a fetch of entities at one path, or several such in
 * sequence. The planner plans each path for itself, also where different paths lead to the same.
 *
 * @returns for each branch what it becomes: itself, or, for the first of several that are alike, all of them
 */
export function joinAlike(branches: readonly PlanNode[]): readonly (PlanNode | Alike)[] {
  const joined = new Map<string, { fetches: readonly FetchNode[]; paths: (readonly string[])[] }>();
  const result: (PlanNode | Alike)[] = [];
  for (const branch of branches) {
    const chain = chainOf(branch);
    if (!chain) {
      result.push(branch);
      continue;
    }
    const key = JSON.stringify(chain.fetches.map(anonymous));
    const known = joined.get(key);
    if (known) {
      known.paths.push(chain.path);
      continue;
    }
    const fresh = { fetches: chain.fetches, paths: [chain.path] };
    joined.set(key, fresh);
    result.push(fresh);
  }
  return result;
}

/** The fetches of a branch that all belong to one path; undefined for other branches. */
function chainOf(
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

/** A fetch without the name that the planner numbers it by. */
function anonymous({ operationName = '', operationDocumentNode: _, ...fetch }: FetchNode): unknown {
  return {
    ...fetch,
    operation: operationName ? fetch.operation.replace(operationName, '') : fetch.operation,
  };
}

import type { ResponsePath } from '../../graphql/json.ts';

/** A set of paths in a response, as a tree of their steps. */
export type PathSet = {
  add(path: ResponsePath): void;
  /** Whether the set has the path, one above it or one below it. */
  hasRelativeOf(path: ResponsePath): boolean;
  /** Whether the set has a path above this one. */
  hasAncestorOf(path: ResponsePath): boolean;
};

type Node = { isMember: boolean; readonly children: Map<string | number, Node> };

export function createPathSet(): PathSet {
  const root = createNode();

  /** The number of steps of a path up to a member, or up to its end when members are below it; else undefined. */
  function stepsToRelative(path: ResponsePath): number | undefined {
    let node = root;
    for (const [steps, step] of path.entries()) {
      if (node.isMember) return steps;
      const next = node.children.get(step);
      if (!next) return undefined;
      node = next;
    }
    return node.isMember || node.children.size > 0 ? path.length : undefined;
  }

  return {
    add(path) {
      let node = root;
      for (const step of path) {
        const next = node.children.get(step) ?? createNode();
        node.children.set(step, next);
        node = next;
      }
      node.isMember = true;
    },
    hasRelativeOf: (path) => stepsToRelative(path) !== undefined,
    hasAncestorOf(path) {
      const steps = stepsToRelative(path);
      return steps !== undefined && steps < path.length;
    },
  };
}

function createNode(): Node {
  return { isMember: false, children: new Map() };
}

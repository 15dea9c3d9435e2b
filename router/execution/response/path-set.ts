import type { ResponsePath } from '../../graphql/json.ts';

/** A set of places in an answer. */
export type Places = {
  add(path: ResponsePath): void;
  /** Whether one of them is at, above or below a place. */
  touch(path: ResponsePath): boolean;
  /** Whether one of them is above a place. */
  cover(path: ResponsePath): boolean;
};

type Node = { isPlace: boolean; readonly below: Map<string | number, Node> };

export function createPlaces(): Places {
  const root = createNode();

  /** How many steps a path goes until it meets one of them; undefined when it meets none. */
  function stepsTo(path: ResponsePath): number | undefined {
    let node = root;
    for (const [steps, step] of path.entries()) {
      if (node.isPlace) return steps;
      const next = node.below.get(step);
      if (!next) return undefined;
      node = next;
    }
    return node.isPlace || node.below.size > 0 ? path.length : undefined;
  }

  return {
    add(path) {
      let node = root;
      for (const step of path) {
        const next = node.below.get(step) ?? createNode();
        node.below.set(step, next);
        node = next;
      }
      node.isPlace = true;
    },
    touch: (path) => stepsTo(path) !== undefined,
    cover(path) {
      const steps = stepsTo(path);
      return steps !== undefined && steps < path.length;
    },
  };
}

function createNode(): Node {
  return { isPlace: false, below: new Map() };
}

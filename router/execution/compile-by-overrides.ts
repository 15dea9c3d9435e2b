import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Overrides } from '../planning/planner.ts';
import type { Compile, CompiledOperation } from './compile.ts';

/** The number of combinations of labels for which compilers, and the plans of each operation, are kept. */
const MAX_COMBINATIONS = 32;

/**
 * Compiles operations so that each request draws which labels of `@override` are active. When all are
 * certain, nothing is drawn and `compilerFor` is called once.
 *
 * @param labels the probability of each label, from 0 to 1
 * @param draw returns a random number from 0 up to, but not including, 1
 */
export function compileByOverrides(
  labels: ReadonlyMap<string, number>,
  compilerFor: (overrides: Overrides) => Compile,
  draw: () => number = Math.random,
): Compile {
  const compilerOf = (active: readonly boolean[]): Compile =>
    compilerFor(new Map([...labels.keys()].map((label, at) => [label, active[at] === true])));
  const certain = [...labels.values()].map((probability) => probability >= 1);
  const compileCertain = compilerOf(certain);
  if ([...labels.values()].every((probability) => probability <= 0 || probability >= 1))
    return compileCertain;

  const drawAll = () => [...labels.values()].map((probability) => draw() < probability);
  const compilers = new LRUCache<string, Compile>({ max: MAX_COMBINATIONS });

  function cachedCompilerOf(active: readonly boolean[]): Compile {
    const key = active.join();
    const known = compilers.get(key) ?? compilerOf(active);
    compilers.set(key, known);
    return known;
  }

  return (document, operationName) => {
    const operation = compileCertain(document, operationName);
    if (operation instanceof GraphQLError) return operation;
    const drawn = new LRUCache<string, CompiledOperation>({ max: MAX_COMBINATIONS });
    drawn.set(certain.join(), operation);
    return {
      ...operation,
      execute(request) {
        const active = drawAll();
        const key = active.join();
        const known = drawn.get(key) ?? cachedCompilerOf(active)(document, operationName);
        if (known instanceof GraphQLError) return Promise.reject(known);
        drawn.set(key, known);
        return known.execute(request);
      },
    };
  };
}

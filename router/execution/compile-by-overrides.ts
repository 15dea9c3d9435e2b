import { GraphQLError } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Overrides } from '../planning/overrides.ts';
import type { Compile } from './compile.ts';
import type { CompiledOperation } from './operation.ts';

/** Compilers that are kept, and plans of each operation: there may be as many as there are combinations of labels. */
const KEPT = 32;

/**
 * Compiles operations so that each request draws which labels hold. Where all are certain there is nothing to draw, and
 * `compilerFor` is asked once.
 *
 * @param draw gives a number from 0 up to 1, without it
 */
export function compileByOverrides(
  labels: ReadonlyMap<string, number>,
  compilerFor: (overrides: Overrides) => Compile,
  draw: () => number = Math.random,
): Compile {
  const compilerOf = (held: readonly boolean[]): Compile =>
    compilerFor(new Map([...labels.keys()].map((label, at) => [label, held[at] === true])));
  const certain = [...labels.values()].map((part) => part >= 1);
  const first = compilerOf(certain);
  if ([...labels.values()].every((part) => part <= 0 || part >= 1)) return first;

  const drawAll = () => [...labels.values()].map((part) => draw() < part);
  const compilers = new LRUCache<string, Compile>({ max: KEPT });

  function keptCompilerOf(held: readonly boolean[]): Compile {
    const key = held.join();
    const known = compilers.get(key) ?? compilerOf(held);
    compilers.set(key, known);
    return known;
  }

  return (document, operationName) => {
    const operation = first(document, operationName);
    if (operation instanceof GraphQLError) return operation;
    const drawn = new LRUCache<string, CompiledOperation>({ max: KEPT });
    drawn.set(certain.join(), operation);
    return {
      ...operation,
      execute(request) {
        const held = drawAll();
        const key = held.join();
        const known = drawn.get(key) ?? keptCompilerOf(held)(document, operationName);
        if (known instanceof GraphQLError) return Promise.reject(known);
        drawn.set(key, known);
        return known.execute(request);
      },
    };
  };
}

import type { GraphQLSchema } from 'graphql';
import type { Case, Response } from '../testing/case.ts';
import { type Executor, textOf } from '../testing/responses.ts';
import { excludedFieldsOf } from './excluded-fields.ts';
import { randomOperation } from './operations.ts';

type Sides = {
  readonly given: Case;
  /** The API schema of the graph. */
  readonly schema: GraphQLSchema;
  readonly single: Executor;
  readonly ours: Executor;
};

/**
 * Whether a single schema over the same data has the graph's expected responses. It has not when a subgraph
 * is unavailable or violates its schema.
 */
export function isComparable({ subgraphs }: Case): boolean {
  return Object.values(subgraphs).every(
    (each) => typeof each === 'string' || !(each.isUnavailable || each.rewrite),
  );
}

/**
 * Executes the operation of a seed on both sides, and returns a readable description of the difference, if
 * there is one.
 *
 * The data, with the order of fields, and the paths of nulls with errors are compared. Where a null
 * propagates, servers may differ in which of several failures they report: each subgraph has a part of the
 * object and finds failures in an order of its own. Messages and extensions of errors are up to the
 * subgraphs.
 */
export function createComparison({ given, schema, single, ours }: Sides) {
  const excluded = excludedFieldsOf(given);

  return async (seed: number): Promise<string | undefined> => {
    const { query, variables } = randomOperation({ schema, seed, excluded });
    const operation = { name: `seed ${seed}`, query, variables };
    const expected = textOf(withErrorPaths(await single(operation)));
    const actual = await ours(operation).then(
      (each) => textOf(withErrorPaths(each)),
      (error: unknown) => `none: ${error instanceof Error ? error.stack : error}`,
    );
    if (actual === expected) return undefined;
    return [
      `In the graph "${given.name}" the responses differ for`,
      query,
      `with the variables ${JSON.stringify(variables)}`,
      `One schema: ${expected}`,
      `The router: ${actual}`,
      `Again: npm run fuzz -- federation --seed ${seed} --operations 1 --graph ${JSON.stringify(given.name)}`,
    ].join('\n');
  };
}

/** Moves each error to the null that it caused, once. An error without a path stays. */
function withErrorPaths({ data, errors = [] }: Response): Response {
  return { data, errors: [...new Set(errors.map((path) => deepestPath(data, path)))] };
}

/** The part of a path, joined by dots, that exists in the data. */
function deepestPath(data: unknown, path: string): string {
  const steps = path.split('.');
  let value = data;
  for (const [at, step] of steps.entries()) {
    if (value === null || value === undefined) return steps.slice(0, at).join('.');
    value = Reflect.get(Object(value), step);
  }
  return path;
}

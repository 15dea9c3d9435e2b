import type { GraphQLSchema } from 'graphql';
import { type Answerer, textOf } from '../testing/answers.ts';
import type { Answer, Case } from '../testing/case.ts';
import { leftOutOf } from './left-out.ts';
import { randomOperation } from './operations.ts';

type Sides = {
  readonly given: Case;
  /** The graph's, for clients. */
  readonly schema: GraphQLSchema;
  readonly single: Answerer;
  readonly ours: Answerer;
};

/**
 * Whether one schema over the same data answers as the graph should: not when a subgraph is away or says what
 * no schema allows, which the single schema knows nothing of.
 */
export function isComparable({ subgraphs }: Case): boolean {
  return Object.values(subgraphs).every((each) => typeof each === 'string' || !(each.away || each.says));
}

/**
 * Asks both sides of a graph the operation of a seed, and tells what is different, for a person; undefined
 * when nothing is.
 *
 * Compared is the data to the letter, with the order of fields, and the places where errors left a null. Not
 * compared is what servers may do as they like where a null goes up: which of several failures took an object
 * away, and which of the others in it are told too. Each subgraph has a part of the object and finds its
 * failures in its own order. What else an error holds (message, extensions) is up to the subgraph.
 */
export function createComparison({ given, schema, single, ours }: Sides) {
  const leftOut = leftOutOf(given);

  return async (seed: number): Promise<string | undefined> => {
    const { query, variables } = randomOperation({ schema, seed, leftOut });
    const operation = { name: `seed ${seed}`, query, variables };
    const right = textOf(withPlaces(await single(operation)));
    const answer = await ours(operation).then(
      (each) => textOf(withPlaces(each)),
      (error: unknown) => `none: ${error instanceof Error ? error.stack : error}`,
    );
    if (answer === right) return undefined;
    return [
      `In the graph "${given.name}" the answers differ to`,
      query,
      `with the variables ${JSON.stringify(variables)}`,
      `One schema: ${right}`,
      `The router: ${answer}`,
      `Again: npm run fuzz -- --seed ${seed} --operations 1 --graph ${JSON.stringify(given.name)}`,
    ].join('\n');
  };
}

/** With each error at the null that it left, once. One without a path stays as it is. */
function withPlaces({ data, errors = [] }: Answer): Answer {
  return { data, errors: [...new Set(errors.map((path) => placeOf(data, path)))] };
}

/** How far a path of keys and indices, joined by dots, leads in the data. */
function placeOf(data: unknown, path: string): string {
  const steps = path.split('.');
  let value = data;
  for (const [at, step] of steps.entries()) {
    if (value === null || value === undefined) return steps.slice(0, at).join('.');
    value = Reflect.get(Object(value), step);
  }
  return path;
}

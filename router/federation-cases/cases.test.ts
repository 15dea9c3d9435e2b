import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases } from './all-cases.ts';
import { apolloDifferences } from './apollo-differences.ts';
import { createComparison, isComparable } from './random/compare.ts';
import { EXCLUDED_FIELDS } from './random/excluded-fields.ts';
import { type ApolloGatewayExecutor, createApolloGateway } from './testing/apollo-gateway.ts';
import type { Response } from './testing/case.ts';
import { type CaseGraph, createCaseGraph } from './testing/graph.ts';
import { createOurRouter } from './testing/our-router.ts';
import { createSingleSchema, type Executor, textOf } from './testing/responses.ts';

/**
 * The number of random operations per graph, always the same ones. `npm run fuzz` runs any number of others.
 */
const RANDOM_OPERATIONS = 5;

describe.each(allCases)('$name', (given) => {
  let graph: CaseGraph;
  let single: Executor;
  let ours: Executor;
  let apollo: ApolloGatewayExecutor;

  beforeAll(async () => {
    graph = createCaseGraph(given);
    single = createSingleSchema(given, graph);
    ours = createOurRouter(given, graph);
    apollo = await createApolloGateway(given, graph);
  });

  afterAll(() => apollo.stop());

  if (isComparable(given)) {
    test('random operations have the response of a single schema', async () => {
      const compare = createComparison({ given, schema: graph.apiSchema, single, ours });
      for (let seed = 1; seed <= RANDOM_OPERATIONS; seed += 1)
        expect(await compare(seed), `Operation of seed ${seed}`).toBeUndefined();
    });
  }

  describe.each(given.operations)('$name', (operation) => {
    const right = async (): Promise<Response> => operation.expected ?? single(operation);

    test('has the response of a single schema', async () => {
      expect(textOf(await ours(operation))).toBe(textOf(await right()));
    });

    const difference = apolloDifferences[`${given.name}: ${operation.name}`];
    test(`Apollo Gateway is ${difference ? 'wrong' : 'right'}`, async () => {
      const expected = await right();
      const actual = textOf(await apollo.execute(operation));
      expect(actual).toBe(textOf({ ...expected, ...difference }));
      if (difference) expect(actual).not.toBe(textOf(expected));
    });
  });
});

test('case names are unique, and lists of exceptions name existing cases', () => {
  const names = allCases.flatMap(({ name, operations }) => operations.map((each) => `${name}: ${each.name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(apolloDifferences).filter((name) => !names.includes(name))).toEqual([]);
  const graphs = allCases.map(({ name }) => name);
  expect(EXCLUDED_FIELDS.filter(({ graph }) => !graphs.includes(graph))).toEqual([]);
});

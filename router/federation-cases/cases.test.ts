import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases } from './all-cases.ts';
import { apolloDifferences } from './apollo-differences.ts';
import { createComparison, isComparable } from './random/compare.ts';
import { LEFT_OUT } from './random/left-out.ts';
import { type Answerer, createSingleSchema, textOf } from './testing/answers.ts';
import { type ApolloAnswers, createApolloGateway } from './testing/apollo-gateway.ts';
import type { Answer } from './testing/case.ts';
import { type CaseGraph, createCaseGraph } from './testing/graph.ts';
import { createOurRouter } from './testing/our-router.ts';

/** Few for each graph, and always the same: `npm run fuzz` asks as many others as one likes. */
const RANDOM_OPERATIONS = 5;

describe.each(allCases)('$name', (given) => {
  let graph: CaseGraph;
  let single: Answerer;
  let ours: Answerer;
  let apollo: ApolloAnswers;

  beforeAll(async () => {
    graph = createCaseGraph(given);
    single = createSingleSchema(given, graph);
    ours = createOurRouter(given, graph);
    apollo = await createApolloGateway(given, graph);
  });

  afterAll(() => apollo.stop());

  if (isComparable(given)) {
    test('random operations are answered as by one schema', async () => {
      const compare = createComparison({ given, schema: graph.apiSchema, single, ours });
      for (let seed = 1; seed <= RANDOM_OPERATIONS; seed += 1)
        expect(await compare(seed), `Operation of seed ${seed}`).toBeUndefined();
    });
  }

  describe.each(given.operations)('$name', (operation) => {
    const right = async (): Promise<Answer> => operation.answer ?? single(operation);

    test('is answered as by one schema', async () => {
      expect(textOf(await ours(operation))).toBe(textOf(await right()));
    });

    const difference = apolloDifferences[`${given.name}: ${operation.name}`];
    test(`Apollo Gateway is ${difference ? 'wrong' : 'right'}`, async () => {
      const expected = await right();
      const answer = textOf(await apollo.answer(operation));
      expect(answer).toBe(textOf({ ...expected, ...difference }));
      if (difference) expect(answer).not.toBe(textOf(expected));
    });
  });
});

test('names of cases are different, and what is known of single ones belongs to one', () => {
  const names = allCases.flatMap(({ name, operations }) => operations.map((each) => `${name}: ${each.name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(apolloDifferences).filter((name) => !names.includes(name))).toEqual([]);
  const graphs = allCases.map(({ name }) => name);
  expect(LEFT_OUT.filter(({ graph }) => !graphs.includes(graph))).toEqual([]);
});

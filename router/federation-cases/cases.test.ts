import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allCases } from './all-cases.ts';
import { apolloDifferences } from './apollo-differences.ts';
import { type Answerer, createSingleSchema, textOf } from './testing/answers.ts';
import { type ApolloAnswers, createApolloGateway } from './testing/apollo-gateway.ts';
import type { Answer } from './testing/case.ts';
import { createCaseGraph } from './testing/graph.ts';
import { createOurRouter } from './testing/our-router.ts';

describe.each(allCases)('$name', (given) => {
  let single: Answerer;
  let ours: Answerer;
  let apollo: ApolloAnswers;

  beforeAll(async () => {
    const graph = createCaseGraph(given);
    single = createSingleSchema(given, graph);
    ours = createOurRouter(given, graph);
    apollo = await createApolloGateway(given, graph);
  });

  afterAll(() => apollo.stop());

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

test('names of cases are different, and each known difference belongs to one', () => {
  const names = allCases.flatMap(({ name, operations }) => operations.map((each) => `${name}: ${each.name}`));
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(apolloDifferences).filter((name) => !names.includes(name))).toEqual([]);
});

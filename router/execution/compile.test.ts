import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { type Overrides, overrideLabels } from '../planning/planner.ts';
import { type CompiledOperation, compileByOverrides } from './compile.ts';

const SUPERGRAPH = parse(`
  type Thing {
    a: Int @join__field(graph: NEW, override: "old", overrideLabel: "percent(25)") @join__field(graph: OLD)
    b: Int @join__field(graph: NEW, override: "old", overrideLabel: "beta-testers") @join__field(graph: OLD)
  }
`);
const DOCUMENT = parse('{ __typename }');

/** An operation that answers with the labels that hold. */
function operationFor(overrides: Overrides): CompiledOperation {
  const held = [...overrides].filter(([, holds]) => holds).map(([label]) => label);
  return {
    kind: 'query' as CompiledOperation['kind'],
    coerce: () => ({ kind: 'coerced', values: {} }),
    execute: async () => ({ data: held.join(), errors: [] }),
    live: undefined,
  };
}

async function answers(labels: ReadonlyMap<string, number>, draws: readonly number[]): Promise<string[]> {
  const left = [...draws];
  const compile = compileByOverrides(
    labels,
    (overrides) => async () => operationFor(overrides),
    () => left.shift() ?? 1,
  );
  const operation = await compile(DOCUMENT, undefined);
  if (operation instanceof GraphQLError) throw operation;
  const given: string[] = [];
  while (left.length > 0) given.push((await operation.execute({ variables: {}, context: {} as never })).data);
  return given;
}

test('labels are read from the supergraph; a label that is not a percentage is never active', () => {
  expect(overrideLabels(SUPERGRAPH)).toEqual(
    new Map([
      ['percent(25)', 0.25],
      ['beta-testers', 0],
    ]),
  );
});

test('each request draws whether a label is active', async () => {
  expect(await answers(new Map([['percent(25)', 0.25]]), [0.1, 0.25, 0.9, 0.24])).toEqual([
    'percent(25)',
    '',
    '',
    'percent(25)',
  ]);
});

test('labels are drawn independently', async () => {
  const labels = new Map([
    ['one', 0.5],
    ['two', 0.5],
  ]);
  expect(await answers(labels, [0.1, 0.1, 0.9, 0.1, 0.1, 0.9])).toEqual(['one,two', 'two', 'one']);
});

test('the number of kept combinations of labels is bounded', async () => {
  const labels = new Map(Array.from({ length: 6 }, (_, at) => [`label ${at}`, 0.5]));
  let drawn = 0;
  let bit = 0;
  let compiled = 0;
  const compile = compileByOverrides(
    labels,
    (overrides) => async () => {
      compiled += 1;
      return operationFor(overrides);
    },
    () => ((drawn >> (bit++ % labels.size)) & 1 ? 0 : 1),
  );
  const operation = await compile(DOCUMENT, undefined);
  if (operation instanceof GraphQLError) throw operation;
  const run = (combination: number) => {
    drawn = combination;
    return operation.execute({ variables: {}, context: {} as never });
  };
  for (let combination = 0; combination < 64; combination += 1) await run(combination);
  expect(compiled).toBe(64);
  await run(63);
  expect(compiled).toBe(64);
  expect((await run(1)).data).toBe('label 0');
  expect(compiled).toBe(65);
});

import { buildSchema, getIntrospectionQuery, graphqlSync, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { expect, test } from 'vitest';
import { fragmentsOf } from '../../../platform/fragments.ts';
import { createIsIncluded, selectFields } from '../../graphql/selection.ts';
import { DOCUMENT_SETTINGS } from '../../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../../testing/operation-context.ts';
import { Budget } from '../budget.ts';
import { createExecutionState } from '../state.ts';
import { compileIntrospection, type IntrospectionAnswers } from './introspection.ts';
import { createResponseState } from './state.ts';

const schema = buildSchema(`
  """The "root"."""
  type Query { thing(id: ID! = "a", old: Int @deprecated): Thing old: Int @deprecated(reason: "no\\nmore") }
  type Mutation { add(input: Input): [Thing!]! }
  interface Named { name: String }
  type Thing implements Named { name: String kind: Kind }
  type Other { at: Time }
  union Either = Thing | Other
  enum Kind { GOOD BAD @deprecated }
  input Input @oneOf { a: Int b: [String] }
  scalar Time @specifiedBy(url: "https://example.com")
`);

function introspect(
  query: string,
  variables = {},
  answers: IntrospectionAnswers = new LRUCache({ max: 10 }),
) {
  const document = parse(query);
  const [operation] = document.definitions;
  const root = schema.getQueryType();
  if (operation?.kind !== 'OperationDefinition' || !root) throw new Error('no operation');
  const compile = compileIntrospection(schema, document, answers);
  const nobody = () => Promise.reject(new Error('not asked'));
  const state = createExecutionState({
    send: nobody,
    budget: new Budget(DOCUMENT_SETTINGS.budget),
    variables,
    context: OPERATION_CONTEXT,
    data: {},
  });
  const rules = { schema, fragments: fragmentsOf(document), isIncluded: createIsIncluded(variables) };
  const fields = [...selectFields(root, [operation.selectionSet], rules)].map(([name, nodes]) => {
    const text = compile(nodes[0].name.value, nodes)?.(undefined, createResponseState(state), 1) ?? '';
    return [name, JSON.parse(text)];
  });
  return Object.fromEntries(fields);
}

const ASKED: readonly (readonly [string, string, Record<string, unknown>?])[] = [
  ['everything', getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true, oneOf: true })],
  [
    'a type',
    '{ a: __type(name: "Kind") { name enumValues { name } all: enumValues(includeDeprecated: true) { name } } }',
  ],
  ['no type', '{ __type(name: "Nothing") { name } }'],
  [
    'possible types',
    '{ __type(name: "Either") { kind possibleTypes { name __typename ...I } } } fragment I on __Type { interfaces { name } }',
  ],
  [
    'variables',
    'query ($name: String!, $all: Boolean!) { __type(name: $name) { name @skip(if: $all) fields(includeDeprecated: $all) { name } } }',
    { name: 'Query', all: true },
  ],
];

test.each(ASKED.map(([name, query, variables = {}]) => ({ name, query, variables })))(
  'is what graphql-js answers: $name',
  ({ query, variables }) => {
    const { data, errors } = graphqlSync({ schema, source: query, variableValues: variables });
    expect(errors).toBeUndefined();
    expect(introspect(query, variables)).toEqual(JSON.parse(JSON.stringify(data)));
  },
);

test('equal selections of all operations share one answer, and the answers a bound in bytes', () => {
  const answers: IntrospectionAnswers = new LRUCache({
    maxSize: 2_000,
    sizeCalculation: ({ length }) => length,
  });
  for (let at = 0; at < 10; at += 1) introspect(`query Q${at} { __schema { types { name } } }`, {}, answers);
  expect(answers.size).toBe(1);
  for (let at = 0; at < 50; at += 1) introspect(`{ __schema { types { a${at}: name } } }`, {}, answers);
  expect(answers.calculatedSize).toBeLessThanOrEqual(2_000);
  expect(answers.size).toBeGreaterThan(1);
});

test('a selection with variables is not kept', () => {
  const answers: IntrospectionAnswers = new LRUCache({ max: 10 });
  introspect('query ($name: String!) { __type(name: $name) { name } }', { name: 'Query' }, answers);
  expect(answers.size).toBe(0);
});

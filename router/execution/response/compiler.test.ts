import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { fragmentsOf } from '../../../platform/fragments.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import type { OperationContext } from '../../context.ts';
import { createIsIncluded } from '../../graphql/conditions.ts';
import type { JsonObject } from '../../graphql/json.ts';
import { createFieldAliases } from '../../planning/field-aliases.ts';
import { createExecutionState, recordFailure } from '../state.ts';
import { compileResponse } from './compiler.ts';
import { compileIntrospection } from './introspection.ts';
import { createResponseState, reportFailures } from './state.ts';

const schema = buildSchema(`
  scalar Any
  enum Kind { SMALL LARGE }
  interface Pet { name: String }
  type Dog implements Pet { name: String kind: Kind }
  type Cat implements Pet { name: String lives: Int! }
  type Query {
    int: Int float: Float yes: Boolean id: ID text: String kind: Kind any: Any
    must: String! list: [Int] strict: [Int!] pet: Pet pets: [Pet!]! deep: Deep
  }
  type Deep { must: Deep! text: String! items: [Item!] }
  type Item { name: String! }`);

const context: OperationContext = {
  correlationId: '',
  identity: undefined,
  policies: [],
  client: '',
  forwarded: {},
  forwardedTo: undefined,
  signal: undefined,
  log: createLogger('test', 'silent'),
};

function shaped(query: string, data: JsonObject, away?: JsonObject) {
  const document = parse(query);
  const operation = getOperationAST(document);
  const root = schema.getQueryType();
  if (!operation || !root) throw new Error('no operation');
  const shape = compileResponse(root, operation.selectionSet, {
    schema,
    fragments: fragmentsOf(document),
    isIncluded: createIsIncluded({}),
    ownField: compileIntrospection(schema, document, operation),
    names: createFieldAliases(new Set()),
    unreachable: new Set(),
  });
  const run = createExecutionState(() => Promise.reject(new Error('not asked')), {}, context, data);
  if (away)
    recordFailure(run, { subgraph: 'far', reason: 'gone', cause: undefined, path: [], reported: 0 }, [away]);
  const text = shape.write(createResponseState(run));
  reportFailures(run, (path) => shape.locate(data, path));
  return {
    text,
    data: JSON.parse(text),
    errors: run.errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.code}`),
  };
}

describe('an answer', () => {
  test('has the fields of the client, in its order, under its names', () => {
    const { text } = shaped('{ b: text a: int ...F __typename } fragment F on Query { text yes }', {
      text: 'x\n',
      yes: true,
      int: 1,
      other: 2,
    });
    expect(text).toBe('{"b":"x\\n","a":1,"text":"x\\n","yes":true,"__typename":"Query"}');
  });

  test("has of an abstract type what is asked of the value's own", () => {
    const query =
      '{ pets { __typename ... on Dog { kind } ... on Pet { name } ...C } } fragment C on Cat { lives }';
    const pets = [
      { __typename: 'Dog', name: 'Rex', kind: 'SMALL' },
      { __typename: 'Cat', name: 'Tom', lives: 9 },
    ];
    expect(shaped(query, { pets }).text).toBe(
      '{"pets":[{"__typename":"Dog","kind":"SMALL","name":"Rex"},{"__typename":"Cat","name":"Tom","lives":9}]}',
    );
  });

  test('is written from the schema where it asks for that', () => {
    expect(shaped('{ __type(name: "Item") { name } int }', { int: 1 }).data).toEqual({
      __type: { name: 'Item' },
      int: 1,
    });
  });

  test('takes names that every object has for missing', () => {
    expect(shaped('{ constructor: text toString: int }', { text: 'x' }).data).toEqual({
      constructor: 'x',
      toString: null,
    });
  });
});

describe('a value that the schema does not allow', () => {
  test.each([
    ['int', 2_147_483_648],
    ['int', 1.5],
    ['float', '1'],
    ['yes', 1],
    ['id', {}],
    ['text', 5],
    ['kind', 'SECRET'],
    ['list', {}],
    ['pet', { __typename: 'Secret' }],
    ['deep', 'text'],
  ])('of %s is null with an error, and does not go out', (field, value) => {
    const selection = { pet: 'pet { name }', deep: 'deep { text }' }[field] ?? field;
    const { data, errors, text } = shaped(`{ ${selection} }`, { [field]: value });
    expect(data).toEqual({ [field]: null });
    expect(errors).toEqual([`${field} INTERNAL_SERVER_ERROR`]);
    expect(text).not.toContain('SECRET');
  });

  test('but an ID may be a number, and any scalar anything', () => {
    expect(shaped('{ id any }', { id: 7, any: { a: [1] } }).data).toEqual({ id: '7', any: { a: [1] } });
  });
});

describe('a null where there may be none', () => {
  test('goes up to the next place where there may be one', () => {
    expect(
      shaped('{ int deep { must { text } } }', { int: 1, deep: { must: { text: null } } }),
    ).toMatchObject({
      data: { int: 1, deep: null },
      errors: ['deep.must.text INTERNAL_SERVER_ERROR'],
    });
    expect(shaped('{ strict }', { strict: [1, null] })).toMatchObject({
      data: { strict: null },
      errors: ['strict.1 INTERNAL_SERVER_ERROR'],
    });
    expect(shaped('{ deep { items { name } } }', { deep: { items: [{ name: 'a' }, {}] } })).toMatchObject({
      data: { deep: { items: null } },
      errors: ['deep.items.1.name INTERNAL_SERVER_ERROR'],
    });
  });

  test('reaches the root with an error', () => {
    expect(shaped('{ must }', {})).toMatchObject({ text: 'null', errors: ['must INTERNAL_SERVER_ERROR'] });
  });
});

describe('what a subgraph would have given that is away', () => {
  test('is null, with an error that names it at each place', () => {
    const deep = {};
    const { data, errors } = shaped('{ int deep { items { name } } }', { int: 1, deep }, deep);
    expect(data).toEqual({ int: 1, deep: { items: null } });
    expect(errors).toEqual(['deep.items SUBGRAPH_UNAVAILABLE']);
  });

  test('is reported once more only where nobody asked for it', () => {
    expect(shaped('{ int }', { int: 1 }, {}).errors).toEqual(['undefined SUBGRAPH_UNAVAILABLE']);
  });
});

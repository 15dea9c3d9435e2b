import { buildSchema, getOperationAST, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { describe, expect, test } from 'vitest';
import { fragmentsOf } from '../../../platform/fragments.ts';
import type { JsonObject } from '../../graphql/json.ts';
import { createIsIncluded } from '../../graphql/selection.ts';
import { createFieldAliases } from '../../planning/field-aliases.ts';
import { DOCUMENT_SETTINGS } from '../../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../../testing/operation-context.ts';
import { Budget } from '../budget.ts';
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

function respond(query: string, data: JsonObject, incomplete?: JsonObject) {
  const document = parse(query);
  const operation = getOperationAST(document);
  const root = schema.getQueryType();
  if (!operation || !root) throw new Error('no operation');
  const writer = compileResponse(root, operation.selectionSet, {
    schema,
    fragments: fragmentsOf(document),
    isIncluded: createIsIncluded({}),
    ownField: compileIntrospection(schema, document, new LRUCache({ max: 1 })),
    aliases: createFieldAliases(new Set()),
    unreachable: new Set(),
    onCompiled: () => undefined,
  });
  const run = createExecutionState({
    send: () => Promise.reject(new Error('not asked')),
    budget: new Budget(DOCUMENT_SETTINGS.budget),
    variables: {},
    context: OPERATION_CONTEXT,
    data,
  });
  if (incomplete)
    recordFailure(run, { subgraph: 'far', reason: 'gone', cause: undefined, path: [], reported: 0 }, [
      incomplete,
    ]);
  const text = writer.write(createResponseState(run));
  reportFailures(run, (path) => writer.locate(data, path));
  return {
    text,
    data: JSON.parse(text),
    errors: run.errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions?.code}`),
  };
}

describe('a response', () => {
  test("has the client's fields in the client's order, under its aliases", () => {
    const { text } = respond('{ b: text a: int ...F __typename } fragment F on Query { text yes }', {
      text: 'x\n',
      yes: true,
      int: 1,
      other: 2,
    });
    expect(text).toBe('{"b":"x\\n","a":1,"text":"x\\n","yes":true,"__typename":"Query"}');
  });

  test("has the selections of an abstract type that apply to the value's own type", () => {
    const query =
      '{ pets { __typename ... on Dog { kind } ... on Pet { name } ...C } } fragment C on Cat { lives }';
    const pets = [
      { __typename: 'Dog', name: 'Rex', kind: 'SMALL' },
      { __typename: 'Cat', name: 'Tom', lives: 9 },
    ];
    expect(respond(query, { pets }).text).toBe(
      '{"pets":[{"__typename":"Dog","kind":"SMALL","name":"Rex"},{"__typename":"Cat","name":"Tom","lives":9}]}',
    );
  });

  test('resolves introspection from the schema', () => {
    expect(respond('{ __type(name: "Item") { name } int }', { int: 1 }).data).toEqual({
      __type: { name: 'Item' },
      int: 1,
    });
  });

  test('treats aliases of Object.prototype as missing', () => {
    expect(respond('{ constructor: text toString: int }', { text: 'x' }).data).toEqual({
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
  ])('of %s is null with an error, and is not sent', (field, value) => {
    const selection = { pet: 'pet { name }', deep: 'deep { text }' }[field] ?? field;
    const { data, errors, text } = respond(`{ ${selection} }`, { [field]: value });
    expect(data).toEqual({ [field]: null });
    expect(errors).toEqual([`${field} INTERNAL_SERVER_ERROR`]);
    expect(text).not.toContain('SECRET');
  });

  test('an ID may be a number, and a custom scalar anything', () => {
    expect(respond('{ id any }', { id: 7, any: { a: [1] } }).data).toEqual({ id: '7', any: { a: [1] } });
  });
});

describe('a null at a non-null position', () => {
  test('propagates to the nearest nullable parent', () => {
    expect(
      respond('{ int deep { must { text } } }', { int: 1, deep: { must: { text: null } } }),
    ).toMatchObject({
      data: { int: 1, deep: null },
      errors: ['deep.must.text INTERNAL_SERVER_ERROR'],
    });
    expect(respond('{ strict }', { strict: [1, null] })).toMatchObject({
      data: { strict: null },
      errors: ['strict.1 INTERNAL_SERVER_ERROR'],
    });
    expect(respond('{ deep { items { name } } }', { deep: { items: [{ name: 'a' }, {}] } })).toMatchObject({
      data: { deep: { items: null } },
      errors: ['deep.items.1.name INTERNAL_SERVER_ERROR'],
    });
  });

  test('that propagates to the root leaves an error', () => {
    expect(respond('{ must }', {})).toMatchObject({ text: 'null', errors: ['must INTERNAL_SERVER_ERROR'] });
  });
});

describe('a field of an unavailable subgraph', () => {
  test('is null, with an error at each of its paths', () => {
    const deep = {};
    const { data, errors } = respond('{ int deep { items { name } } }', { int: 1, deep }, deep);
    expect(data).toEqual({ int: 1, deep: { items: null } });
    expect(errors).toEqual(['deep.items SUBGRAPH_UNAVAILABLE']);
  });

  test('is reported once when the client did not select it', () => {
    expect(respond('{ int }', { int: 1 }, {}).errors).toEqual(['undefined SUBGRAPH_UNAVAILABLE']);
  });
});

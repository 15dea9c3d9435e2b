import { buildSchema, Kind, parse, validate, visit } from 'graphql';
import { expect, test } from 'vitest';
import { randomOperation } from './operations.ts';

const schema = buildSchema(`
  type Query { pet(of: ID!, kinds: [Kind!] = [CAT]): Pet find(by: Filter!): [Named!] secret: Int }
  type Mutation { rename(id: ID!, to: String): Cat }
  enum Kind { CAT DOG } input Filter { text: String! depth: Int = 3 next: Filter }
  interface Named { name: String } union Pet = Cat | Dog
  type Cat implements Named { name: String lives: Int friends: [Pet] }
  type Dog implements Named { name: String loud: Boolean! }
`);
const operations = Array.from({ length: 300 }, (_, seed) => randomOperation({ schema, seed }));

test('operations are valid, and their variables too', () => {
  for (const { query, variables } of operations) {
    const document = parse(query);
    expect(validate(schema, document)).toEqual([]);
    visit(document, {
      VariableDefinition({ variable, type, defaultValue }) {
        if (type.kind !== Kind.NON_NULL_TYPE || defaultValue) return;
        expect(variables[variable.name.value] ?? undefined).toBeDefined();
      },
    });
  }
});

test('equal seeds give equal operations, different seeds different ones', () => {
  expect(operations.map((_, seed) => randomOperation({ schema, seed }))).toEqual(operations);
  expect(new Set(operations.map(({ query }) => query)).size).toBeGreaterThan(operations.length / 2);
});

test('every part of the grammar occurs', () => {
  const all = operations.map(({ query }) => query).join('\n');
  for (const part of [
    /^mutation/m,
    /\w: pet\(/,
    /\.\.\. on Cat/,
    /\.\.\. on Named/,
    /\.\.\.F0.*\.\.\.F0/,
    /\.\.\. \{/,
    /@skip\(if: \$c\d\)/,
    /@include\(if: true\)/,
    /\$v\d: Filter! = \{/,
    /text: \$v\d/,
    /kinds: \[\]/,
    /kinds: CAT/,
    /kinds: null/,
    /: __typename/,
  ])
    expect(all).toMatch(part);
});

test('excluded fields are not selected', () => {
  const excluded = new Set(['Query.pet', 'Query.find', 'Mutation.rename']);
  for (let seed = 0; seed < 50; seed += 1)
    expect(randomOperation({ schema, seed, excluded }).query).not.toMatch(/pet|find|rename/);
});

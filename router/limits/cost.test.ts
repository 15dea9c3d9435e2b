import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createCostReader } from './cost.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(
    assumedSize: Int
    slicingArguments: [String!]
    sizedFields: [String!]
    requireOneSlicingArgument: Boolean = true
  ) on FIELD_DEFINITION

  type Query {
    name: String
    dear: String @cost(weight: 7)
    searched(text: String @cost(weight: 5)): String
    book: Book
    books: [Book!]!
    shelf: [Book!]! @listSize(assumedSize: 3)
    page(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
    paged(first: Int = 4): [Book] @listSize(slicingArguments: ["first"])
    loose(first: Int, last: Int): [Book]
      @listSize(slicingArguments: ["first", "last"], assumedSize: 2, requireOneSlicingArgument: false)
    found(input: Find): [Book] @listSize(slicingArguments: ["input.first"], requireOneSlicingArgument: false)
    connection(first: Int): Connection @listSize(slicingArguments: ["first"], sizedFields: ["edges"])
    thing: Thing
    sought(
      by: Order
      text: Text
      words: [Text!]
      filter: Filter
      filters: [[Filter!]]
      dear: Filter @cost(weight: 5)
      deep: Filter = { tag: "x" }
    ): Int
  }
  enum Order @cost(weight: 6) { UP DOWN }
  input Filter {
    tag: String @cost(weight: 50)
    order: Order
    plain: Int
    also: [Filter!]
    dear: Filter @cost(weight: 20)
    limit: Int = 3 @cost(weight: 100)
  }
  input Find { first: Int }
  type Connection { edges: [Edge] total: Int others: [Edge] }
  type Edge { node: Book }
  type Book { title: String author: Author pages: [Page] }
  type Author @cost(weight: 4) { name: String }
  type Page { text: Text }
  scalar Text @cost(weight: 2)
  union Thing = Book | Author
  type Mutation { add: Book }
  type Subscription { changed(ids: [ID!], kinds: [Order!]): Book some(ids: [ID!]! = ["a", "b"]): Book all: Book }
`);

const reader = createCostReader(schema, { listSize: 10 });

function estimate(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  const { cost, errors } = reader(document, document.definitions[0] as OperationDefinitionNode);
  return {
    cost: typeof cost === 'number' ? cost : cost(variables),
    errors,
    isFixed: typeof cost === 'number',
  };
}

describe('the cost', () => {
  test.each([
    ['of scalars is 0', '{ name __typename }', 0],
    ['of an object is 1', '{ book { title } }', 1],
    ['of a field with a weight is that weight', '{ dear }', 7],
    ['of a type with a weight is that weight', '{ book { author { name } } }', 1 + 4],
    ['of a scalar with a weight is that weight', '{ book { pages { text } } }', 1 + 10 * (1 + 2)],
    ['of an argument with a weight counts where it is given', '{ searched(text: "x") a: searched }', 5],
    ['of a list is the cost of its items', '{ books { title } }', 10],
    ['of nested lists multiplies', '{ books { pages { __typename } } }', 10 * (1 + 10)],
    ['of a union is that of its most expensive type', '{ thing { __typename } }', 4],
    [
      'of fragments adds up',
      '{ thing { ... on Book { pages { __typename } } ...A } } fragment A on Author { name }',
      4 + 10,
    ],
    ['of a mutation is 10 higher', 'mutation { add { title } }', 11],
    ['of introspection is 1,000', '{ __schema { types { name } } a: __type(name: "Book") { name } }', 2_000],
    ['of __typename is 0', '{ __typename }', 0],
    ['of skipped selections is 0', '{ books @skip(if: true) { title } dear @include(if: false) }', 0],
  ])('%s', (_, query, cost) => {
    expect(estimate(query)).toEqual({ cost, errors: [], isFixed: true });
  });

  test('of conditional selections depends on the variable', () => {
    const query = 'query ($no: Boolean!) { books @skip(if: $no) { title } dear @include(if: $no) }';
    expect(estimate(query, { no: true }).cost).toBe(7);
    expect(estimate(query, { no: false }).cost).toBe(10);
  });
});

describe('the cost of input', () => {
  // Each filter costs 1, plus the weight of a field that has a default.
  const filter = 1 + 100;

  test.each([
    ['is the weight of the enum', '{ sought(by: UP) }', 6],
    ['is the weight of the scalar', '{ sought(text: "x") }', 2],
    ['is the weight of the scalar for each item', '{ sought(words: ["x", "y"]) }', 4],
    ['is 0 for null', '{ sought(by: null, filter: null) }', 0],
    ['is 1 for an input object', '{ sought(filter: {}) }', filter],
    ['is 0 for a null field', '{ sought(filter: { limit: null, tag: null }) }', 1],
    [
      'includes the fields of an input object',
      '{ sought(filter: { tag: "x", order: UP, plain: 1 }) }',
      filter + 50 + 6,
    ],
    ['includes nested input objects', '{ sought(filter: { also: [{ tag: "x" }, {}] }) }', 3 * filter + 50],
    ['is the field’s weight instead of its type’s', '{ sought(filter: { dear: {} }) }', filter + 20 + 100],
    ['is the argument’s weight instead of its type’s, once', '{ sought(dear: { tag: "x" }) }', 5 + 100 + 50],
    ['adds up over lists of lists', '{ sought(filters: [[{}, {}], [{}]]) }', 3 * filter],
    ['is 0 for omitted arguments', '{ sought }', 0],
  ])('%s', (_, query, cost) => {
    expect(estimate(query)).toEqual({ cost, errors: [], isFixed: true });
  });

  test.each([
    ['an enum', 'query ($v: Order) { sought(by: $v) }', 'UP', 6],
    [
      'an input',
      'query ($v: Filter) { sought(filter: $v) }',
      { tag: 'x', also: [{ order: 'UP' }] },
      50 + 2 + 6,
    ],
    ['inputs', 'query ($v: [[Filter!]]) { sought(filters: $v) }', [[{}, {}], null], 2],
    ['an item', 'query ($v: Filter!) { sought(filters: [[$v, {}]]) }', { tag: 'x' }, 51 + filter],
    ['a field', 'query ($v: String) { sought(filter: { tag: $v }) }', 'x', filter + 50],
    ['an omitted field', 'query ($v: String) { sought(filter: { tag: $v }) }', undefined, filter],
    ['null', 'query ($v: Filter) { sought(filter: $v) }', null, 0],
  ])('is the same by variable: %s', (_, query, value, cost) => {
    expect(estimate(query, { v: value })).toEqual({ cost, errors: [], isFixed: false });
  });
});

describe('the cost of a subscription', () => {
  const BY_VARIABLE = 'subscription ($ids: [ID!]) { changed(ids: $ids) { author { name } } }';

  test.each([
    ['counts once for each id', '{ changed(ids: ["a", "b", "c"]) { author { name } } }', 3 * (1 + 4)],
    ['counts once for an id that is no list', '{ changed(ids: "a") { title } }', 1],
    ['counts a default', '{ some { title } }', 2],
    ['counts as a list when all are followed', '{ changed { title } }', 10],
    ['counts as a list for null', '{ changed(ids: null) { title } }', 10],
    ['counts other lists as input only', '{ changed(ids: "a", kinds: [UP, DOWN]) { title } }', 2 * 6 + 1],
    ['counts once without a list of ids', '{ all { title } }', 1],
  ])('%s', (_, selection, cost) => {
    expect(estimate(`subscription ${selection}`)).toEqual({ cost, errors: [], isFixed: true });
  });

  test.each([
    [['a', 'b'], 2 * (1 + 4)],
    ['a', 1 + 4],
    [[], 0],
    [undefined, 10 * (1 + 4)],
    [null, 10 * (1 + 4)],
  ])('is the same by variable: %j', (ids, cost) => {
    expect(estimate(BY_VARIABLE, { ids }).cost).toBe(cost);
  });
});

describe('the size of a list', () => {
  test.each([
    ['is the assumed size', '{ shelf { title } }', {}, 3],
    ['is the slicing argument', '{ page(first: 6) { title } }', {}, 6],
    ['is the variable of the slicing argument', 'query ($n: Int) { page(first: $n) { title } }', { n: 8 }, 8],
    ['is the default size without the variable', 'query ($n: Int) { page(first: $n) { title } }', {}, 10],
    ['is the argument’s default', '{ paged { title } }', {}, 4],
    ['is the larger of two slicing arguments', '{ loose(first: 2, last: 9) { title } }', {}, 9],
    ['is the assumed size without slicing arguments', '{ loose { title } }', {}, 2],
    ['is never negative', '{ page(first: -5) { title } }', {}, 0],
    ['is taken from a field of an input object', '{ found(input: { first: 5 }) { title } }', {}, 1 + 5],
    [
      'is taken from a field of an input variable',
      'query ($i: Find) { found(input: $i) { title } }',
      { i: { first: 6 } },
      1 + 6,
    ],
    ['applies to sizedFields', '{ connection(first: 5) { edges { node { title } } total } }', {}, 1 + 5 * 2],
    [
      'applies only to the fields that sizedFields names',
      '{ connection(first: 5) { others { __typename } } }',
      {},
      1 + 10,
    ],
    [
      'applies to sizedFields inside fragments',
      '{ connection(first: 5) { ...C } } fragment C on Connection { ... { edges { node { title } } } }',
      {},
      1 + 5 * 2,
    ],
  ])('%s', (_, query, variables, cost) => {
    expect(estimate(query, variables)).toMatchObject({ cost, errors: [] });
  });

  test.each([
    '{ page { title } }',
    '{ page(first: 1, last: 1) { title } }',
    '{ page(first: null) { title } }',
  ])('requires exactly one slicing argument: %s', (query) => {
    expect(estimate(query).errors).toMatchObject([
      {
        message: 'Query.page needs exactly one of these arguments to estimate its cost: first, last.',
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      },
    ]);
  });
});

import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { createGraph } from './graph.ts';

const { supergraphSdl = '' } = composeServices([
  {
    name: 'one',
    url: 'http://one',
    typeDefs: parse('type Query { a: Int b: Int } type Subscription { a: Int b: Int }'),
  },
]);

const graphOf = (remembered = 10) =>
  createGraph({
    supergraphSdl,
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    send: () => Promise.reject(new Error('nobody is asked')),
    shareInFlight: true,
    remembered,
  });

test('a document is read once, and each of its operations compiled once', () => {
  const { read, compile } = graphOf();
  const text = 'query A { a } query B { b }';
  const { document } = read(text);
  if (!document) throw new Error('not read');
  expect(read(text).document).toBe(document);
  expect(compile(document, 'A')).toBe(compile(document, 'A'));
  expect(compile(document, 'B')).not.toBe(compile(document, 'A'));
  expect(compile(document, undefined)).toBeInstanceOf(GraphQLError);
  expect(compile(document, 'C')).toMatchObject({ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } });
});

test('more documents than are to be remembered push the oldest out', () => {
  const { read } = graphOf(2);
  const texts = ['{ a }', '{ b }', '{ a b }'];
  const [first, second] = texts.map((text) => read(text));
  expect(read('{ b }')).toBe(second);
  expect(read('{ a }')).not.toBe(first);
});

test.each([
  ['{ a', 'GRAPHQL_PARSE_FAILED'],
  ['{ c }', 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused with %s', (text, code) => {
  expect(graphOf().read(text).errors).toMatchObject([{ extensions: { code } }]);
});

test.each([
  'subscription { a b }',
  'subscription ($x: Boolean!) { a @skip(if: $x) }',
  'subscription { a @include(if: true) }',
  'subscription ($x: Boolean!) { ... @include(if: $x) { a } }',
  'subscription ($x: Boolean!) { ...A @skip(if: $x) } fragment A on Subscription { a }',
])('%s has not always the one root field, and is refused', (text) => {
  expect(graphOf().read(text).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
});

test.each(['subscription { a }', 'subscription { ... { ...A } } fragment A on Subscription { a }'])(
  '%s has one root field',
  (text) => {
    expect(graphOf().read(text).document).toBeDefined();
  },
);

test('the operations that were asked for most come first', () => {
  const { read, compile, popular } = graphOf();
  for (const [text, uses] of [
    ['{ a }', 1],
    ['{ b }', 3],
    ['{ a b }', 2],
  ] as const) {
    const { document } = read(text);
    const operation = document && compile(document, undefined);
    if (!operation || operation instanceof GraphQLError) throw new Error('not compiled');
    for (let use = 0; use < uses; use += 1) operation.coerce(undefined);
  }
  expect(popular(2).map(({ text }) => text)).toEqual(['{ b }', '{ a b }']);
});

test('subgraphs are named as composition wrote them', () => {
  expect(graphOf().subgraphs).toEqual([{ name: 'one', url: 'http://one' }]);
});

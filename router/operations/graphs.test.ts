import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';
import { expect, test } from 'vitest';
import { DOCUMENT_SETTINGS } from '../testing/document-settings.ts';
import { planInline } from '../testing/plan-inline.ts';
import type { KnownDocument, KnownOperation } from './documents.ts';
import { createGraph } from './graphs.ts';

const { supergraphSdl = '' } = composeServices([
  {
    name: 'one',
    url: 'http://one',
    typeDefs: parse('type Query { a: Int b: Int } type Subscription { a: Int b: Int }'),
  },
]);

const graphOf = (cacheSize = 10) =>
  createGraph({
    supergraphSdl,
    apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
    send: () => Promise.reject(new Error('no request is expected')),
    plan: planInline,
    dedupe: undefined,
    documents: { ...DOCUMENT_SETTINGS, cacheSize },
    onDocument: () => undefined,
  });

/** The known operation of a document, which must be valid. */
function known({ operation }: KnownDocument, name?: string): KnownOperation {
  const found = operation(name);
  if (found.kind === 'refused') throw new Error(JSON.stringify(found.errors));
  return found;
}

test('a document is read once, and each of its operations compiled once', async () => {
  const { read } = graphOf().documents;
  const text = 'query A { a } query B { b }';
  const document = read(text);
  expect(read(text)).toBe(document);
  const [a, b] = await Promise.all([known(document, 'A').compile(), known(document, 'B').compile()]);
  expect(await known(document, 'A').compile()).toBe(a);
  expect(b).not.toBe(a);
  for (const name of [undefined, 'C']) {
    expect(document.operation(name)).toMatchObject({
      kind: 'refused',
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
  }
});

test('an operation is compiled once, with or without its name in the request', async () => {
  const document = graphOf().documents.read('query A { a }');
  expect(await known(document, 'A').compile()).toBe(await known(document).compile());
});

test('the compiler refuses an operation that the document does not have', async () => {
  const { compile } = graphOf();
  expect(await compile(parse('query A { a } query B { b }'), undefined)).toBeInstanceOf(GraphQLError);
  expect(await compile(parse('query A { a }'), 'C')).toMatchObject({
    extensions: { code: 'OPERATION_RESOLUTION_FAILURE' },
  });
});

test('documents beyond the limit replace the least recently used', () => {
  const { read } = graphOf(2).documents;
  const texts = ['{ a }', '{ b }', '{ a b }'];
  const [first, second] = texts.map((text) => read(text));
  expect(read('{ b }')).toBe(second);
  expect(read('{ a }')).not.toBe(first);
});

test.each([
  ['{ a', 'GRAPHQL_PARSE_FAILED'],
  ['{ c }', 'GRAPHQL_VALIDATION_FAILED'],
])('%s is refused with %s', (text, code) => {
  expect(graphOf().documents.read(text).operation(undefined)).toMatchObject({
    kind: 'refused',
    errors: [{ extensions: { code } }],
  });
});

test.each([
  'subscription { a b }',
  'subscription ($x: Boolean!) { a @skip(if: $x) }',
  'subscription { a @include(if: true) }',
  'subscription ($x: Boolean!) { ... @include(if: $x) { a } }',
  'subscription ($x: Boolean!) { ...A @skip(if: $x) } fragment A on Subscription { a }',
])('%s may have other than one root field, and is refused', (text) => {
  expect(graphOf().documents.read(text).operation(undefined)).toMatchObject({
    kind: 'refused',
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
});

test.each(['subscription { a }', 'subscription { ... { ...A } } fragment A on Subscription { a }'])(
  '%s has one root field',
  (text) => {
    expect(known(graphOf().documents.read(text)).document).toBeDefined();
  },
);

test('the operations with the most requests come first', async () => {
  const { read, popular } = graphOf().documents;
  for (const [text, uses] of [
    ['{ a }', 1],
    ['{ b }', 3],
    ['{ a b }', 2],
  ] as const) {
    const operation = await known(read(text)).compile();
    if (operation.kind === 'refused') throw new Error('not compiled');
    for (let use = 0; use < uses; use += 1) operation.coerce(undefined);
  }
  expect(popular(2).map(({ text }) => text)).toEqual(['{ b }', '{ a b }']);
});

test('subgraphs have the names and URLs that composition wrote', () => {
  expect(graphOf().subgraphs).toEqual([{ graph: 'ONE', name: 'one', url: 'http://one' }]);
});

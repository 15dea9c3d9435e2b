import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { planInline } from '../testing/plan-inline.ts';
import { createGraph } from './graphs.ts';

const { supergraphSdl = '' } = composeServices([
  {
    name: 'one',
    url: 'http://one',
    typeDefs: parse('type Query { book: Book } type Book { title: String }'),
  },
]);
const { documents } = createGraph({
  supergraphSdl,
  apiSchema: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema(),
  send: () => Promise.reject(new Error('nobody is asked')),
  plan: planInline,
  dedupe: undefined,
  documents: readConfig({ supergraph: 'a' }, { INTROSPECTION: 'off' }).operations.documents,
  onDocument: () => undefined,
});

test.each([
  ['mutation { add }', 'GRAPHQL_VALIDATION_FAILED', 'The schema has no mutation type.'],
  ['subscription { added }', 'GRAPHQL_VALIDATION_FAILED', 'The schema has no subscription type.'],
  ['{ bok { title } }', 'GRAPHQL_VALIDATION_FAILED', 'Cannot query field "bok" on type "Query".'],
  [
    `{ book(a: ${'['.repeat(2_000)}) { title } }`,
    'OPERATION_TOO_COMPLEX',
    "The document's text is nested deeper than 200 levels. Use fragments and variables instead.",
  ],
])('%s is refused', (text, code, message) => {
  expect(documents.read(text).operation(undefined)).toMatchObject({
    kind: 'refused',
    errors: [{ message, extensions: { code } }],
  });
});

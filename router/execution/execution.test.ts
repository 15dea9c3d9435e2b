import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../graphql/json.ts';
import { parseDocument } from '../graphql/validation.ts';
import { createGraph } from '../operations/graphs.ts';
import type { SubgraphResponse } from '../subgraphs/client.ts';
import { DOCUMENT_SETTINGS } from '../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import { planInline } from '../testing/plan-inline.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const composed = composeServices([
  {
    name: 'books',
    url: 'http://books',
    typeDefs: parse(`${LINK}
      type Query { books(first: Int): [Book!] shelf: Shelf }
      type Mutation { add(title: String!): Book }
      type Shelf { best: Book worst: Book }
      type Book @key(fields: "id") { id: ID! title: String }`),
  },
  {
    name: 'prices',
    url: 'http://prices',
    typeDefs: parse(`${LINK}
      type Mutation { pay(amount: Int!): Int }
      type Book @key(fields: "id") { id: ID! price(currency: String): Int stock: Int! }`),
  },
]);
const supergraphSdl = composed.supergraphSdl ?? '';
const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

type Body = {
  readonly query: string;
  readonly variables?: { readonly representations?: readonly unknown[] };
};
type SentRequest = Body & { readonly subgraph: string };
type Responder = (
  sent: SentRequest,
) => Partial<Extract<SubgraphResponse, { kind: 'response' }>> | 'unavailable';

async function run(query: string, respond: Responder, given: JsonObject = {}) {
  const sent: SentRequest[] = [];
  const { compile } = createGraph({
    supergraphSdl,
    apiSchema,
    plan: planInline,
    dedupe: undefined,
    documents: DOCUMENT_SETTINGS,
    onDocument: () => undefined,
    async send(subgraph, { body }) {
      const request: SentRequest = { ...JSON.parse(body), subgraph };
      sent.push(request);
      const response = respond(request);
      if (response === 'unavailable') return { kind: 'unavailable', reason: 'it is away', cause: undefined };
      return { kind: 'response', data: null, errors: [], ...response };
    },
  });
  const { document, errors } = parseDocument(apiSchema, query);
  if (!document) throw new Error(errors.join());
  const operation = await compile(document, undefined);
  if (operation instanceof GraphQLError) throw operation;
  const variables = operation.coerce(given);
  if (variables.kind === 'refused') throw new Error(variables.errors.join());
  const result = await operation.execute({ variables: variables.values, context: OPERATION_CONTEXT });
  return { data: JSON.parse(result.data), errors: result.errors, sent };
}

const book = (id: string) => ({ __typename: 'Book', id });
const sourceOf = ({ query }: Body) => /(\w+):(?:books|add|pay|price)/.exec(query)?.[1] ?? 'none';

describe('entities', () => {
  test('that are equal are requested once and merged at each path', async () => {
    const { data, sent } = await run('{ books { stock } }', ({ subgraph, variables }) =>
      subgraph === 'books'
        ? { data: { books: [book('1'), book('2'), book('1')] } }
        : { data: { _entities: variables?.representations?.map((_, index) => ({ stock: index })) } },
    );
    expect(data).toEqual({ books: [{ stock: 0 }, { stock: 1 }, { stock: 0 }] });
    expect(sent[1]?.variables?.representations).toEqual([book('1'), book('2')]);
  });

  test('at several paths are requested together when the selections are equal', async () => {
    const { data, sent } = await run('{ shelf { best { stock } worst { stock } } }', ({ subgraph }) =>
      subgraph === 'books'
        ? { data: { shelf: { best: book('1'), worst: book('2') } } }
        : { data: { _entities: [{ stock: 1 }, { stock: 2 }] } },
    );
    expect(data).toEqual({ shelf: { best: { stock: 1 }, worst: { stock: 2 } } });
    expect(sent.map(({ subgraph }) => subgraph)).toEqual(['books', 'prices']);
  });
});

describe('errors of subgraphs', () => {
  test("have the client's paths: each path of the entity, with the client's aliases", async () => {
    const { data, errors } = await run(
      'query ($n: Int) { all: books(first: $n) { cost: price(currency: "EUR") } }',
      (sent) => {
        if (sent.subgraph === 'books')
          return { data: { [sourceOf(sent)]: [book('2'), book('1'), book('2')] } };
        const path = ['_entities', 0, sourceOf(sent)];
        const error = { message: 'no price', path, extensions: { code: 'OUT' } };
        return { data: { _entities: [{}, { [sourceOf(sent)]: 5 }] }, errors: [error] };
      },
      { n: 3 },
    );
    expect(data).toEqual({ all: [{ cost: null }, { cost: 5 }, { cost: null }] });
    expect(errors).toEqual(
      [0, 2].map((index) => ({
        message: 'no price',
        path: ['all', index, 'cost'],
        extensions: { code: 'OUT', serviceName: 'prices' },
      })),
    );
  });

  test('explain the nulls at non-null positions that they cause', async () => {
    const { data, errors } = await run('{ books { stock } }', ({ subgraph }) =>
      subgraph === 'books'
        ? { data: { books: [book('1')] } }
        : {
            data: { _entities: [null] },
            errors: [{ message: 'no', path: ['_entities', 0, 'stock'], extensions: {} }],
          },
    );
    expect(data).toEqual({ books: null });
    expect(errors.map(({ message, path }) => [message, path])).toEqual([['no', ['books', 0, 'stock']]]);
  });

  test('are reported when a subgraph returns another number of entities', async () => {
    const { data, errors } = await run('{ books { title price } }', ({ subgraph }) =>
      subgraph === 'books'
        ? { data: { books: [{ ...book('1'), title: 't' }] } }
        : { data: { _entities: [] } },
    );
    expect(data).toEqual({ books: [{ title: 't', price: null }] });
    expect(errors).toMatchObject([{ path: ['books', 0, 'price'], extensions: { subgraph: 'prices' } }]);
  });
});

test('fields of an unavailable subgraph are null, with an error at each path up to a bound', async () => {
  const { data, errors } = await run('{ books { id price } }', ({ subgraph }) =>
    subgraph === 'books'
      ? { data: { books: Array.from({ length: 30 }, (_, index) => book(String(index))) } }
      : 'unavailable',
  );
  expect(data.books[29]).toEqual({ id: '29', price: null });
  expect(errors).toHaveLength(20);
  expect(errors[1]).toEqual({
    message: 'The subgraph "prices" is unavailable: it is away.',
    path: ['books', 1, 'price'],
    extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'prices', serviceName: 'prices' },
  });
});

test('mutation fields are executed in sequence, each with all of its fetches', async () => {
  const { sent, data } = await run(
    'mutation { a: add(title: "a") { stock } pay(amount: 1) b: add(title: "b") { stock } }',
    (request) => {
      if (request.variables?.representations) return { data: { _entities: [{ stock: 1 }] } };
      return { data: { [sourceOf(request)]: request.subgraph === 'books' ? book('1') : 7 } };
    },
  );
  expect(sent.map(({ subgraph }) => subgraph)).toEqual(['books', 'prices', 'prices', 'books', 'prices']);
  expect(data).toEqual({ a: { stock: 1 }, pay: 7, b: { stock: 1 } });
});

test('a document without fields of subgraphs sends no request', async () => {
  expect(await run('{ __typename kind: __type(name: "Shelf") { kind } }', () => 'unavailable')).toEqual({
    data: { __typename: 'Query', kind: { kind: 'OBJECT' } },
    errors: [],
    sent: [],
  });
});

test('@skip and @include apply to requests and to the response', async () => {
  const query = 'query ($yes: Boolean!) { books { id @skip(if: $yes) price @include(if: $yes) } }';
  const respond: Responder = ({ subgraph }) =>
    subgraph === 'books' ? { data: { books: [book('1')] } } : { data: { _entities: [{ price: 2 }] } };
  const without = await run(query, respond, { yes: false });
  expect(without.data).toEqual({ books: [{ id: '1' }] });
  expect(without.sent).toHaveLength(1);
  expect((await run(query, respond, { yes: true })).data).toEqual({ books: [{ price: 2 }] });
});

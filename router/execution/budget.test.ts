import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { GraphQLError, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { parseDocument } from '../graphql/validation.ts';
import { createGraph } from '../operations/graphs.ts';
import { parseResponse } from '../subgraphs/client.ts';
import { DOCUMENT_SETTINGS } from '../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import { planInline } from '../testing/plan-inline.ts';
import type { BudgetLimits } from './budget.ts';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])';
const { supergraphSdl = '' } = composeServices([
  {
    name: 'books',
    url: 'http://books',
    typeDefs: parse(`${LINK}
      type Query { books: [Book!] text: String texts: [String!] failing: Int }
      type Book @key(fields: "id") { id: ID! authors: [Author!] }
      type Author @key(fields: "id", resolvable: false) { id: ID! }`),
  },
  {
    name: 'authors',
    url: 'http://authors',
    typeDefs: parse(`${LINK}
      type Author @key(fields: "id") { id: ID! books: [Book!] }
      type Book @key(fields: "id", resolvable: false) { id: ID! }`),
  },
]);
const apiSchema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();

const all = (type: string) => Array.from({ length: 10 }, (_, at) => ({ __typename: type, id: `${at}` }));
const TEXT = 'x'.repeat(1_000);

/** Ten books of ten authors, each of whom has written all books. */
const DATA: Readonly<Record<string, unknown>> = {
  books: {
    books: all('Book'),
    text: TEXT,
    texts: Array.from({ length: 10 }, () => TEXT),
  },
};

async function run(query: string, limits: Partial<BudgetLimits> = {}) {
  const sent: string[] = [];
  const { compile } = createGraph({
    supergraphSdl,
    apiSchema,
    plan: planInline,
    dedupe: undefined,
    documents: { ...DOCUMENT_SETTINGS, budget: { ...DOCUMENT_SETTINGS.budget, ...limits } },
    onDocument: () => undefined,
    async send(subgraph, { body, budget }) {
      sent.push(subgraph);
      const { query: asked, variables = {} } = JSON.parse(body);
      const entity = subgraph === 'books' ? { authors: all('Author') } : { books: all('Book') };
      const data = variables.representations
        ? { _entities: variables.representations.map(() => entity) }
        : { ...Object(DATA[subgraph]), authors: all('Author') };
      const errors = asked.includes('failing') ? Array.from({ length: 10 }, () => ({ message: TEXT })) : [];
      const answer = JSON.stringify({ data: withAuthors(data), errors });
      budget?.take(answer.length);
      return parseResponse({ status: 200, body: answer });
    },
  });
  const { document, errors } = parseDocument(apiSchema, query);
  if (!document) throw new Error(errors.join());
  const operation = await compile(document, undefined);
  if (operation instanceof GraphQLError) throw operation;
  const result = await operation.execute({ variables: {}, context: OPERATION_CONTEXT });
  return { ...result, sent };
}

function withAuthors(data: object): object {
  const books: unknown = Reflect.get(data, 'books');
  if (!Array.isArray(books)) return data;
  return { ...data, books: books.map((each: object) => ({ ...each, authors: all('Author') })) };
}

function nested(levels: number): string {
  return levels === 0 ? 'id' : `authors { books { ${nested(levels - 1)} } }`;
}

describe('the objects of an operation', () => {
  test('within the limit are all there', async () => {
    const { data, refusal, sent } = await run(`{ books { ${nested(1)} } }`);
    expect(refusal).toBeUndefined();
    expect(data.match(/"id"/g)).toHaveLength(10 * 10 * 10);
    expect(sent).toEqual(['books', 'authors']);
  });

  test('are counted wherever equal ones are, and end the operation before the next request', async () => {
    const { data, errors, refusal, sent } = await run(`{ books { ${nested(8)} } }`);
    expect(data).toBe('null');
    expect(errors).toMatchObject([
      { extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'objects', allowed: 50_000 } },
    ]);
    expect(refusal?.extensions).toEqual(errors[0]?.extensions);
    // Ten requests would bring all, with ten entities each: the data in between has 10 ** 5 places.
    expect(sent).toEqual(['books', 'authors', 'books', 'authors']);
  });

  test('are counted in the answer', async () => {
    const { refusal } = await run('{ a: texts b: texts c: texts }', { objects: 29 });
    expect(refusal?.extensions).toEqual({ code: 'OPERATION_TOO_COMPLEX', limit: 'objects', allowed: 29 });
    expect((await run('{ a: texts b: texts c: texts }', { objects: 30 })).refusal).toBeUndefined();
  });
});

describe('the bytes of an operation', () => {
  test('that subgraphs send are counted together', async () => {
    const { refusal, sent } = await run(`{ books { ${nested(2)} } }`, { receivedBytes: 8_000 });
    expect(refusal?.extensions).toMatchObject({ limit: 'receivedBytes', allowed: 8_000 });
    expect(sent.length).toBeLessThan((await run(`{ books { ${nested(2)} } }`)).sent.length);
  });

  test.each([
    ['one text under many names', `{ ${Array.from({ length: 10 }, (_, at) => `a${at}: text`).join(' ')} }`],
    ['the items of a list', '{ texts }'],
    ['errors', '{ failing }'],
  ])('of the answer are counted: %s', async (_, query) => {
    const { data, refusal } = await run(query, { answerBytes: 9_999 });
    expect(data).toBe('null');
    expect(refusal?.extensions).toEqual({
      code: 'OPERATION_TOO_COMPLEX',
      limit: 'answerBytes',
      allowed: 9_999,
    });
    expect((await run(query, { answerBytes: 12_000 })).refusal).toBeUndefined();
  });
});

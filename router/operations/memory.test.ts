import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CompiledOperation } from '../execution/compile.ts';
import { createGraph } from '../operations/graphs.ts';
import { declareEnforced } from '../supergraph/file.ts';
import { readApiSchema } from '../testing/api-schema.ts';
import { DOCUMENT_SETTINGS } from '../testing/document-settings.ts';
import { OPERATION_CONTEXT } from '../testing/operation-context.ts';
import { planInline } from '../testing/plan-inline.ts';
import type { DocumentSettings } from './documents.ts';
import { createDocumentSource, noSafelist, sha256 } from './persisted.ts';

const apiSchema = await readApiSchema();
const supergraphSdl = declareEnforced(
  readFileSync(join(import.meta.dirname, '../../schema/supergraph.graphql'), 'utf8'),
);

function graphWith(settings: Partial<DocumentSettings>) {
  const known: boolean[] = [];
  const { documents } = createGraph({
    supergraphSdl,
    apiSchema,
    send: async () => ({ kind: 'response', data: {}, errors: [] }),
    plan: planInline,
    dedupe: undefined,
    documents: { ...DOCUMENT_SETTINGS, ...settings },
    onDocument: (isKnown) => known.push(isKnown),
  });
  /** Reads and compiles an operation. Returns whether the document was known. */
  async function compile(text: string, name?: string): Promise<CompiledOperation> {
    const operation = documents.read(text).operation(name);
    if (operation.kind === 'refused') throw new Error(JSON.stringify(operation.errors));
    const compiled = await operation.compile();
    if (compiled.kind === 'refused') throw new Error(JSON.stringify(compiled.errors));
    return compiled;
  }
  return { documents, known, compile };
}

const ROOM = 'room(id: "a") { id name description hourlyRate { amount currency } }';

test('documents are kept by what they take with their plans, not by their text', async () => {
  const texts = Array.from({ length: 50 }, (_, at) => `query Q${at} { ${ROOM} }`);
  const { documents, known, compile } = graphWith({ cacheBytes: 500_000 });
  for (const text of texts) documents.read(text);
  for (const text of texts) documents.read(text);
  expect(known.slice(50)).toEqual(texts.map(() => true));
  for (const text of texts) await compile(text);
  known.length = 0;
  // From the last, so that those that are read now displace no other.
  for (const text of texts.toReversed()) documents.read(text);
  const kept = known.indexOf(false);
  expect(kept).toBeGreaterThan(5);
  expect(kept).toBeLessThan(30);
});

test('a response writer for each combination of conditions counts as well', async () => {
  const conditional = `query Q($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: Boolean!) {
    __typename ${['a', 'b', 'c', 'd'].map((name) => `... @include(if: $${name}) { ${name}: __typename }`).join(' ')}
    ${Array.from({ length: 40 }, (_, at) => `n${at}: __typename`).join(' ')} }`;
  const { documents, known, compile } = graphWith({ cacheBytes: 500_000 });
  const operation = await compile(conditional);
  documents.read(conditional);
  expect(known).toEqual([false, true]);
  known.length = 0;
  for (let bits = 0; bits < 16; bits += 1) {
    const variables = { a: bits % 2 === 0, b: bits % 4 < 2, c: bits % 8 < 4, d: bits < 8 };
    expect((await operation.execute({ variables, context: OPERATION_CONTEXT })).errors).toEqual([]);
  }
  documents.read(conditional);
  expect(known).toEqual([false]);
});

test('a document has a bound on its operations', () => {
  const text = Array.from({ length: 350 }, (_, at) => `query Q${at} { ...F }`).join(' ');
  const { documents } = graphWith({});
  expect(
    documents.read(`${text} fragment F on Query { __schema { types { name } } }`).operation('Q7'),
  ).toMatchObject({
    kind: 'refused',
    errors: [
      {
        message: 'The document has 350 operations; 20 are allowed. Send them in several documents.',
        extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'operations', value: 350, allowed: 20 },
      },
    ],
  });
});

function aliased(count: number, selection: string): string {
  return Array.from({ length: count }, (_, at) => `a${at}: ${selection}`).join(' ');
}

const TYPE = `fields { type { ${aliased(6, 'fields { name description }')} ofType { ${aliased(6, 'fields { name description }')} } } }`;

test.each([
  ['types of fields of types', `{ __schema { types { ${aliased(6, TYPE)} } } }`],
  [
    'many names',
    `{ ${aliased(45, '__schema { types { kind name description fields { name description args { name description } type { kind name } } } }')} }`,
  ],
])('introspection has no longer answer than any operation: %s', async (_, text) => {
  const { data, refusal } = await (await graphWith({}).compile(text)).execute({
    variables: {},
    context: OPERATION_CONTEXT,
  });
  expect(refusal?.extensions.code).toBe('OPERATION_TOO_COMPLEX');
  expect(data).toHaveLength('null'.length);
});

test('registered documents are kept by their text', () => {
  const source = createDocumentSource({ automatic: true, size: 1_000, bytes: 10_000 }, noSafelist);
  const ask = (query: string, isFull: boolean) => {
    const request = {
      query: isFull ? query : undefined,
      extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } },
    };
    source.register(request);
    return source.find(request, OPERATION_CONTEXT.log);
  };
  const texts = Array.from({ length: 20 }, (_, at) => `{ a${at} } # ${'x'.repeat(1_000)}`);
  for (const text of texts) expect(ask(text, true)).toBe(text);
  expect(texts.map((text) => typeof ask(text, false) === 'string')).toEqual(texts.map((_, at) => at >= 16));
});

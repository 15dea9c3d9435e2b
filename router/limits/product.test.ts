import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, getIntrospectionQuery, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { createCostReader } from './cost.ts';
import { hasMoreTokens, limitErrors, measure } from './document-limits.ts';

const ROOT = join(import.meta.dirname, '../..');
const { documents, costLimit } = readConfig({ supergraph: 'a' }, {}).operations;
const schema = buildASTSchema(parse(readFileSync(join(ROOT, 'schema/supergraph.graphql'), 'utf8')), {
  assumeValidSDL: true,
});
const costOf = createCostReader(schema, documents);

const texts = [
  ...globSync('examples/*.graphql', { cwd: ROOT }).map(
    (file) => [file, readFileSync(join(ROOT, file), 'utf8')] as const,
  ),
  [
    'the introspection query of tools',
    getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
  ] as const,
];

test('examples exist', () => expect(texts.length).toBeGreaterThan(5));

test.each(texts)('%s stays below half of every default limit', (_, text) => {
  expect(hasMoreTokens(text, documents.limits.tokens / 2)).toBe(false);
  const document = parse(text);
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    expect(limitErrors(measure(document, operation), documents.limits)).toEqual([]);
    const { cost, errors } = costOf(document, operation);
    expect(errors).toEqual([]);
    expect(typeof cost === 'number' ? cost : cost({ first: 100 })).toBeLessThan(costLimit / 2);
  }
});

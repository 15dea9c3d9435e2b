import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, getIntrospectionQuery, Kind, parse } from 'graphql';
import { expect, test } from 'vitest';
import { readConfig } from '../config/config.ts';
import { type CostEstimate, createCostReader } from './cost.ts';
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

function highest({ cost }: CostEstimate): number {
  return typeof cost === 'number' ? cost : cost({ first: 100 });
}

test.each(texts)('%s stays below half of every default limit of size, and within that of cost', (_, text) => {
  expect(hasMoreTokens(text, documents.limits.tokens / 2)).toBe(false);
  const document = parse(text);
  for (const operation of document.definitions) {
    if (operation.kind !== Kind.OPERATION_DEFINITION) continue;
    expect(limitErrors(measure(document, operation), documents.limits)).toEqual([]);
    const estimate = costOf(document, operation);
    expect(estimate.errors).toEqual([]);
    // The estimate is the highest possible already: all lists at their largest length.
    expect(highest(estimate)).toBeLessThanOrEqual(costLimit);
  }
});

function nested(levels: number, around: (inner: string) => string, innermost: string): string {
  return levels === 0 ? innermost : around(nested(levels - 1, around, innermost));
}

function aliased(count: number, selection: string): string {
  return Array.from({ length: count }, (_, at) => `a${at}: ${selection}`).join(' ');
}

const FREE_SLOTS = 'freeSlots(from: "2030-01-01T00:00:00Z", to: "2030-01-31T00:00:00Z") { start end }';

test.each([
  [
    'supplies of rooms of supplies',
    `{ rooms(first: 100) { edges { node { ${nested(2, (inner) => `supplies { room { ${inner} } }`, 'supplies { id name }')} } } } }`,
  ],
  [
    'bookings of customers of bookings',
    `{ me { ${nested(4, (inner) => `bookings(first: 100) { edges { node { customer { ${inner} } } } }`, 'id')} } }`,
  ],
  [
    'many histories of many bookings',
    `{ me { bookings(first: 100) { edges { node { ${aliased(90, 'history { at }')} } } } } }`,
  ],
  [
    'many free slots of many rooms',
    `{ rooms(first: 100) { edges { node { ${aliased(20, FREE_SLOTS)} } } } }`,
  ],
  [
    'many short lists of many rooms',
    `{ rooms(first: 100) { edges { node { ${aliased(90, 'bookings(first: 1) { totalCount }')} } } } }`,
  ],
  [
    'many live rooms with all that they have',
    `subscription { roomStatusChanged(roomIds: [${'"a", '.repeat(1_000)}]) { room { supplies { name } } } }`,
  ],
])('%s cost more than is allowed', (_, text) => {
  const document = parse(text);
  const [operation] = document.definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('Not an operation');
  expect(limitErrors(measure(document, operation), documents.limits)).toEqual([]);
  expect(highest(costOf(document, operation))).toBeGreaterThan(costLimit);
});

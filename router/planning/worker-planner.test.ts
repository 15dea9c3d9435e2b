import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { PlanRequest, TextPlan } from './plan-text.ts';
import { createWorkerPlanner } from './worker-planner.ts';

/**
 * Two subgraphs share every field, and each may go on with an object of the other: the ways to fetch a field
 * of the interface multiply with each level.
 */
const SHARED = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
  type Query { node: Node @shareable }
  interface Node { id: ID! a: Node b: Node }
  type T implements Node @key(fields: "id") { id: ID! @shareable a: Node @shareable b: Node @shareable }
  type U implements Node @key(fields: "id") { id: ID! @shareable a: Node @shareable b: Node @shareable }`;
const { supergraphSdl = '' } = composeServices(
  ['t', 'u'].map((name) => ({ name, url: `http://${name}`, typeDefs: parse(SHARED) })),
);

function nested(levels: number): string {
  return levels === 0 ? 'id' : `a { ${nested(levels - 1)} } b { id a { id } }`;
}

const request = (text: string): PlanRequest => ({
  supergraphSdl,
  overrides: [],
  text,
  operationName: undefined,
});
const SMALL = request('{ node { id a { id } } }');
const HEAVY = request(`{ node { ${nested(8)} } }`);

function codeOf(plan: TextPlan): unknown {
  return plan.kind === 'failed' ? plan.error.extensions : plan.kind;
}

test('an operation that takes too long to plan is given up, and the next ones are planned', async () => {
  const plan = createWorkerPlanner({ timeMs: 1_000, waiting: 10 });
  const results = await Promise.all([plan(SMALL), plan(HEAVY), plan(SMALL), plan(SMALL)]);
  expect(results.map(codeOf)).toEqual([
    'planned',
    { code: 'OPERATION_TOO_COMPLEX', limit: 'planning', allowed: 1_000 },
    'planned',
    'planned',
  ]);
});

test('the event loop turns while an operation is planned', async () => {
  const plan = createWorkerPlanner({ timeMs: 500, waiting: 10 });
  let turns = 0;
  let isOver = false;
  const heavy = plan(HEAVY).finally(() => {
    isOver = true;
  });
  while (!isOver) {
    turns += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(codeOf(await heavy)).toMatchObject({ limit: 'planning' });
  expect(turns).toBeGreaterThan(100);
});

test('more operations than may wait are refused, and are planned when asked again', async () => {
  const plan = createWorkerPlanner({ timeMs: 1_000, waiting: 2 });
  const results = await Promise.all([plan(SMALL), plan(SMALL), plan(SMALL), plan(SMALL)]);
  expect(results.map(codeOf)).toEqual([
    'planned',
    'planned',
    'planned',
    { code: 'PLANNING_OVERLOADED', retryAfterSeconds: 1 },
  ]);
  expect(codeOf(await plan(SMALL))).toBe('planned');
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { composeFixture, type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;

beforeAll(async () => {
  graph = await startFixtureGraph();
});
beforeEach(() => {
  for (const subgraph of [graph.crates, graph.stock]) {
    subgraph.delay = 0;
    subgraph.requests.length = 0;
  }
});
afterAll(async () => {
  await graph[Symbol.asyncDispose]();
});

describe('the supergraph file', () => {
  test('is reloaded when it changes, and kept when the new one is invalid', async () => {
    await using router = await startTestRouter({ supergraph: graph.supergraph });
    const fresh = { query: '{ __type(name: "Query") { fields { name } } }' };
    expect((await router.ask(fresh)).text).not.toContain('brandNew');
    await router.replaceSupergraph(composeFixture(graph.crates.url, graph.stock.url, 'brandNew'));
    await eventually(async () => expect((await router.ask(fresh)).text).toContain('brandNew'));
    await router.replaceSupergraph('type Query { broken');
    await router.replaceSupergraph(graph.supergraph);
    await eventually(async () => expect((await router.ask(fresh)).text).not.toContain('brandNew'));
    expect((await router.ask({ query: '{ stockTotal }' })).data).toEqual({ stockTotal: 12 });
  });

  test.each([
    ['invalid GraphQL', 'nothing', 'Syntax Error'],
    ['empty', '', 'Syntax Error'],
    ['a plain schema', 'type Query { a: Int }', 'not a composed supergraph of Federation 2'],
    [
      'a supergraph of Federation 1',
      `schema @core(feature: "https://specs.apollo.dev/core/v0.2") @core(feature: "https://specs.apollo.dev/join/v0.1") { query: Query }
      directive @core(feature: String!) repeatable on SCHEMA
      type Query { a: Int }`,
      'not a composed supergraph of Federation 2',
    ],
    [
      'one with an unknown required feature',
      `schema
        @link(url: "https://specs.apollo.dev/link/v1.0")
        @link(url: "https://specs.apollo.dev/join/v0.5", for: EXECUTION)
        @link(url: "https://specs.example/secret/v1.0", for: SECURITY) { query: Query }
      directive @link(url: String!, for: link__Purpose) repeatable on SCHEMA
      enum link__Purpose { EXECUTION SECURITY }
      type Query { a: Int }`,
      'secret',
    ],
  ])('that is %s prevents the start with an error that names it', async (_, supergraph, reason) => {
    const started = startTestRouter({ supergraph });
    await expect(started).rejects.toThrow(/supergraph\.graphql cannot be used: /);
    await expect(started).rejects.toThrow(reason);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sha256 } from '../operations/persisted.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { createRouterIssuer, startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let guarded: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  guarded = await startTestRouter({ supergraph: graph.supergraph, auth: true });
});
beforeEach(() => {
  for (const subgraph of [graph.crates, graph.stock]) {
    subgraph.delay = 0;
    subgraph.requests.length = 0;
  }
});
afterAll(async () => {
  await guarded[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

describe('access', () => {
  test('requires a token for everything but __typename', async () => {
    const refused = await guarded.ask({ query: '{ stockTotal }' });
    expect(refused.status).toBe(401);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(graph.stock.requests).toEqual([]);
    expect(await guarded.ask({ query: '{ __typename }' })).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
    expect((await guarded.ask({ query: '{ __typename __schema { queryType { name } } }' })).status).toBe(401);
    expect((await guarded.ask({ query: '{ __typename stockTotal }' })).status).toBe(401);
  });

  test('is granted with a valid token', async () => {
    const token = await guarded.issuer.token({ subject: 'alice' });
    expect(await guarded.ask({ query: '{ stockTotal }' }, { token })).toMatchObject({
      status: 200,
      data: { stockTotal: 12 },
    });
  });

  test('is asked for before a persisted document is registered', async () => {
    const token = await guarded.issuer.token({ subject: 'alice' });
    const text = '{ stockTotal stockTotal }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(text) } };
    expect((await guarded.ask({ query: text, extensions })).status).toBe(401);
    const unknown = await guarded.ask({ extensions }, { token });
    expect(unknown.errors.map((each) => each.extensions.code)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(await guarded.ask({ query: text, extensions }, { token })).toMatchObject({ status: 200 });
    expect(await guarded.ask({ extensions }, { token })).toMatchObject({ data: { stockTotal: 12 } });
  });

  test('is refused with an invalid token', async () => {
    const foreign = await createRouterIssuer();
    const tokens = [
      'nonsense',
      await guarded.issuer.token({ subject: 'alice', expiresIn: -60 }),
      await foreign.token({ subject: 'alice' }),
      await guarded.issuer.token({ subject: 'alice', role: 'emperor' }),
    ];
    for (const token of tokens) {
      const { status, errors } = await guarded.ask({ query: '{ __typename }' }, { token });
      expect(status).toBe(401);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    }
  });

  test('requires the scopes in the schema, also inside fragments', async () => {
    const query = '{ ...Inner } fragment Inner on Query { hidden: secret }';
    const customer = await guarded.ask(
      { query },
      { token: await guarded.issuer.token({ subject: 'alice' }) },
    );
    expect(customer.status).toBe(403);
    expect(customer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    const token = await guarded.issuer.token({ subject: 'bob', scope: 'store:manage' });
    expect(await guarded.ask({ query }, { token })).toMatchObject({ data: { hidden: 'gold' }, errors: [] });
  });
});

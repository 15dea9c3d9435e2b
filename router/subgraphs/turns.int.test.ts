import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

const SHARE = 3;

let graph: FixtureGraph;
let router: TestRouter;
/** The requests that the subgraph has not answered, by the caller's token. */
const held: { readonly token: string; readonly response: ServerResponse }[] = [];
/** The tokens of all requests that the subgraph has had, in their order. */
const seen: string[] = [];
const server = createServer((request, response) => {
  request.resume();
  const token = request.headers.authorization ?? '';
  seen.push(token);
  held.push({ token, response });
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  graph = await startFixtureGraph();
  const { port } = server.address() as AddressInfo;
  router = await startTestRouter({
    supergraph: graph.supergraph,
    auth: true,
    config: `subgraphs: { inFlight: 4, inFlightPerClient: ${SHARE}, waitingPerClient: 20 }`,
    env: { CRATES_URL: `http://127.0.0.1:${port}` },
  });
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

function answerOne(token: string): void {
  const index = held.findIndex((each) => each.token === token);
  const [one] = held.splice(index, 1);
  one?.response.setHeader('content-type', 'application/json').end('{"data":{"rename":null}}');
}

test('a client with many requests delays another by no more than its share; what it cannot wait for is refused', async () => {
  const [many, few] = await Promise.all([
    router.issuer.token({ subject: 'many' }),
    router.issuer.token({ subject: 'few' }),
  ]);
  const rename = (token: string) =>
    router.ask({ query: 'mutation { rename(id: "1", name: "n") { label } }' }, { token });
  const asked = Array.from({ length: 40 }, () => rename(many));
  await eventually(() => expect(held).toHaveLength(SHARE));
  // Twenty wait, and the others are told.
  const refused = await Promise.race(asked);
  expect(refused.errors).toMatchObject([
    { extensions: { code: 'SUBGRAPH_UNAVAILABLE' }, message: expect.stringContaining('too many requests') },
  ]);

  const other = [rename(few), rename(few)];
  await eventually(() => expect(held.map(({ token }) => token)).toContain(`Bearer ${few}`));
  // One of few's is in the fourth place; the next place goes to its second one, not to the many before it.
  answerOne(`Bearer ${many}`);
  await eventually(() => expect(seen).toHaveLength(5));
  expect(seen.slice(SHARE)).toEqual([`Bearer ${few}`, `Bearer ${few}`]);

  let answered = 0;
  const all = [...asked, ...other].map((each) =>
    each.then(({ errors }) => {
      answered += 1;
      return errors.length;
    }),
  );
  while (answered < all.length) {
    for (const { token } of [...held]) answerOne(token);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const failed = (await Promise.all(all)).filter((errors) => errors > 0).length;
  expect(failed).toBe(40 - SHARE - 20);
});

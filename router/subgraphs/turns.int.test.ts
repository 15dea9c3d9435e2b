import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

const SHARE = 3;
const WAITING = 20;

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
    config: `subgraphs: { inFlight: 4, inFlightPerClient: ${SHARE}, waitingPerClient: ${WAITING} }`,
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
  const [first, second] = await Promise.all([
    router.issuer.token({ subject: 'first' }),
    router.issuer.token({ subject: 'second' }),
  ]);
  const rename = (token: string) =>
    router.ask({ query: 'mutation { rename(id: "1", name: "n") { label } }' }, { token });
  const asked: ReturnType<typeof rename>[] = [];
  /** Resolves when a client's line is full: the first request is answered that may not even wait. */
  async function ask(token: string, count: number) {
    const own = Array.from({ length: count }, () => rename(token));
    asked.push(...own);
    const refused = await Promise.race(own);
    expect(refused.errors).toMatchObject([
      { extensions: { code: 'SUBGRAPH_UNAVAILABLE' }, message: expect.stringContaining('too many requests') },
    ]);
  }
  await ask(first, 40);
  await eventually(() => expect(held).toHaveLength(SHARE));

  await ask(second, 1 + WAITING + 1);
  await eventually(() => expect(held.map(({ token }) => token)).toContain(`Bearer ${second}`));
  // One of the second client's is in the fourth place; the next place goes to another one of it, not to those
  // of the first that came before it.
  answerOne(`Bearer ${first}`);
  await eventually(() => expect(seen).toHaveLength(5));
  expect(seen.slice(SHARE)).toEqual([`Bearer ${second}`, `Bearer ${second}`]);

  let answered = 0;
  const all = asked.map((each) =>
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
  expect(failed).toBe(40 - SHARE - WAITING + 1);
});

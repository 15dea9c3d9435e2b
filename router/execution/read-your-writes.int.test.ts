import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../platform/testing/eventually.ts';
import { createLiveClient, type LiveClient } from '../testing/live-client.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

const READ = '{ name }';
const WRITE = 'mutation ($to: String!) { rename(to: $to) }';

/** A subgraph with one name. A read sees the name as it arrives, and is answered once the gate is open. */
async function startGatedSubgraph() {
  let name = '';
  let gate = Promise.withResolvers<void>();
  let reads = 0;
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse(await text(request));
    const answer = (data: object) => response.end(JSON.stringify({ data }));
    response.setHeader('content-type', 'application/json');
    if (query.startsWith('mutation')) {
      name = Object.values(variables as Record<string, string>)[0] ?? '';
      answer({ rename: name });
    } else {
      const seen = name;
      reads += 1;
      await gate.promise;
      answer({ name: seen });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reads: () => reads,
    open: () => gate.resolve(),
    reset() {
      gate.resolve();
      gate = Promise.withResolvers();
      name = 'old';
      reads = 0;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

let subgraph: Awaited<ReturnType<typeof startGatedSubgraph>>;
let router: TestRouter;

beforeAll(async () => {
  subgraph = await startGatedSubgraph();
  const typeDefs = parse('type Query { name: String } type Mutation { rename(to: String!): String }');
  const { supergraphSdl } = composeServices([{ name: 'names', url: subgraph.url, typeDefs }]);
  router = await startTestRouter({ supergraph: supergraphSdl ?? '', auth: true });
});
beforeEach(() => subgraph.reset());
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await subgraph[Symbol.asyncDispose]();
});

type Ask = (query: string, variables?: Record<string, unknown>) => Promise<unknown>;

const overHttp =
  (token: string): Ask =>
  async (query, variables = {}) =>
    (await router.ask({ query, variables }, { token })).data;

const overWebSocket =
  ({ follow }: LiveClient): Ask =>
  async (query, variables = {}) => {
    const operation = follow(query, variables);
    await eventually(() => expect(operation.end()).toBe('complete'));
    return operation.results[0]?.data;
  };

/** Begins a read, lets the caller write, and reads again while the first read is in flight. */
async function readAroundWrite(first: Ask, write: Ask, second: Ask) {
  const before = first(READ);
  await eventually(() => expect(subgraph.reads()).toBe(1));
  await write(WRITE, { to: 'new' });
  const after = second(READ);
  await eventually(() => expect(subgraph.reads()).toBe(2));
  subgraph.open();
  return Promise.all([before, after]);
}

const OLD_AND_NEW = [{ name: 'old' }, { name: 'new' }];

describe('a read after a write of the same caller does not share an execution from before', () => {
  test('over HTTP, also with several tokens', async () => {
    const [one, other] = await Promise.all([1, 2].map(() => router.issuer.token({ subject: 'alice' })));
    const [first, second] = [overHttp(one ?? ''), overHttp(other ?? '')];
    expect(await readAroundWrite(first, second, first)).toEqual(OLD_AND_NEW);
  });

  test('over WebSocket, also on several connections', async () => {
    const authorization = `Bearer ${await router.issuer.token({ subject: 'alice' })}`;
    using one = createLiveClient(router.wsUrl, { authorization });
    using other = createLiveClient(router.wsUrl, { authorization });
    const [first, second] = [overWebSocket(one), overWebSocket(other)];
    expect(await readAroundWrite(first, first, first)).toEqual(OLD_AND_NEW);
    subgraph.reset();
    expect(await readAroundWrite(first, second, first)).toEqual(OLD_AND_NEW);
  });

  test('from one transport to the other', async () => {
    const token = await router.issuer.token({ subject: 'alice' });
    using socket = createLiveClient(router.wsUrl, { authorization: `Bearer ${token}` });
    expect(await readAroundWrite(overHttp(token), overWebSocket(socket), overHttp(token))).toEqual(
      OLD_AND_NEW,
    );
  });
});

test('the write of another caller changes nothing: equal reads share one execution', async () => {
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((subject) => router.issuer.token({ subject })));
  const ask = overHttp(alice ?? '');
  const first = ask(READ);
  await eventually(() => expect(subgraph.reads()).toBe(1));
  await overHttp(bob ?? '')(WRITE, { to: 'new' });
  const second = ask(READ);
  // A later read of another kind is answered only when the router has begun the second one.
  await ask('{ __typename }');
  subgraph.open();
  expect(await Promise.all([first, second])).toEqual([{ name: 'old' }, { name: 'old' }]);
  expect(subgraph.reads()).toBe(1);
});

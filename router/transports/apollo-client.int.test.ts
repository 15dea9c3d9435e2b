import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../testing/fixture-graph.ts';
import { createMemoryEvents, type MemoryEvents } from '../testing/memory-events.ts';
import { startTestRouter, type TestRouter } from '../testing/test-router.ts';

let graph: FixtureGraph;
let events: MemoryEvents;
let router: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = createMemoryEvents();
  router = await startTestRouter({ supergraph: graph.supergraph, events });
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

test('Apollo Client queries, mutates and subscribes, and caches changes', async () => {
  const socket = createClient({ url: router.wsUrl, webSocketImpl: WebSocket });
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket),
      new HttpLink({ uri: `${router.router.url}/graphql` }),
    ),
  });
  const query = gql`
    {
      crate(id: "1") {
        id
        label
      }
    }
  `;
  expect((await client.query({ query })).data).toMatchObject({ crate: { label: 'label-1' } });
  const seen: unknown[] = [];
  const following = client
    .subscribe({ query: gql`subscription { crateMoved { kind crate { id label contents } } }` })
    .subscribe({ next: ({ data }) => seen.push(data) });
  await eventually(() => expect(events.followers()).toBe(1));
  events.publish('crate.moved.1', { state: 'OPEN', crate: { id: '1', label: 'moved' } });
  await eventually(() =>
    expect(seen).toMatchObject([
      { crateMoved: { kind: 'CHANGE', crate: { label: 'moved', contents: 'contents-1' } } },
    ]),
  );
  expect(client.readQuery({ query })).toMatchObject({ crate: { label: 'moved' } });
  const { data } = await client.mutate({
    mutation: gql`mutation { rename(id: "1", name: "renamed") { id label } }`,
  });
  expect(data).toMatchObject({ rename: { label: 'renamed' } });
  following.unsubscribe();
  await eventually(() => expect(events.followers()).toBe(0));
  await socket.dispose();
});

import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../../testing/fixture-graph.ts';
import { createMemoryEvents, type MemoryEvents } from '../../testing/memory-events.ts';
import { startTestRouter, type TestRouter } from '../../testing/test-router.ts';

let graph: FixtureGraph;
let events: MemoryEvents;
let router: TestRouter;
let token: string;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = createMemoryEvents();
  router = await startTestRouter({
    supergraph: graph.supergraph,
    events,
    auth: true,
    config: 'live: { heartbeat: 100ms, connections: 5 }',
  });
  token = await router.issuer.token({ subject: 'alice' });
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

const url = () => `${router.router.url}/graphql`;

/** One operation of a graphql-sse client: its results and its end. */
function follow(query: string, variables: Record<string, unknown> = {}, authorization = `Bearer ${token}`) {
  const client = createClient({ url: url(), headers: { authorization }, retryAttempts: 0 });
  const results: unknown[] = [];
  let end: unknown;
  const stop = client.subscribe(
    { query, variables },
    {
      next: (result) => results.push(result),
      error(error) {
        end = error;
      },
      complete() {
        end ??= 'complete';
      },
    },
  );
  return { results, stop, end: () => end };
}

/** The text of an event stream after its end, without comments. */
async function textOf(response: Response): Promise<string> {
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  return (await response.text()).replaceAll(':\n\n', '');
}

function ask(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url(), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: JSON.stringify(body),
  });
}

function move(id: string, label = id): void {
  events.publish(`crate.moved.${id}`, { state: 'OPEN', crate: { id, label } });
}

describe('an event stream', () => {
  test('responds to queries and mutations with one result', async () => {
    const query = follow('{ crate(id: "1") { label items { name } } }');
    const mutation = follow('mutation { rename(id: "1", name: "new") { label } }');
    await eventually(() => expect([query.end(), mutation.end()]).toEqual(['complete', 'complete']));
    expect(query.results).toEqual([{ data: { crate: { label: 'label-1', items: [{ name: 'item-1' }] } } }]);
    expect(mutation.results).toEqual([{ data: { rename: { label: 'new' } } }]);
  });

  test('delivers the snapshot and changes of a subscription, and resumes after a cursor', async () => {
    move('a', 'two\nlines');
    const query = 'subscription ($after: ID) { crateMoved(after: $after) { kind cursor crate { label } } }';
    const first = follow(query);
    await eventually(() => expect(first.results).toHaveLength(1));
    expect(first.results[0]).toMatchObject({
      data: { crateMoved: { kind: 'SNAPSHOT', crate: { label: 'two\nlines' } } },
    });
    first.stop();
    await eventually(() => expect(events.followers()).toBe(0));
    move('b');
    const resumed = follow(query, { after: '1' });
    move('c');
    await eventually(() =>
      expect(resumed.results).toMatchObject([
        { data: { crateMoved: { kind: 'CHANGE', cursor: '2' } } },
        { data: { crateMoved: { kind: 'CHANGE', cursor: '3' } } },
      ]),
    );
    resumed.stop();
    await eventually(() => expect(events.followers()).toBe(0));
  });

  test('delivers errors of the document as a result', async () => {
    const response = await ask({ query: '{ nothing }' });
    expect(response.status).toBe(200);
    expect(await textOf(response)).toMatch(
      /^event: next\ndata: \{"errors":.*GRAPHQL_VALIDATION_FAILED.*\n\nevent: complete\ndata: \n\n$/,
    );
    const refused = follow('subscription { crateMoved(crateIds: ["a.b"]) { state } }');
    await eventually(() => expect(refused.end()).toBe('complete'));
    expect(refused.results).toMatchObject([{ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
  });

  test('delivers the refusal of a token as its only result, so that clients do not try again', async () => {
    for (const [authorization, message] of [
      ['Bearer x', 'The token is not valid.'],
      [`Bearer ${await router.issuer.token({ subject: 'a', expiresIn: -60 })}`, 'The token has expired.'],
    ]) {
      let connections = 0;
      const client = createClient({
        url: url(),
        headers: { authorization: authorization ?? '' },
        on: {
          connecting() {
            connections += 1;
          },
        },
      });
      const following = client.iterate({ query: 'subscription { crateMoved { state } }' });
      expect((await following.next()).value).toMatchObject({
        errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }],
      });
      expect(await following.next()).toMatchObject({ done: true });
      expect(connections).toBe(1);
    }
  });

  test('can be requested with GET', async () => {
    const search = new URLSearchParams({ query: '{ stockTotal }' });
    const response = await fetch(`${url()}?${search}`, {
      headers: {
        accept: 'text/event-stream',
        authorization: `Bearer ${token}`,
        'apollo-require-preflight': 'true',
      },
    });
    expect(await textOf(response)).toBe(
      'event: next\ndata: {"data":{"stockTotal":12}}\n\nevent: complete\ndata: \n\n',
    );
  });

  test('is kept alive with comments', async () => {
    const response = await ask({ query: 'subscription { crateMoved { state } }' });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.split(':\n\n').length > 4) break;
    }
    expect(text).toContain(':\n\n:\n\n');
    await eventually(() => expect(events.followers()).toBe(0));
  });

  test('ends with an error when its token expires', async () => {
    const short = await router.issuer.token({ subject: 'alice', expiresIn: 3 });
    const response = await ask(
      { query: 'subscription { crateMoved(crateIds: ["none"]) { state } }' },
      { authorization: `Bearer ${short}` },
    );
    const text = await textOf(response);
    expect(text).toMatch(/\n\nevent: complete/);
    expect(text).toContain('"extensions":{"code":"UNAUTHENTICATED"}}');
    expect(events.followers()).toBe(0);
  });

  test('is refused with 503 beyond the maximum number of connections', async () => {
    const query = 'subscription { crateMoved(crateIds: ["none"]) { state } }';
    const all = await Promise.all(Array.from({ length: 5 }, () => ask({ query })));
    const refused = await ask({ query });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    for (const { body } of all) await body?.cancel();
    await eventually(() => expect(events.followers()).toBe(0));
  });

  test('ends without complete when the router stops', async () => {
    const stopping = await startTestRouter({ supergraph: graph.supergraph, events });
    const response = await fetch(`${stopping.router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { crateMoved(crateIds: ["none"]) { state } }' }),
    });
    await eventually(() => expect(events.followers()).toBe(1));
    await stopping[Symbol.asyncDispose]();
    expect(await textOf(response)).toBe('');
    expect(events.followers()).toBe(0);
  });
});

test('an event stream without a token, where some operations need none, gives its place to others', async () => {
  await using limited = await startTestRouter({
    supergraph: graph.supergraph,
    events,
    auth: true,
    env: { JWT_REQUIRED: 'false' },
    config: 'live: { anonymousPerAddress: 1 }',
  });
  const followAnonymously = () =>
    fetch(`${limited.router.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { crateMoved { state } }' }),
    });
  const first = await followAnonymously();
  const second = await followAnonymously();
  expect(await textOf(first)).toMatch(/"code":"LIMIT_EXCEEDED".*\n\nevent: complete\ndata: \n\n$/);
  await second.body?.cancel();
});

import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../../platform/testing/eventually.ts';
import { type FixtureGraph, startFixtureGraph } from '../../testing/fixture-graph.ts';
import { createMemoryEvents, type MemoryEvents } from '../../testing/memory-events.ts';
import { openRawSocket } from '../../testing/raw-socket.ts';
import { startTestRouter, type TestRouter } from '../../testing/test-router.ts';

let graph: FixtureGraph;
let events: MemoryEvents;
let router: TestRouter;

beforeAll(async () => {
  graph = await startFixtureGraph();
  events = createMemoryEvents();
  router = await startLimited('subscriptionsPerConnection: 2');
});
afterAll(async () => {
  await router[Symbol.asyncDispose]();
  await graph[Symbol.asyncDispose]();
});

function startLimited(limits: string): Promise<TestRouter> {
  return startTestRouter({ supergraph: graph.supergraph, events, config: `live: { ${limits} }` });
}

const FOLLOW = { query: 'subscription { crateMoved { state } }' };

function subscribe(id: string, payload: object = FOLLOW) {
  return { type: 'subscribe', id, payload };
}

describe('a connection is closed', () => {
  test('with 4408 without connection_init', async () => {
    await using limited = await startLimited('initTimeout: 200ms');
    using socket = await openRawSocket(limited.wsUrl);
    await eventually(() =>
      expect(socket.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' }),
    );
  });

  test('with 4429 after a second connection_init', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send({ type: 'connection_init' });
    await eventually(() =>
      expect(socket.closed()).toEqual({ code: 4429, reason: 'Too many initialisation requests' }),
    );
  });

  test('with 4401 when it subscribes without connection_init', async () => {
    using socket = await openRawSocket(router.wsUrl);
    socket.send(subscribe('1'));
    await eventually(() => expect(socket.closed()).toEqual({ code: 4401, reason: 'Unauthorized' }));
  });

  test('with 4401 when it subscribes before the acknowledgement', async () => {
    using socket = await openRawSocket(router.wsUrl);
    socket.send({ type: 'connection_init' });
    socket.send(subscribe('1'));
    await eventually(() => expect(socket.closed()).toEqual({ code: 4401, reason: 'Unauthorized' }));
  });

  test('with 4409 when an id is in use', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send(subscribe('same'));
    socket.send(subscribe('same'));
    await eventually(() =>
      expect(socket.closed()).toEqual({ code: 4409, reason: 'Subscriber for same already exists' }),
    );
    await eventually(() => expect(events.followers()).toBe(0));
  });

  test.each([
    ['invalid JSON', '{'],
    ['no type', '{}'],
    ['an unknown type', '{"type":"hello"}'],
    ['a type for servers only', '{"type":"next","id":"1","payload":{}}'],
    ['an array', '[]'],
    ['no text', ''],
    ['no id', '{"type":"subscribe","payload":{"query":"{ a }"}}'],
    ['an empty id', '{"type":"subscribe","id":"","payload":{"query":"{ a }"}}'],
    ['variables that are a list', '{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":[]}}'],
    ['no query', '{"type":"subscribe","id":"1","payload":{}}'],
    ['a type longer than a close reason', `{"type":"${'é'.repeat(200)}"}`],
  ])('with 4400 for a message with %s', async (_, text) => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send(text);
    await eventually(() => expect(socket.closed()?.code).toBe(4400));
  });

  test('with 4406 for another protocol', async () => {
    const ws = new WebSocket(router.wsUrl);
    const [code] = await once(ws, 'close');
    expect(code).toBe(4406);
  });

  test('with 1007 for a text message that is not UTF-8', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.ws.send(Buffer.from([0xff]), { binary: false });
    await eventually(() => expect(socket.closed()?.code).toBe(1007));
  });

  test('with 1009 for a message that is too large', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send(subscribe('1', { query: `{ stockTotal } ${'#'.repeat(1_100_000)}` }));
    await eventually(() => expect(socket.closed()?.code).toBe(1009));
  });
});

describe('a message', () => {
  test('ping is answered with pong, also before the acknowledgement', async () => {
    using socket = await openRawSocket(router.wsUrl);
    socket.send({ type: 'ping', payload: { at: 1 } });
    socket.send({ type: 'pong' });
    await eventually(() => expect(socket.messages).toEqual([{ type: 'pong', payload: { at: 1 } }]));
  });

  test.each(['ping', 'pong', 'connection_init', 'subscribe'])(
    '%s with a payload nested too deeply closes its own connection alone, with 4400',
    async (type) => {
      using other = await openRawSocket(router.wsUrl);
      using socket = await openRawSocket(router.wsUrl);
      socket.send(`{"id":"1","type":"${type}","payload":{"a":${'['.repeat(8_000)}${']'.repeat(8_000)}}}`);
      await eventually(() =>
        expect(socket.closed()).toEqual({ code: 4400, reason: 'nested deeper than 200 levels' }),
      );
      other.send({ type: 'ping' });
      await eventually(() => expect(other.messages.at(-1)).toEqual({ type: 'pong' }));
    },
  );

  test('may be binary, fragmented, and from a client that offers compression', async () => {
    using socket = await openRawSocket(router.wsUrl, {}, { perMessageDeflate: true });
    expect(socket.ws.extensions).toBe('');
    const text = JSON.stringify(subscribe('1', { query: '{ stockTotal }' }));
    socket.ws.send(Buffer.from(text.slice(0, 9)), { fin: false });
    socket.ws.send(Buffer.from(text.slice(9)), { fin: true });
    await eventually(() => expect(socket.messages.at(-1)).toEqual({ type: 'complete', id: '1' }));
    expect(socket.messages.at(-2)?.payload).toEqual({ data: { stockTotal: 12 } });
  });

  test('complete for an unknown id is ignored', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send({ type: 'complete', id: 'none' });
    socket.send({ type: 'ping' });
    await eventually(() => expect(socket.messages.at(-1)).toEqual({ type: 'pong' }));
  });

  test('complete ends a subscription and frees its id', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send(subscribe('1'));
    await eventually(() => expect(events.followers()).toBe(1));
    socket.send({ type: 'complete', id: '1' });
    await eventually(() => expect(events.followers()).toBe(0));
    socket.send(subscribe('1', { query: '{ stockTotal }' }));
    await eventually(() =>
      expect(socket.messages.slice(1)).toEqual([
        { type: 'next', id: '1', payload: { data: { stockTotal: 12 } } },
        { type: 'complete', id: '1' },
      ]),
    );
  });

  test('complete for a query discards its result', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    graph.stock.delay = 3_000;
    socket.send(subscribe('slow', { query: '{ stockTotal }' }));
    await eventually(() =>
      expect(graph.stock.requests).toContainEqual(expect.stringContaining('stockTotal')),
    );
    socket.send({ type: 'complete', id: 'slow' });
    graph.stock.delay = 0;
    socket.send(subscribe('next', { query: '{ __typename }' }));
    await eventually(() => expect(socket.messages.at(-1)).toEqual({ type: 'complete', id: 'next' }));
    expect(socket.messages.map(({ id }) => id)).not.toContain('slow');
  });

  test('error refuses a subscription without effect on others', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.send(subscribe('a'));
    socket.send(subscribe('b'));
    socket.send(subscribe('c'));
    await eventually(() =>
      expect(socket.messages.at(-1)).toMatchObject({
        type: 'error',
        id: 'c',
        payload: [{ extensions: { code: 'LIMIT_EXCEEDED' } }],
      }),
    );
    events.publish('crate.moved.a', { state: 'OPEN', crate: { id: 'a', label: 'é "quoted"' } });
    await eventually(() => expect(socket.messages.filter(({ type }) => type === 'next')).toHaveLength(2));
    expect(socket.closed()).toBeUndefined();
  });

  test.each([1, 100, 200, 40_000, 70_000])('next has a correct frame for %i characters', async (length) => {
    using socket = await openRawSocket(router.wsUrl, {});
    const label = 'ä'.repeat(length);
    const query = 'subscription { crateMoved(crateIds: ["long"]) { crate { label } } }';
    socket.send(subscribe('"id"', { query }));
    events.publish('crate.moved.long', { state: 'OPEN', crate: { id: 'long', label } });
    await eventually(() =>
      expect(socket.messages.at(-1)).toEqual({
        type: 'next',
        id: '"id"',
        payload: { data: { crateMoved: { crate: { label } } } },
      }),
    );
  });
});

describe('a client that sends without reading', () => {
  test('gets every response once it reads', async () => {
    using socket = await openRawSocket(router.wsUrl, {});
    socket.ws.pause();
    const text = 'x'.repeat(100_000);
    // More than the socket buffers hold. Each message is answered before the next is read.
    for (let n = 0; n < 200; n += 1) socket.send({ type: 'ping', payload: { n, text } });
    socket.ws.resume();
    await eventually(() => expect(socket.messages).toHaveLength(201));
    expect(socket.messages.at(-1)).toMatchObject({ type: 'pong', payload: { n: 199 } });
  });
});

describe('the lifetime of a connection', () => {
  test('ends without an answer to a heartbeat', async () => {
    await using limited = await startLimited('heartbeat: 1s');
    using deaf = await openRawSocket(limited.wsUrl, {}, { autoPong: false });
    using well = await openRawSocket(limited.wsUrl, {});
    let pings = 0;
    well.ws.on('ping', () => {
      pings += 1;
    });
    await eventually(() => expect(deaf.closed()?.code).toBe(1006));
    await eventually(() => expect(pings).toBeGreaterThan(3));
    expect(well.closed()).toBeUndefined();
  });

  test('does not end because the router was busy when the answer came', async () => {
    await using limited = await startLimited('heartbeat: 1s');
    using socket = await openRawSocket(limited.wsUrl, {});
    let pings = 0;
    socket.ws.on('ping', () => {
      pings += 1;
      // The client has answered. The event loop, also the router's, is blocked for longer than a heartbeat.
      if (pings === 1) for (const end = performance.now() + 1_500; performance.now() < end; );
    });
    await eventually(() => expect(pings).toBeGreaterThan(2));
    expect(socket.closed()).toBeUndefined();
  });

  test('has a maximum', async () => {
    await using limited = await startLimited('lifetime: 300ms, heartbeat: 1s');
    using socket = await openRawSocket(limited.wsUrl, {});
    await eventually(() => expect(socket.closed()?.code).toBe(1001));
  });

  test('does not begin beyond the maximum number of connections', async () => {
    await using limited = await startLimited('connections: 1');
    using first = await openRawSocket(limited.wsUrl, {});
    await expect(openRawSocket(limited.wsUrl, {})).rejects.toThrow('503');
    first.ws.close();
    await eventually(async () => expect(await limited.metric('router_live_connections')).toBe(0));
    using second = await openRawSocket(limited.wsUrl, {});
    expect(second.messages).toEqual([{ type: 'connection_ack' }]);
  });
});

describe('a client without a token, where operations need one,', () => {
  const startWithTokens = (limits: string) =>
    startTestRouter({
      supergraph: graph.supergraph,
      events,
      auth: true,
      config: `live: { ${limits}, heartbeat: 1s }`,
    });

  test('is closed with 4401 after some seconds, and one with a token is not', async () => {
    await using limited = await startWithTokens('anonymousTimeout: 200ms');
    const authorization = `Bearer ${await limited.issuer.token({ subject: 'alice' })}`;
    using named = await openRawSocket(limited.wsUrl, { authorization });
    using nobody = await openRawSocket(limited.wsUrl, {});
    await eventually(() =>
      expect(nobody.closed()).toEqual({
        code: 4401,
        reason: 'Send a token in connection_init: every operation here needs one',
      }),
    );
    expect(named.closed()).toBeUndefined();
  });

  test('gives its place to one with a token', async () => {
    await using limited = await startWithTokens('connections: 4, anonymousShare: 100');
    const authorization = `Bearer ${await limited.issuer.token({ subject: 'alice' })}`;
    const nobodies = await Promise.all(Array.from({ length: 4 }, () => openRawSocket(limited.wsUrl)));
    const named = [];
    for (let count = 0; count < 4; count += 1)
      named.push(await openRawSocket(limited.wsUrl, { authorization }));
    await eventually(() =>
      expect(nobodies.map((each) => each.closed()?.code)).toEqual([1013, 1013, 1013, 1013]),
    );
    expect(named.map((each) => each.messages)).toEqual(Array(4).fill([{ type: 'connection_ack' }]));
    expect(named.map((each) => each.closed())).toEqual(Array(4).fill(undefined));
    expect(await limited.metric('router_connections_cut_total', 'reason="displaced"')).toBe(4);
    await expect(openRawSocket(limited.wsUrl)).rejects.toThrow('503');
    for (const each of [...nobodies, ...named]) each[Symbol.dispose]();
  });
});

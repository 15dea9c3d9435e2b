import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SubgraphServer, startSubgraphServer, subgraphSchema } from '../../platform/subgraph/server.ts';
import { createTestIssuer, type TestIssuer } from '../../platform/testing/index.ts';
import type { RoomReplica } from './application/ports.ts';
import { createContext } from './resolvers/context.ts';
import { resolvers } from './resolvers/index.ts';
import { AUTHORIZED, createFixture, type Fixture, log, roomOf, slot } from './testing/fixture.ts';
import { BOOK } from './testing/graph.ts';

let fixture: Fixture;
let issuer: TestIssuer;
let server: SubgraphServer;
let room: RoomReplica;
let databaseIsUp = true;

beforeAll(async () => {
  fixture = await createFixture();
  issuer = await createTestIssuer();
  server = await startServer();
  return async () => {
    await server.close();
    await fixture[Symbol.asyncDispose]();
  };
});
beforeEach(async () => {
  room = roomOf();
  await fixture.rooms.save(room);
  fixture.payments.reset();
});

async function startServer(): Promise<SubgraphServer> {
  return startSubgraphServer({
    port: 0,
    host: '127.0.0.1',
    verifier: issuer.verifier,
    log,
    typeDefs: await subgraphSchema(import.meta.dirname),
    resolvers,
    context: createContext(fixture.services),
    ping: async () => {
      if (!databaseIsUp) throw new Error('The database is down');
    },
  });
}

type Answer = {
  readonly status: number;
  readonly correlationId: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look at answers of every shape
  readonly data?: any;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
};

async function post(body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answered: Pick<Answer, 'data' | 'errors'> = JSON.parse(await response.text());
  return { ...answered, status: response.status, correlationId: response.headers.get('x-correlation-id') };
}

type Caller = Parameters<TestIssuer['token']>[0];
const alice: Caller = { subject: 'alice', role: 'customer' };

async function ask(query: string, { variables = {}, headers = {} } = {}): Promise<Answer> {
  const authorization = `Bearer ${await issuer.token(alice)}`;
  return post(JSON.stringify({ query, variables }), { authorization, ...headers });
}

const codesOf = ({ errors = [] }: Answer) => errors.map(({ extensions }) => extensions.code);

describe('authentication', () => {
  const me = JSON.stringify({ query: '{ me { id } }' });

  test.each<[string, () => Promise<Record<string, string>>, string]>([
    ['no token', async () => ({}), 'Send a bearer token'],
    ['another scheme', async () => ({ authorization: 'Basic YTpi' }), 'Send a bearer token'],
    ['nonsense', async () => ({ authorization: 'Bearer nonsense' }), 'not valid'],
    ['a malformed JWT', async () => ({ authorization: 'Bearer a.b.c' }), 'not valid'],
    [
      'an expired token',
      async () => ({ authorization: `Bearer ${await issuer.token({ ...alice, expiresIn: -60 })}` }),
      'expired',
    ],
    [
      'another signing key',
      async () => ({ authorization: `Bearer ${await (await createTestIssuer()).token(alice)}` }),
      'not valid',
    ],
    [
      'an unknown role',
      async () => ({ authorization: `Bearer ${await issuer.token({ subject: 'alice', role: 'stranger' })}` }),
      'no known role',
    ],
  ])('%s is UNAUTHENTICATED', async (_who, headers, message) => {
    const answered = await post(me, await headers());
    expect(answered.status).toBe(401);
    expect(codesOf(answered)).toEqual(['UNAUTHENTICATED']);
    expect(answered.errors?.[0]?.message).toContain(message);
  });

  test('the subject of the token is the caller', async () => {
    expect((await ask('{ me { id } }')).data).toEqual({ me: { id: 'alice' } });
  });
});

describe('faults', () => {
  test('are masked: the response has the correlation id only', async () => {
    fixture.payments.answer = () => Promise.reject(new Error('secret: the password is 12345'));
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const answered = await ask(BOOK, { variables: { input }, headers: { 'x-correlation-id': 'story-7' } });
    expect(answered.correlationId).toBe('story-7');
    expect(answered.errors).toEqual([
      {
        message: 'Internal server error',
        path: ['bookRoom'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'story-7' },
      },
    ]);
    expect(JSON.stringify(answered)).not.toContain('secret');
  });

  test('an unsafe correlation id is replaced', async () => {
    const answered = await ask('{ me { id } }', { headers: { 'x-correlation-id': 'a b"}' } });
    expect(answered.correlationId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test.each([
  ['an argument', 'query ($id: ID = "x") { booking(id: $id) { id } me { id } }', { id: null }, 'id'],
  [
    'an input',
    'query ($start: DateTime = "2030-05-01T09:00:00Z") { booking: availableRooms(slot: { start: $start, end: "2030-05-01T10:00:00Z" }) { totalCount } me { id } }',
    { start: null },
    'slot',
  ],
])('null in %s that takes none is bad input for its field alone', async (_, query, variables, argument) => {
  const { data, errors } = await ask(query, { variables });
  expect(data).toEqual({ booking: null, me: { id: 'alice' } });
  expect(errors).toEqual([
    {
      message: `A variable has null in the argument "${argument}" where null is not allowed.`,
      path: ['booking'],
      extensions: { code: 'BAD_USER_INPUT' },
    },
  ]);
});

describe('HTTP', () => {
  const authorized = async () => ({ authorization: `Bearer ${await issuer.token(alice)}` });

  test.each([
    ['no JSON', '{"query": "{ me', 400],
    ['nothing', '', 400],
    ['JSON without a query', '{}', 400],
    ['an array', '[]', 400],
    ['null', 'null', 400],
    ['a query with a syntax error', '{"query": "{"}', 400],
    ['a query of unknown fields', '{"query": "{ nonsense }"}', 400],
    ['more than 2 MB', `{"query": "${'x'.repeat(2 * 1_048_576)}"}`, 413],
  ])('a body of %s is refused', async (_what, body, status) => {
    const answered = await post(body, await authorized());
    expect(answered.status).toBe(status);
    expect(answered.errors).toHaveLength(1);
    expect(JSON.stringify(answered)).not.toContain('stack');
  });

  test.each([
    ['GET', '/graphql'],
    ['POST', '/nowhere'],
    ['GET', '/'],
  ])('%s %s is 404', async (method, path) => {
    const response = await fetch(server.url + path, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ error: `There is no ${method} ${path} here.` });
  });

  test('it is live, and ready unless the database is down', async () => {
    const health = async (path: string) => {
      const response = await fetch(`${server.url}/health/${path}`);
      return [response.status, await response.json()];
    };
    expect(await health('live')).toEqual([200, {}]);
    expect(await health('ready')).toEqual([200, { missing: [] }]);
    databaseIsUp = false;
    expect(await health('ready')).toEqual([503, { missing: ['database'] }]);
    databaseIsUp = true;
  });

  test('closing waits for requests in flight, and not for idle connections', async () => {
    const own = await startServer();
    const started = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    fixture.payments.answer = async () => {
      started.resolve();
      await gate.promise;
      return AUTHORIZED;
    };
    const agent = new Agent({ keepAlive: true });
    const input = { roomId: room.id, slot: slot('09:00', '10:00'), paymentMethod: 'pm_card_visa' };
    const headers = { 'content-type': 'application/json', ...(await authorized()) };
    const request = httpRequest(`${own.url}/graphql`, { method: 'POST', agent, headers });
    request.end(JSON.stringify({ query: BOOK, variables: { input } }));
    await started.promise;
    const closed = own.close();
    gate.resolve();
    const [response] = await once(request, 'response');
    expect(response.statusCode).toBe(200);
    response.resume();
    // This hangs, and the test with it, if the connection is kept alive.
    await closed;
    agent.destroy();
  });
});

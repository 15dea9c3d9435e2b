import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLogger } from '../telemetry/logger.ts';
import { createSubgraphClient, createTestIssuer, type SubgraphClient } from '../testing/index.ts';
import { type SubgraphServer, startSubgraphServer } from './server.ts';

const typeDefs = `
  type Query { books: Int  broken(outage: Boolean!): Int }
  type Mutation { lend: LendResult  sort: Int  reserve: AwayUnavailable! }
  union LendResult = Lent | AwayUnavailable
  type Lent { id: ID! }
  type AwayUnavailable { message: String! retryAfterSeconds: Int! }
`;
const surroundings = { isLow: false, isStuck: false };
let changes = 0;
let server: SubgraphServer;
let client: SubgraphClient<unknown>;

function change<T>(result: T): () => T {
  return () => {
    changes += 1;
    return result;
  };
}

beforeAll(async () => {
  const issuer = await createTestIssuer();
  server = await startSubgraphServer({
    port: 0,
    host: '127.0.0.1',
    verifier: issuer.verifier,
    log: createLogger('test', 'silent'),
    typeDefs,
    resolvers: {
      Query: {
        books: () => 3,
        broken: (_: unknown, { outage }: { readonly outage: boolean }) => {
          throw new Error(outage ? 'outage' : 'fault');
        },
      },
      Mutation: {
        lend: change({ __typename: 'Lent', id: '1' }),
        sort: change(1),
        reserve: change({ message: 'never', retryAfterSeconds: 1 }),
      },
    },
    context: (request) => request,
    ping: async () => {},
    surroundings: {
      service: 'library',
      space: { isLow: () => surroundings.isLow },
      isStuck: () => surroundings.isStuck,
      isOutage: async (error) => error instanceof Error && error.message === 'outage',
    },
  });
  client = createSubgraphClient(server.url, issuer);
});
afterAll(() => server.close());
beforeEach(() => {
  changes = 0;
  surroundings.isLow = false;
  surroundings.isStuck = false;
});

const ask = async (query: string) => (await client.ask('customer', query)) as unknown;

describe('while the disk of the stores is nearly full', () => {
  const LEND =
    'mutation { lend { __typename ... on Lent { id } ... on AwayUnavailable { message retryAfterSeconds } } }';
  const away = { message: expect.stringContaining('nothing has changed'), retryAfterSeconds: 5 };

  test('a mutation answers with its own outcome for that, before it does anything, and works again afterwards', async () => {
    surroundings.isLow = true;
    expect(await ask(LEND)).toMatchObject({ data: { lend: { __typename: 'AwayUnavailable', ...away } } });
    expect(await ask('mutation { reserve { message retryAfterSeconds } }')).toMatchObject({
      data: { reserve: away },
    });
    expect(changes).toBe(0);
    surroundings.isLow = false;
    expect(await ask(LEND)).toMatchObject({ data: { lend: { __typename: 'Lent' } } });
  });

  test('a mutation without such an outcome fails as that of an unavailable service, with when to try again', async () => {
    surroundings.isLow = true;
    expect(await ask('mutation { sort }')).toMatchObject({
      data: { sort: null },
      errors: [
        {
          path: ['sort'],
          extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'library', retryAfterSeconds: 5 },
        },
      ],
    });
    expect(changes).toBe(0);
  });

  test('queries are answered', async () => {
    surroundings.isLow = true;
    expect(await ask('{ books }')).toMatchObject({ data: { books: 3 } });
  });
});

test('a fault that an outage of the database causes says when to try again; another one is masked', async () => {
  expect(await ask('{ broken(outage: true) books }')).toMatchObject({
    data: { broken: null, books: 3 },
    errors: [
      {
        message: 'The subgraph "library" is unavailable: its database does not respond.',
        path: ['broken'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'library', retryAfterSeconds: 5 },
      },
    ],
  });
  expect(await ask('{ broken(outage: false) }')).toMatchObject({
    errors: [{ message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  });
});

test('a service whose outbox does not move is not ready', async () => {
  const ready = async () => {
    const response = await fetch(`${server.url}/health/ready`);
    return [response.status, await response.json()];
  };
  expect(await ready()).toEqual([200, { missing: [] }]);
  surroundings.isStuck = true;
  expect(await ready()).toEqual([503, { missing: ['outbox'] }]);
});

import { buildSchema, GraphQLError } from 'graphql';
import { expect, test } from 'vitest';
import { createOperation } from '../operations/operation.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createExecutor } from './executor.ts';
import type { RequestContext } from './request-context.ts';
import { DEFAULT_LIMITS } from './server.ts';

const schema = buildSchema(`
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
  type Query {
    double(of: Int!): Int
    secret: Int @requiresScopes(scopes: [["secrets"]])
    broken: Int
    refused: Int
  }
  type Mutation { change: Int }
`);
const fields = schema.getQueryType()?.getFields() ?? {};
function resolve(name: string, resolver: (args: { readonly of: number }) => number): void {
  const field = fields[name];
  if (field) field.resolve = (_source, args) => resolver({ of: Number(args.of) });
}
resolve('double', ({ of }) => 2 * of);
resolve('secret', () => 42);
resolve('broken', () => {
  throw new Error('a detail');
});
resolve('refused', () => {
  throw new GraphQLError('not that', { extensions: { code: 'BAD_USER_INPUT', argument: 'of' } });
});

const run = createExecutor(schema);

function contextOf(scopes: readonly string[] = []): RequestContext {
  return {
    identity: {
      subject: 'alice',
      role: 'customer',
      scopes,
      token: '',
      expiresAt: 0,
      key: { isWithdrawn: false },
    },
    cause: { correlationId: 'case', causationId: 'case' },
    log: () => createLogger('test', 'silent'),
    operation: createOperation({ limits: DEFAULT_LIMITS, reads: undefined }),
  };
}

test('an operation is executed with its variables, again and again', async () => {
  const query = 'query Double($of: Int!) { double(of: $of) }';
  for (const of of [1, 2])
    expect(await run({ query, variables: { of } }, contextOf())).toEqual({
      status: 200,
      body: { data: { double: 2 * of } },
    });
});

test('one of several operations is chosen by its name', async () => {
  const query = 'query One { double(of: 1) } query Two { double(of: 2) }';
  expect((await run({ query, operationName: 'Two' }, contextOf())).body.data).toEqual({ double: 4 });
});

test.each([
  ['a document with a syntax error', { query: '{ double(' }, 'GRAPHQL_PARSE_FAILED'],
  ['an unknown field', { query: '{ nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
  ['an empty document', { query: '' }, 'GRAPHQL_PARSE_FAILED'],
  [
    'a variable of another type',
    { query: 'query ($of: Int!) { double(of: $of) }', variables: { of: 'x' } },
    'BAD_USER_INPUT',
  ],
  ['a missing variable', { query: 'query ($of: Int!) { double(of: $of) }' }, 'BAD_USER_INPUT'],
  [
    'an unknown operation',
    { query: 'query One { double(of: 1) }', operationName: 'Two' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
  [
    'several operations without a name',
    { query: 'query One { double(of: 1) } query Two { double(of: 2) }' },
    'OPERATION_RESOLUTION_FAILURE',
  ],
])('%s is not executed', async (_, request, code) => {
  const { status, body } = await run(request, contextOf());
  expect([status, body.data]).toEqual([400, undefined]);
  expect(body.errors?.map(({ extensions }) => extensions?.code)).toEqual([code]);
});

test('an operation that needs more rights than the caller has is refused as a whole', async () => {
  const query = '{ double(of: 1) secret }';
  const refused = await run({ query }, contextOf());
  expect([refused.status, refused.body.data]).toEqual([200, undefined]);
  expect(refused.body.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  expect((await run({ query }, contextOf(['secrets']))).body.data).toEqual({ double: 2, secret: 42 });
});

test('a fault is masked, and a refusal is shown', async () => {
  const { status, body } = await run({ query: '{ broken refused double(of: 1) }' }, contextOf());
  expect(status).toBe(200);
  expect(body.data).toEqual({ broken: null, refused: null, double: 2 });
  expect(body.errors?.map(({ message, path, extensions }) => ({ message, path, extensions }))).toEqual([
    {
      message: 'Internal server error',
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: 'case' },
    },
    { message: 'not that', path: ['refused'], extensions: { code: 'BAD_USER_INPUT', argument: 'of' } },
  ]);
});

test('a mutation goes on when its caller has gone', async () => {
  const change = schema.getMutationType()?.getFields().change;
  if (!change) throw new Error('There is no mutation');
  const context = contextOf();
  change.resolve = async (_source, _args, { operation }: RequestContext) => {
    operation.abandon();
    return operation.read(
      async () => 7,
      () => 1,
    );
  };
  expect((await run({ query: 'mutation { change }' }, context)).body.data).toEqual({ change: 7 });
});

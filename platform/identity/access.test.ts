import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { refusals } from './access.ts';
import { type Role, scopesOf } from './identity.ts';
import { type AccessDirective, createRequirementsReader } from './requirements.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @federation__requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION

  scalar Secret @requiresScopes(scopes: [["secret:read"]])
  interface Place {
    name: String!
    price: Int
  }
  type Room implements Place {
    name: String!
    price: Int @requiresScopes(scopes: [["price:read"]])
    secret: Secret
  }
  type Garden implements Place {
    name: String!
    price: Int
  }
  type Ledger @requiresScopes(scopes: [["room:manage", "payment:read-all"], ["audit"]]) {
    total: Int
  }
  union Thing = Room | Ledger
  type Query {
    open: String
    mine: Room @authenticated
    place: Place
    thing: Thing
    ledger: Ledger
    adult: String @policy(policies: [["over-18"]])
    internal: String @federation__requiresScopes(scopes: [["internal"]])
  }
  type Mutation {
    register: Room @requiresScopes(scopes: [["room:manage"]])
  }
`);

const MEANINGS: ReadonlyMap<string, AccessDirective> = new Map([
  ['authenticated', 'authenticated'],
  ['requiresScopes', 'requiresScopes'],
  ['federation__requiresScopes', 'requiresScopes'],
]);
const read = createRequirementsReader(schema, (name) => MEANINGS.get(name));

const someone = (role: Role, scope = '') => scopesOf(role, scope);

function requirementsOf(query: string, name?: string) {
  const document = parse(query);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('The query has no such operation');
  return read(document, operation);
}

function refused(query: string, scopes: readonly string[], name?: string): unknown[] {
  return refusals(requirementsOf(query, name), { scopes, policies: [] }, 10).map(
    ({ path, extensions }) => `${path?.join('.')} ${extensions.code}`,
  );
}

describe('what an operation asks for', () => {
  test('is nothing where all is open, and where a directive does not count', () => {
    expect(requirementsOf('{ open adult }')).toEqual([]);
  });

  test('names the fields that ask for it, once for all that ask for the same', () => {
    expect(requirementsOf('{ a: mine { name } b: mine { name } open internal }')).toEqual([
      {
        scopes: [],
        policies: [],
        fields: [
          { name: 'mine', path: ['a'] },
          { name: 'mine', path: ['b'] },
        ],
      },
      { scopes: [[['internal']]], policies: [], fields: [{ name: 'internal', path: ['internal'] }] },
    ]);
  });

  test('is what the operation that runs asks for, not what others of its document do', () => {
    const query = 'query A { open } query B { ledger { total } }';
    expect(refused(query, [], 'A')).toEqual([]);
    expect(refused(query, [], 'B')).not.toEqual([]);
  });
});

describe('scopes', () => {
  test('come with the role', () => {
    const register = 'mutation { register { name } }';
    expect(refused(register, someone('customer'))).toEqual(['register FORBIDDEN']);
    expect(refused(register, someone('host'))).toEqual([]);
    expect(refused(register, someone('admin'))).toEqual([]);
    expect(refused(register, someone('customer', 'room:manage'))).toEqual([]);
  });

  test('one whole set of them is needed', () => {
    const ledger = '{ ledger { __typename } }';
    expect(refused(ledger, someone('customer', 'room:manage'))).toContain('ledger FORBIDDEN');
    expect(refused(ledger, someone('customer', 'room:manage payment:read-all'))).toEqual([]);
    expect(refused(ledger, someone('customer', 'audit'))).toEqual([]);
  });

  test('internal fields are for services alone, whatever a token claims', () => {
    expect(refused('{ internal }', someone('admin', 'internal'))).toEqual(['internal FORBIDDEN']);
    expect(refused('{ internal }', someone('service'))).toEqual([]);
  });
});

describe('ways around', () => {
  const customer = someone('customer');

  test.each([
    ['a fragment', 'query { ...All } fragment All on Query { ledger { total } }'],
    ['an inline fragment', '{ ... on Query { ledger { total } } }'],
    [
      'a fragment inside a fragment',
      '{ ...A } fragment A on Query { ...B } fragment B on Query { ledger { total } }',
    ],
    ['a union', '{ thing { ... on Ledger { total } } }'],
    ['a union, for the type alone', '{ thing { ... on Ledger { __typename } } }'],
    ['an interface', '{ place { price } }'],
    ['an inline fragment on an interface', '{ place { ... on Room { price } } }'],
    ['a guarded scalar', '{ place { ... on Room { secret } } }'],
    ['a directive that leaves it out for now', 'query ($yes: Boolean!) { ledger @skip(if: $yes) { total } }'],
  ])('%s is none', (_way, query) => {
    const found = refused(query, customer);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => String(each).split(' ')[1]))).toEqual(new Set(['FORBIDDEN']));
  });

  test('what an interface has for all is open through it', () => {
    expect(refused('{ place { name ... on Garden { price } } }', customer)).toEqual([]);
  });
});

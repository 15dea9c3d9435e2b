import { buildSchema, getOperationAST, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type AccessDirective, accessDenials, createRequirementsReader } from './access.ts';
import { type Role, scopesOf } from './identity.ts';

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

const someone = (role: Role, scope = '') => scopesOf(role, scope.split(' '));

function requirementsOf(query: string, name?: string) {
  const document = parse(query);
  const operation = getOperationAST(document, name);
  if (!operation) throw new Error('The query has no such operation');
  return read(document, operation);
}

function denials(query: string, scopes: readonly string[], name?: string): unknown[] {
  return accessDenials(requirementsOf(query, name), { scopes, policies: [] }, 10).map(
    ({ path, extensions }) => `${path?.join('.')} ${extensions.code}`,
  );
}

describe('the requirements of an operation', () => {
  test('are empty for open fields and for directives without meaning', () => {
    expect(requirementsOf('{ open adult }')).toEqual([]);
  });

  test('group the fields with equal requirements', () => {
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

  test('do not include other operations of the document', () => {
    const query = 'query A { open } query B { ledger { total } }';
    expect(denials(query, [], 'A')).toEqual([]);
    expect(denials(query, [], 'B')).not.toEqual([]);
  });
});

describe('scopes', () => {
  test('are granted by the role', () => {
    const register = 'mutation { register { name } }';
    expect(denials(register, someone('customer'))).toEqual(['register FORBIDDEN']);
    expect(denials(register, someone('host'))).toEqual([]);
    expect(denials(register, someone('admin'))).toEqual([]);
    expect(denials(register, someone('customer', 'room:manage'))).toEqual([]);
  });

  test('must include one complete alternative', () => {
    const ledger = '{ ledger { __typename } }';
    expect(denials(ledger, someone('customer', 'room:manage'))).toContain('ledger FORBIDDEN');
    expect(denials(ledger, someone('customer', 'room:manage payment:read-all'))).toEqual([]);
    expect(denials(ledger, someone('customer', 'audit'))).toEqual([]);
  });

  test('of internal fields are granted to services only, not by a claim', () => {
    expect(denials('{ internal }', someone('admin', 'internal'))).toEqual(['internal FORBIDDEN']);
    expect(denials('{ internal }', someone('service'))).toEqual([]);
  });
});

describe('attempts to bypass access control', () => {
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
    ['a directive that skips the field', 'query ($yes: Boolean!) { ledger @skip(if: $yes) { total } }'],
  ])('%s is refused', (_way, query) => {
    const found = denials(query, customer);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => String(each).split(' ')[1]))).toEqual(new Set(['FORBIDDEN']));
  });

  test('an unprotected interface field is open', () => {
    expect(denials('{ place { name ... on Garden { price } } }', customer)).toEqual([]);
  });
});

import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { accessErrors } from './access.ts';
import { type Identity, type Role, scopesOf } from './identity.ts';

const schema = buildSchema(/* GraphQL */ `
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @federation__requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION

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
    internal: String @federation__requiresScopes(scopes: [["internal"]])
  }
  type Mutation {
    register: Room @requiresScopes(scopes: [["room:manage"]])
  }
`);

function someone(role: Role, scope = ''): Identity {
  return { subject: 'alice', role, scopes: scopesOf(role, scope), expiresAt: 0, token: '' };
}

function refusals(query: string, identity?: Identity): unknown[] {
  return accessErrors(schema, parse(query), identity).map(
    ({ path, extensions }) => `${path?.join('.')} ${extensions.code}`,
  );
}

describe('somebody who is not signed in', () => {
  test('reads what is open', () => expect(refusals('{ open }')).toEqual([]));

  test('is asked to sign in, once for each field', () => {
    expect(refusals('{ a: mine { name } open internal }')).toEqual([
      'a UNAUTHENTICATED',
      'internal UNAUTHENTICATED',
    ]);
  });
});

describe('scopes', () => {
  test('come with the role', () => {
    const register = 'mutation { register { name } }';
    expect(refusals(register, someone('customer'))).toEqual(['register FORBIDDEN']);
    expect(refusals(register, someone('host'))).toEqual([]);
    expect(refusals(register, someone('admin'))).toEqual([]);
    expect(refusals(register, someone('customer', 'room:manage'))).toEqual([]);
  });

  test('one whole set of them is needed', () => {
    const ledger = '{ ledger { __typename } }';
    expect(refusals(ledger, someone('customer', 'room:manage'))).toContain('ledger FORBIDDEN');
    expect(refusals(ledger, someone('customer', 'room:manage payment:read-all'))).toEqual([]);
    expect(refusals(ledger, someone('customer', 'audit'))).toEqual([]);
  });

  test('internal fields are for services alone, whatever a token claims', () => {
    expect(refusals('{ internal }', someone('admin', 'internal'))).toEqual(['internal FORBIDDEN']);
    expect(refusals('{ internal }', someone('service'))).toEqual([]);
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
    ['another operation of the document', 'query A { open } query B { ledger { total } }'],
    ['a union', '{ thing { ... on Ledger { total } } }'],
    ['a union, for the type alone', '{ thing { ... on Ledger { __typename } } }'],
    ['an interface', '{ place { price } }'],
    ['an inline fragment on an interface', '{ place { ... on Room { price } } }'],
    ['a guarded scalar', '{ place { ... on Room { secret } } }'],
    ['a directive that leaves it out for now', 'query ($yes: Boolean!) { ledger @skip(if: $yes) { total } }'],
  ])('%s is none', (_way, query) => {
    const found = refusals(query, customer);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => String(each).split(' ')[1]))).toEqual(new Set(['FORBIDDEN']));
  });

  test('what an interface has for all is open through it', () => {
    expect(refusals('{ place { name ... on Garden { price } } }', customer)).toEqual([]);
  });
});

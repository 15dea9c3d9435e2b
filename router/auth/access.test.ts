import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../context.ts';
import { accessErrors, createRequirementsReader, isProbe } from './access.ts';

const DIRECTIVES = /* GraphQL */ `
  directive @link(url: String!, as: String, import: [String]) repeatable on SCHEMA
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
`;

const schema = buildSchema(/* GraphQL */ `
  ${DIRECTIVES}
  scalar Secret @requiresScopes(scopes: [["secret:read"]])
  interface Place { name: String! price: Int }
  type Room implements Place {
    name: String!
    price: Int @requiresScopes(scopes: [["price:read"]])
    secret: Secret
  }
  type Garden implements Place { name: String! price: Int @policy(policies: [["gardener"]]) }
  type Ledger @requiresScopes(scopes: [["room:manage", "payment:read-all"], ["audit"]]) { total: Int }
  union Thing = Room | Ledger
  interface Paper { title: String }
  type Poster implements Paper { title: String }
  type Contract implements Paper @requiresScopes(scopes: [["contract:read"]]) { title: String }
  type Query {
    open: String
    mine: Room @authenticated
    place: Place
    paper: Paper
    thing: Thing
    ledger: Ledger
    adult: String @policy(policies: [["over-18", "resident"], ["staff"]])
    both: String @requiresScopes(scopes: [["a"]]) @policy(policies: [["p"]])
  }
  type Mutation { register: Room @requiresScopes(scopes: [["room:manage"]]) }
  type Subscription { ledgerChanged: Ledger }
`);

const SOON = 4_000_000_000;

function someone({ scope = '', expiresAt = SOON } = {}): Identity {
  return {
    subject: 'alice',
    scopes: scope.split(' '),
    expiresAt,
    key: { isWithdrawn: false },
  };
}

function operationOf(query: string, name?: string) {
  const document = parse(query);
  const operation = document.definitions.find(
    (each): each is OperationDefinitionNode =>
      each.kind === 'OperationDefinition' && (name === undefined || each.name?.value === name),
  );
  if (!operation) throw new Error('The query has no such operation');
  return { document, operation };
}

function denials(
  query: string,
  identity: Identity | undefined = someone(),
  policies: readonly string[] = [],
  name?: string,
) {
  const { document, operation } = operationOf(query, name);
  const requirements = createRequirementsReader(schema)(document, operation);
  return accessErrors(requirements, { identity, policies }, 'signed-in', Date.now()).map(
    ({ path, extensions }) => `${path?.join('.') ?? '-'} ${extensions.code}`,
  );
}

describe('a caller', () => {
  test('without a token gets one UNAUTHENTICATED error', () => {
    const { document, operation } = operationOf('{ a: mine { name } ledger { total } }');
    const requirements = createRequirementsReader(schema)(document, operation);
    const errors = accessErrors(requirements, { identity: undefined, policies: [] }, 'signed-in', Date.now());
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('with an expired token gets UNAUTHENTICATED', () => {
    expect(denials('{ open }', someone({ expiresAt: 1 }))).toEqual(['- UNAUTHENTICATED']);
  });

  test('with a token may query unprotected fields', () => {
    expect(denials('{ open mine { name } }')).toEqual([]);
  });
});

describe('an anonymous caller', () => {
  test.each([
    ['signed-in', '{ open }', ['UNAUTHENTICATED']],
    ['by-field', '{ open }', []],
    ['by-field', '{ open mine { name } }', ['UNAUTHENTICATED']],
    ['by-field', '{ adult }', ['UNAUTHENTICATED']],
    ['open', '{ adult ledger { total } }', []],
  ] as const)('with access %s queries %s', (mode, query, codes) => {
    const { document, operation } = operationOf(query);
    const requirements = createRequirementsReader(schema)(document, operation);
    const errors = accessErrors(requirements, { identity: undefined, policies: [] }, mode, Date.now());
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(codes);
  });
});

describe('scopes', () => {
  test('must include one complete alternative', () => {
    const ledger = '{ ledger { __typename } }';
    expect(denials(ledger, someone({ scope: 'room:manage' }))).toContain('ledger FORBIDDEN');
    expect(denials(ledger, someone({ scope: 'room:manage payment:read-all' }))).toEqual([]);
    expect(denials(ledger, someone({ scope: 'audit' }))).toEqual([]);
  });

  test.each(['mutation { register { name } }', 'subscription { ledgerChanged { total } }'])(
    'are enforced for every kind of operation: %s',
    (query) => {
      expect(denials(query)).not.toEqual([]);
      expect(denials(query, someone({ scope: 'room:manage audit' }))).toEqual([]);
    },
  );
});

describe('policies', () => {
  test('must include one complete alternative', () => {
    expect(denials('{ adult }')).toEqual(['adult FORBIDDEN']);
    expect(denials('{ adult }', someone(), ['over-18'])).toEqual(['adult FORBIDDEN']);
    expect(denials('{ adult }', someone(), ['over-18', 'resident'])).toEqual([]);
    expect(denials('{ adult }', someone(), ['staff'])).toEqual([]);
  });

  test('and scopes on one field must both be met', () => {
    expect(denials('{ both }', someone({ scope: 'a' }))).toEqual(['both FORBIDDEN']);
    expect(denials('{ both }', someone(), ['p'])).toEqual(['both FORBIDDEN']);
    expect(denials('{ both }', someone({ scope: 'a' }), ['p'])).toEqual([]);
  });
});

describe('attempts to bypass access control', () => {
  test.each([
    ['a fragment', 'query { ...All } fragment All on Query { ledger { total } }'],
    ['an inline fragment', '{ ... on Query { ledger { total } } }'],
    ['a fragment without a type', '{ ... { ledger { total } } }'],
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
    const found = denials(query);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => each.split(' ')[1]))).toEqual(new Set(['FORBIDDEN']));
  });

  test('an interface field requires what the field requires on every implementation', () => {
    const price = '{ place { price } }';
    expect(denials(price, someone({ scope: 'price:read' }))).toEqual(['place.price FORBIDDEN']);
    expect(denials(price, someone(), ['gardener'])).toEqual(['place.price FORBIDDEN']);
    expect(denials(price, someone({ scope: 'price:read' }), ['gardener'])).toEqual([]);
  });

  test('an interface field requires what its implementations require on the type', () => {
    for (const query of [
      '{ paper { title } }',
      '{ paper { __typename } }',
      '{ paper { ... on Paper { title } } }',
    ]) {
      expect(denials(query), query).not.toEqual([]);
      expect(denials(query, someone({ scope: 'contract:read' })), query).toEqual([]);
    }
    expect(denials('{ paper { ... on Poster { title } } }')).toEqual([]);
  });

  test('an unprotected interface field is open', () => {
    expect(denials('{ place { name ... on Room { name } } }')).toEqual([]);
  });

  test('other operations of the document do not count', () => {
    const query = 'query A { open } query B { ledger { total } }';
    expect(denials(query, someone(), [], 'A')).toEqual([]);
    expect(denials(query, someone(), [], 'B')).not.toEqual([]);
  });
});

test('directives are found under the names that the supergraph gives them', () => {
  const renamed = buildSchema(/* GraphQL */ `
    schema
      @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "scoped")
      @link(url: "https://specs.apollo.dev/policy/v0.1", as: "rule") {
      query: Query
    }
    directive @link(url: String!, as: String) repeatable on SCHEMA
    directive @scoped(scopes: [[String!]!]!) on FIELD_DEFINITION
    directive @rule(policies: [[String!]!]!) on FIELD_DEFINITION
    type Query { a: Int @scoped(scopes: [["x"]]) b: Int @rule(policies: [["y"]]) }
  `);
  const { document, operation } = operationOf('{ a b }');
  expect(createRequirementsReader(renamed)(document, operation)).toMatchObject([
    { scopes: [[['x']]], policies: [] },
    { scopes: [], policies: [[['y']]] },
  ]);
});

describe('isProbe', () => {
  test.each([
    ['{ __typename }', true],
    ['{ __schema { types { name } } }', false],
    ['{ __type(name: "Q") { name } }', false],
    ['{ ... on Query { __typename } ...F } fragment F on Query { again: __typename }', true],
    ['{ __typename crates { id } }', false],
    ['{ ...F } fragment F on Query { ... { crates { id } } }', false],
    // The field name counts, not its alias.
    ['{ __schema: crates { id } }', false],
    ['mutation { rename }', false],
  ])('%s: %s', (query, expected) => {
    const { document, operation } = operationOf(query);
    expect(isProbe(document, operation)).toBe(expected);
  });
});

import { buildSchema, type OperationDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Identity, scopesOf } from '../../platform/identity/index.ts';
import { accessErrors, isIntrospection } from './access.ts';
import { createRequirementsReader } from './requirements.ts';

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
  return { subject: 'alice', role: 'customer', scopes: scopesOf('customer', scope), expiresAt, token: '' };
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

function refusals(
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

describe('somebody', () => {
  test('who is not signed in is asked to sign in, once', () => {
    const { document, operation } = operationOf('{ a: mine { name } ledger { total } }');
    const requirements = createRequirementsReader(schema)(document, operation);
    const errors = accessErrors(requirements, { identity: undefined, policies: [] }, 'signed-in', Date.now());
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
  });

  test('whose token has expired since is, too', () => {
    expect(refusals('{ open }', someone({ expiresAt: 1 }))).toEqual(['- UNAUTHENTICATED']);
  });

  test('who is signed in reads what asks for no more', () => {
    expect(refusals('{ open mine { name } }')).toEqual([]);
  });
});

describe('nobody', () => {
  test.each([
    ['signed-in', '{ open }', ['UNAUTHENTICATED']],
    ['by-field', '{ open }', []],
    ['by-field', '{ open mine { name } }', ['UNAUTHENTICATED']],
    ['by-field', '{ adult }', ['UNAUTHENTICATED']],
    ['open', '{ adult ledger { total } }', []],
  ] as const)('where access is %s asks for %s', (mode, query, codes) => {
    const { document, operation } = operationOf(query);
    const requirements = createRequirementsReader(schema)(document, operation);
    const errors = accessErrors(requirements, { identity: undefined, policies: [] }, mode, Date.now());
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(codes);
  });
});

describe('scopes', () => {
  test('one whole set of them is needed', () => {
    const ledger = '{ ledger { __typename } }';
    expect(refusals(ledger, someone({ scope: 'room:manage' }))).toContain('ledger FORBIDDEN');
    expect(refusals(ledger, someone({ scope: 'room:manage payment:read-all' }))).toEqual([]);
    expect(refusals(ledger, someone({ scope: 'audit' }))).toEqual([]);
  });

  test.each(['mutation { register { name } }', 'subscription { ledgerChanged { total } }'])(
    'are asked for by every kind of operation: %s',
    (query) => {
      expect(refusals(query)).not.toEqual([]);
      expect(refusals(query, someone({ scope: 'room:manage audit' }))).toEqual([]);
    },
  );
});

describe('policies', () => {
  test('one whole set of them is needed', () => {
    expect(refusals('{ adult }')).toEqual(['adult FORBIDDEN']);
    expect(refusals('{ adult }', someone(), ['over-18'])).toEqual(['adult FORBIDDEN']);
    expect(refusals('{ adult }', someone(), ['over-18', 'resident'])).toEqual([]);
    expect(refusals('{ adult }', someone(), ['staff'])).toEqual([]);
  });

  test('stand beside scopes: both are needed', () => {
    expect(refusals('{ both }', someone({ scope: 'a' }))).toEqual(['both FORBIDDEN']);
    expect(refusals('{ both }', someone(), ['p'])).toEqual(['both FORBIDDEN']);
    expect(refusals('{ both }', someone({ scope: 'a' }), ['p'])).toEqual([]);
  });
});

describe('ways around', () => {
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
    ['a directive that leaves it out for now', 'query ($yes: Boolean!) { ledger @skip(if: $yes) { total } }'],
  ])('%s is none', (_way, query) => {
    const found = refusals(query);
    expect(found.length).toBeGreaterThan(0);
    expect(new Set(found.map((each) => each.split(' ')[1]))).toEqual(new Set(['FORBIDDEN']));
  });

  test('an interface’s field asks for what any of its types asks', () => {
    const price = '{ place { price } }';
    expect(refusals(price, someone({ scope: 'price:read' }))).toEqual(['place.price FORBIDDEN']);
    expect(refusals(price, someone(), ['gardener'])).toEqual(['place.price FORBIDDEN']);
    expect(refusals(price, someone({ scope: 'price:read' }), ['gardener'])).toEqual([]);
  });

  test('an interface’s field asks for what stands on any of its types', () => {
    for (const query of [
      '{ paper { title } }',
      '{ paper { __typename } }',
      '{ paper { ... on Paper { title } } }',
    ]) {
      expect(refusals(query), query).not.toEqual([]);
      expect(refusals(query, someone({ scope: 'contract:read' })), query).toEqual([]);
    }
    expect(refusals('{ paper { ... on Poster { title } } }')).toEqual([]);
  });

  test('what an interface has for all is open through it', () => {
    expect(refusals('{ place { name ... on Room { name } } }')).toEqual([]);
  });

  test('another operation of the document does not count', () => {
    const query = 'query A { open } query B { ledger { total } }';
    expect(refusals(query, someone(), [], 'A')).toEqual([]);
    expect(refusals(query, someone(), [], 'B')).not.toEqual([]);
  });
});

test('directives are known under the names that the supergraph gives them', () => {
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

describe('an operation that only looks at the schema', () => {
  test.each([
    ['{ __typename }', true],
    ['{ __schema { types { name } } __type(name: "Q") { name } }', true],
    ['{ ... on Query { __typename } ...F } fragment F on Query { again: __typename }', true],
    ['{ __typename crates { id } }', false],
    ['{ ...F } fragment F on Query { ... { crates { id } } }', false],
    // An alias does not make a field one of the schema's.
    ['{ __schema: crates { id } }', false],
    ['mutation { rename }', false],
  ])('%s: %s', (query, expected) => {
    const { document, operation } = operationOf(query);
    expect(isIntrospection(document, operation)).toBe(expected);
  });
});

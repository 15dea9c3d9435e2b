import { getIntrospectionQuery } from 'graphql';
import type { Case } from './testing/case.ts';

/** `__typename` at every position, and introspection beside other fields. */
export const introspection: readonly Case[] = [
  {
    name: '__typename and __schema',
    subgraphs: {
      a: `
        "What may be asked"
        type Query { user: User node(id: ID!): Node found: [Found!]! }
        interface Node { id: ID! }
        union Found = User | Place
        "Somebody"
        type User implements Node @key(fields: "id") { "Who" id: ID! @deprecated(reason: "x") home: Place }
        type Place { name(style: Style = LONG): String } enum Style { LONG SHORT @deprecated }`,
      b: 'type Query { other: Other } type User @key(fields: "id") { id: ID! age: Int friend: User } type Other { x(input: In): Int } input In { a: Int! = 1, b: [String!] }',
    },
    data: () => {
      const user: Record<string, unknown> = { __typename: 'User', id: '1', age: 3, home: { name: 'Graz' } };
      user.friend = user;
      return {
        entities: [user],
        root: { user, node: user, found: [user, { __typename: 'Place', name: 'Linz' }], other: null },
      };
    },
    operations: [
      { name: 'only of the root', query: '{ __typename }' },
      { name: 'of the root, twice and with others', query: '{ a: __typename user { age } __typename }' },
      {
        name: 'of the root in a fragment',
        query:
          '{ ...Q } fragment Q on Query { __typename ... on Query { q: __typename } other { __typename } }',
      },
      {
        name: 'everywhere',
        query:
          '{ __typename user { __typename age home { __typename name } friend { __typename id t: __typename } } found { __typename ... on Place { __typename } } node(id: 1) { __typename id } }',
      },
      { name: 'alone in an entity', query: '{ user { friend { __typename } } }' },
      {
        name: 'null for the name of a type, through a variable with a default',
        query: 'query ($name: String = "User") { t: __type(name: $name) { name } user { id } }',
        variables: { name: null },
      },
      {
        name: 'a type',
        query:
          '{ __type(name: "User") { name description fields(includeDeprecated: true) { name isDeprecated type { kind ofType { name } } } } }',
      },
      {
        name: 'with data',
        query:
          '{ user { age } __schema { queryType { name } } t: __type(name: "Style") { enumValues(includeDeprecated: true) { name } } other { x } }',
      },
      {
        name: 'with a variable',
        query:
          'query ($n: String!, $d: Boolean) { __type(name: $n) { enumValues(includeDeprecated: $d) { name } } user { id } }',
        variables: { n: 'Style', d: false },
      },
      {
        name: 'of nothing',
        query: '{ __type(name: "Nothing") { name } s: __schema { mutationType { name } } }',
      },
      {
        name: 'with conditions',
        query:
          'query ($a: Boolean!) { __schema @include(if: $a) { queryType { name } } __typename @skip(if: $a) user { id } }',
        variables: { a: false },
      },
      {
        name: 'in fragments',
        query:
          '{ ...S user { id } } fragment S on Query { __schema { ...N } } fragment N on __Schema { queryType { __typename n: name } }',
      },
      { name: 'all of the schema', query: getIntrospectionQuery() },
      {
        name: 'fields of inside are not seen',
        query:
          '{ __type(name: "_Entity") { name } any: __type(name: "_Any") { name } q: __type(name: "Query") { fields { name } } }',
      },
    ],
  },
];

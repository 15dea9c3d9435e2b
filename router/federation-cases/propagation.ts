import { GraphQLError } from 'graphql';
import type { Case, Item } from './testing/case.ts';

function fail(): never {
  throw new GraphQLError('Not today.', { extensions: { code: 'CLOSED' } });
}

/**
 * Null propagation and its errors: the same as from a single server, which stops at the first null that
 * propagates.
 */
export const propagation: readonly Case[] = [
  {
    name: 'failing fields under several names',
    subgraphs: {
      a: `type Query { leaf: Leaf leaves: [Leaf] strict: [Leaf!] user: User users: [User!] }
        type Leaf { ok: Int broken: Int must: Int! row: [Int!] rows: [[Int!]!]! }
        type User @key(fields: "id") { id: ID! }`,
      b: 'type User @key(fields: "id") { id: ID! age: Int must: Int! row: [Int!]! }',
    },
    data: () => {
      const [leaf, user] = [{ ok: 1 }, { __typename: 'User', id: '1' }];
      const leaves = [leaf, null, leaf];
      return { entities: [user], root: { leaf, leaves, strict: [leaf, leaf], user, users: [user, user] } };
    },
    resolvers: {
      Leaf: { broken: fail, must: fail, row: () => [1, null], rows: () => [[1], [2, null]] },
      User: { age: fail, must: fail, row: () => [null] },
    },
    operations: [
      { name: 'of a nullable one', query: '{ leaf { a: broken ok b: broken } }' },
      { name: 'of a non-null one', query: '{ leaf { ok a: must b: must } }' },
      { name: 'of a non-null one, in lists', query: '{ leaves { must a: must } strict { a: must must } }' },
      { name: 'of one with a null in it', query: '{ leaf { a: row b: row } }' },
      { name: 'of one with a null that goes up', query: '{ leaf { a: rows b: rows ok } }' },
      { name: 'of objects', query: '{ a: leaf { must } b: leaf { x: broken must } }' },
      { name: 'of an entity', query: '{ user { a: age b: age } }' },
      { name: 'of an entity, of a non-null one', query: '{ user { a: must b: must } }' },
      { name: 'of an entity, after a nullable one', query: '{ user { a: age b: must c: age d: must } }' },
      { name: 'of an entity, a list with a null', query: '{ user { a: row b: row id } }' },
    ],
  },
  {
    name: 'errors through lists of entities',
    subgraphs: {
      a: `type Query { teams: [Team!] loose: [Team] deep: [[Team!]] }
        type Team @key(fields: "id") { id: ID! members: [User!]! boss: User }
        type User @key(fields: "id") { id: ID! }`,
      b: `type User @key(fields: "id") { id: ID! age: Int! nick: String scores: [Int!] flags: [Boolean]! }
        type Team @key(fields: "id") { id: ID! rank: Int! motto: String }`,
      c: 'type User @key(fields: "id") { id: ID! hobby: Hobby! } type Hobby { name: String! cost: Int }',
    },
    data: () => {
      const [ann, bob, cem] = ['1', '2', '3'].map((id) => ({
        __typename: 'User',
        id,
        hobby: { name: 'h', cost: 1 },
      }));
      const teams = [
        { __typename: 'Team', id: 'a', members: [ann, bob], boss: cem, motto: 'm' },
        { __typename: 'Team', id: 'b', members: [ann], boss: bob, motto: 'n' },
        { __typename: 'Team', id: 'c', members: [], boss: null, motto: null },
      ];
      const [first, second, third] = teams;
      return {
        entities: [ann, bob, cem, ...teams].filter((each) => each !== undefined),
        root: { teams, loose: [...teams, null], deep: [[second], null, [third, first]] },
      };
    },
    resolvers: {
      User: {
        age: ({ id }) => (id === '2' ? fail() : 30),
        nick: ({ id }) => (id === '3' ? fail() : `n${id}`),
        scores: ({ id }) => (id === '1' ? [1, 2] : [1, null]),
        flags: ({ id }) => (id === '2' ? fail() : [true, null]),
      },
      Team: { rank: ({ id }) => (id === 'b' ? fail() : 1) },
    },
    operations: [
      { name: 'to the list', query: '{ teams { motto members { nick age hobby { name } } } }' },
      { name: 'to the item', query: '{ loose { members { age } motto } }' },
      { name: 'to an object', query: '{ loose { boss { nick flags scores } } }' },
      { name: 'in lists of lists', query: '{ deep { rank boss { nick age } } }' },
      {
        name: 'of two subgraphs',
        query: '{ teams { rank boss { age scores } members { hobby { cost } } } }',
      },
      {
        name: 'of several places',
        query: '{ x: teams { boss { age } } y: loose { boss { a: age b: flags } rank } }',
      },
      {
        name: 'not of what the document skips',
        query: `query ($yes: Boolean!) {
          loose { ... @include(if: $yes) { id: __typename members { flags __typename } boss { flags @include(if: false) __typename } } }
        }`,
        variables: { yes: true },
      },
    ],
  },
  {
    name: 'entities that are not found',
    subgraphs: {
      a: `type Query { pairs: [Pair!] first: Pair } type Pair { left: Node! right: Node list: [Node!] }
        type Node @key(fields: "id") { id: ID! }`,
      b: {
        sdl: `type Node @key(fields: "id") { id: ID! name: String size: Int! parts: [Part!]! } type Part { n: Int }`,
        hasEntity: ({ id }) => id !== '2',
      },
    },
    data: () => {
      const known = { __typename: 'Node', id: '1', name: 'n1', size: 1, parts: [{ n: 1 }] };
      const unknown: Item = { __typename: 'Node', id: '2' };
      return {
        entities: [known, unknown],
        root: {
          pairs: [
            { left: known, right: unknown, list: [known, unknown] },
            { left: known, right: null, list: null },
          ],
          first: { left: unknown, right: known, list: [] },
        },
      };
    },
    operations: [
      { name: 'nullable fields', query: '{ pairs { left { name } right { name id } list { name } } }' },
      {
        name: 'non-null fields at nullable places',
        query: '{ pairs { left { size } right { size } list { size } } }',
      },
      {
        name: 'non-null fields at non-null places',
        query: '{ first { left { name size } right { size } } }',
      },
      {
        name: 'lists',
        query: '{ pairs { right { parts { n } } list { parts { n } id } } first { right { id } } }',
      },
    ],
  },
];

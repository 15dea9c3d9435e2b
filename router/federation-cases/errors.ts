import { GraphQLError } from 'graphql';
import type { Case } from './testing/case.ts';
import { all } from './testing/data.ts';

function fail(): never {
  throw new GraphQLError('Not today.', { extensions: { code: 'CLOSED' } });
}

const USERS = [
  { __typename: 'User', id: '1', name: 'Ann' },
  { __typename: 'Bot', id: '2', name: 'Bot' },
  { __typename: 'User', id: '3', name: 'Cem' },
];

/** A failure in a subgraph affects its fields alone, and the error has their paths. */
export const errors: readonly Case[] = [
  {
    name: 'errors of resolvers',
    subgraphs: {
      a: `
        type Query { members: [Member] users: [User!] broken: Int fine: Int nested: Nested }
        union Member = User | Bot
        type User @key(fields: "id") { id: ID! name: String }
        type Bot @key(fields: "id") { id: ID! name: String }
        type Nested { list: [Leaf] } type Leaf { ok: Int broken: Int strict: Int! }`,
      b: 'type User @key(fields: "id") { id: ID! age: Int must: Int! friends: [User] } type Bot @key(fields: "id") { id: ID! load: Int }',
    },
    data: () => ({
      entities: USERS,
      root: {
        members: [null, USERS[1], USERS[0], USERS[2]],
        users: [USERS[0], USERS[2]],
        fine: 1,
        nested: { list: [{ ok: 1 }, null, { ok: 2 }] },
      },
    }),
    resolvers: {
      Query: { broken: fail },
      User: {
        age: ({ id }) => (id === '3' ? fail() : 40),
        must: ({ id }) => (id === '3' ? fail() : 1),
        friends: (_, __, data) => all(data, 'User').toReversed(),
      },
      Bot: { load: fail },
      Leaf: { broken: fail, strict: fail },
    },
    operations: [
      { name: 'at the root', query: '{ broken fine }' },
      { name: 'at the root, by another name', query: '{ x: broken y: fine }' },
      { name: 'in a list', query: '{ nested { list { ok broken } } }' },
      { name: 'in a list, of a non-null field', query: '{ nested { list { ok strict } } }' },
      { name: 'in an entity', query: '{ users { name age } }' },
      { name: 'in an entity, by another name', query: '{ people: users { years: age } }' },
      { name: 'in an entity, of a non-null field', query: '{ users { name must } fine }' },
      {
        name: 'in entities among others and nulls',
        query: '{ members { ... on User { age } ... on Bot { load } } }',
      },
      {
        name: 'of a non-null field among others and nulls',
        query: '{ members { ... on User { name must } } }',
      },
      { name: 'below entities', query: '{ users { friends { name age friends { age } } } }' },
    ],
  },
  {
    name: 'an unavailable subgraph',
    subgraphs: {
      a: `
        type Query { users: [User!] fine: Int }
        type User @key(fields: "id") { id: ID! name: String }`,
      b: {
        sdl: 'type Query { away: Int } type User @key(fields: "id") { id: ID! age: Int must: Int! }',
        isUnavailable: true,
      },
      c: 'type User @key(fields: "id") { id: ID! city: String age: Int @external grown: Boolean @requires(fields: "age") }',
    },
    data: () => {
      const users = USERS.filter(({ __typename }) => __typename === 'User').map((each) => ({
        ...each,
        city: 'Graz',
      }));
      return { entities: users, root: { users, fine: 1 } };
    },
    operations: [
      {
        name: 'its root fields',
        query: '{ away fine }',
        expected: { data: { away: null, fine: 1 }, errors: ['away'] },
      },
      {
        name: 'its fields of entities',
        query: '{ users { name age city } }',
        expected: {
          data: {
            users: [
              { name: 'Ann', age: null, city: 'Graz' },
              { name: 'Cem', age: null, city: 'Graz' },
            ],
          },
          errors: ['users.0.age', 'users.1.age'],
        },
      },
      {
        name: 'its non-null fields',
        query: '{ users { name must } fine }',
        expected: { data: { users: null, fine: 1 }, errors: ['users.0.must'] },
      },
    ],
  },
  {
    name: 'a required field that fails',
    subgraphs: {
      a: 'type Query { items: [Item] } type Item @key(fields: "id") { id: ID! price: Int strict: Int! }',
      b: {
        sdl: `type Item @key(fields: "id") {
          id: ID! price: Int @external strict: Int! @external tax: Int @requires(fields: "price") other: Int
          fee: Int @requires(fields: "strict")
        }`,
      },
    },
    data: () => {
      const items = ['1', '2'].map((id) => ({ __typename: 'Item', id, other: 4 }));
      return { entities: items, root: { items } };
    },
    resolvers: {
      Item: {
        price: ({ id, price }) => (price !== undefined ? price : id === '1' ? fail() : 10),
        strict: ({ id }) => (id === '1' ? fail() : 10),
        tax: ({ price }) => (price === null || price === undefined ? null : Number(price) / 5),
        fee: ({ strict }) => Number(strict),
      },
    },
    single: {
      resolvers: {
        Item: { tax: ({ id }) => (id === '1' ? null : 2), fee: ({ id }) => (id === '1' ? null : 10) },
      },
    },
    operations: [
      {
        name: 'and that nobody asked for',
        query: '{ items { tax other } }',
        expected: {
          data: {
            items: [
              { tax: null, other: 4 },
              { tax: 2, other: 4 },
            ],
          },
          errors: ['items.0'],
        },
      },
      { name: 'and that was asked for', query: '{ items { price other } }' },
    ],
  },
];

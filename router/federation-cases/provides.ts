import type { Case } from './testing/case.ts';
import { all } from './testing/data.ts';

/** Fields of other subgraphs' entities that a subgraph provides on some paths, and may resolve only there. */
export const provides: readonly Case[] = [
  {
    name: '@provides on a list',
    subgraphs: {
      accounts: 'type User @key(fields: "id") { id: ID! name: String @shareable age: Int }',
      reviews: `
        type Query { reviews: [Review!]! }
        type Review { text: String author: User @provides(fields: "name") editors: [User!] @provides(fields: "name") }
        type User @key(fields: "id") { id: ID! name: String @external reviews: [Review!] }`,
    },
    data: () => {
      const users: Record<string, unknown>[] = [
        { __typename: 'User', id: '1', name: 'Ann', age: 30 },
        { __typename: 'User', id: '2', name: null, age: null },
      ];
      const [ann, bob] = users;
      const reviews = [
        { text: 'a', author: ann, editors: [bob, ann] },
        { text: 'b', author: null, editors: null },
        { text: 'c', author: bob, editors: [] },
      ];
      for (const user of users) user.reviews = reviews.filter(({ author }) => author === user);
      return { entities: users, root: { reviews } };
    },
    operations: [
      { name: 'what is provided', query: '{ reviews { author { name } editors { name } } }' },
      { name: 'and what is not', query: '{ reviews { author { name age } editors { age } } }' },
      {
        name: 'deeper, where it is not provided',
        query: '{ reviews { author { reviews { author { name age } } } } }',
      },
    ],
  },
  {
    name: 'nested @provides',
    subgraphs: {
      shop: `
        type Query { products: [Product!]! }
        type Product @key(fields: "id") { id: ID! categories: [Category!]! @provides(fields: "parts { name }") }
        type Category @key(fields: "id") { id: ID! parts: [Category!]! @external name: String @external }`,
      names: 'type Category @key(fields: "id") { id: ID! name: String @shareable }',
      tree: 'type Category @key(fields: "id") { id: ID! parts: [Category!]! @shareable }',
    },
    data: () => {
      const leaf = { __typename: 'Category', id: '3', name: 'Leaf', parts: [] };
      const branch = { __typename: 'Category', id: '2', name: 'Branch', parts: [leaf] };
      const root = { __typename: 'Category', id: '1', name: 'Root', parts: [branch, leaf] };
      const products = [
        { __typename: 'Product', id: 'p1', categories: [root, leaf] },
        { __typename: 'Product', id: 'p2', categories: [] },
      ];
      return { entities: [leaf, branch, root, ...products], root: { products } };
    },
    operations: [
      { name: 'as far as provided', query: '{ products { categories { parts { name } } } }' },
      { name: 'farther', query: '{ products { id categories { name parts { id name parts { name } } } } }' },
    ],
  },
  {
    name: '@provides on an interface and a union',
    subgraphs: {
      media: `
        type Query { media: [Media] @provides(fields: "... on Book { title } ... on Film { length }") any: [Any] @provides(fields: "... on Book { title }") }
        interface Media { id: ID! }
        union Any = Book | Film
        type Book implements Media @key(fields: "id") { id: ID! title: String @external }
        type Film implements Media @key(fields: "id") { id: ID! length: Int @external }`,
      titles: `
        interface Media { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String @shareable pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String @shareable length: Int @shareable }`,
    },
    data: () => {
      const entities = [
        { __typename: 'Book', id: '1', title: 'Emma', pages: 400 },
        { __typename: 'Film', id: '2', title: 'Heat', length: 170 },
        { __typename: 'Book', id: '3', title: null, pages: null },
      ];
      return { entities, root: { media: [...entities, null], any: entities } };
    },
    operations: [
      {
        name: 'each member has its own',
        query: '{ media { ... on Book { title } ... on Film { length } } }',
      },
      { name: 'by the interface', query: '{ media { id title __typename } }' },
      {
        name: 'by the union',
        query: '{ any { __typename ... on Book { title pages } ... on Media { title } } }',
      },
    ],
  },
  {
    name: 'an entity without @provides that has the field elsewhere',
    subgraphs: {
      a: 'type Query { a: Thing } type Thing @key(fields: "id") { id: ID! name: String @shareable }',
      b: {
        sdl: `type Query { b: Thing bare: Thing } type Thing @key(fields: "id") { id: ID! name: String @external }
          extend type Query { named: Thing @provides(fields: "name") }`,
        resolvers: {
          Query: { bare: (_, __, data) => ({ ...all(data, 'Thing')[0], name: 'not to be asked for here' }) },
        },
      },
    },
    data: () => {
      const thing = { __typename: 'Thing', id: '1', name: 'n' };
      return { entities: [thing], root: { a: thing, b: thing, named: thing, bare: thing } };
    },
    operations: [
      {
        name: 'external without being provided',
        query: '{ a { name } bare { name } named { name } b { name id } }',
      },
    ],
  },
];

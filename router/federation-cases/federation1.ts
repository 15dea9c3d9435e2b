import type { Case } from './testing/case.ts';
import { all } from './testing/data.ts';

/** Subgraphs of Federation 1, with its use of @external and type extensions. */
export const federation1: readonly Case[] = [
  {
    name: 'Federation 1: extend type and @external keys',
    subgraphs: {
      a: {
        federation1: true,
        sdl: `
        extend type Query { random: User }
        extend type User @key(fields: "id") { id: ID! @external rid: ID }`,
      },
      b: {
        federation1: true,
        sdl: `
        type Query { user: User }
        type User @key(fields: "id") { id: ID! name: String nick: String }`,
      },
      c: {
        federation1: true,
        sdl: `
        extend type Query { writer: User @provides(fields: "name") }
        extend type User @key(fields: "id") {
          id: ID! @external name: String @external hello: String @requires(fields: "name nick") nick: String @external
        }`,
      },
    },
    data: () => {
      const user = { __typename: 'User', id: '1', rid: 'r1', name: 'Ann', nick: 'An' };
      return { entities: [user], root: { random: user, user, writer: user } };
    },
    resolvers: { User: { hello: ({ name, nick }) => `Hello ${name} ${nick}` } },
    operations: [
      { name: 'from the extension', query: '{ random { id rid name } }' },
      { name: 'from the owner', query: '{ user { rid hello } }' },
      { name: 'provided', query: '{ writer { name id hello } }' },
    ],
  },
  {
    name: 'Federation 2: extend type and @external keys',
    subgraphs: {
      a: `
        type Query { random: User }
        extend type User @key(fields: "id") { id: ID! @external rid: ID }`,
      b: 'type Query { user: User } type User @key(fields: "id") { id: ID! name: String }',
      c: 'type User @extends @key(fields: "id") { id: ID! @external age: Int } type Query { c: User }',
    },
    data: () => {
      const user = { __typename: 'User', id: '1', rid: 'r1', name: 'Ann', age: 4 };
      return { entities: [user], root: { random: user, user, c: user } };
    },
    operations: [
      { name: 'all ways', query: '{ random { name age } user { rid age } c { id rid name } }' },
      { name: 'only the key', query: '{ random { id } c { __typename id } }' },
    ],
  },
  {
    name: 'a mix of both',
    subgraphs: {
      products: {
        federation1: true,
        sdl: `type Query { products: [Product] }
        type Product @key(fields: "upc") @key(fields: "sku brand { id }") { upc: ID! sku: ID brand: Brand price: Int }
        type Brand { id: ID name: String }`,
      },
      stock: {
        sdl: 'type Product @key(fields: "sku brand { id }") { sku: ID brand: Brand stock: Int } type Brand @shareable { id: ID }',
      },
      reviews: {
        federation1: true,
        sdl: `extend type Product @key(fields: "upc") { upc: ID! @external price: Int @external stars: Int worth: Int @requires(fields: "price") }
        extend type Query { reviewed: [Product] }`,
      },
    },
    data: () => ({
      entities: ['1', '2'].map((n) => ({
        __typename: 'Product',
        upc: n,
        sku: `s${n}`,
        brand: { id: `b${n}`, name: 'B' },
        price: 10,
        stock: 4,
        stars: 3,
        worth: 30,
      })),
    }),
    resolvers: {
      Query: {
        products: (_, __, data) => all(data, 'Product'),
        reviewed: (_, __, data) => all(data, 'Product'),
      },
      Product: { worth: ({ price }) => Number(price) * 3 },
    },
    operations: [
      { name: 'from the one to the other', query: '{ reviewed { stock stars worth } }' },
      {
        name: 'all',
        query: '{ products { stock stars worth brand { name } } reviewed { brand { name id } price } }',
      },
    ],
  },
  {
    name: 'an entity that is the parent of itself',
    subgraphs: {
      a: 'type Query { products: [Product] } type Product @key(fields: "id pid") { id: ID! pid: ID! }',
      b: 'type Product @key(fields: "id pid") @key(fields: "id") { id: ID! pid: ID! category: Category @shareable }  type Category @key(fields: "id") { id: ID! }',
      c: `type Product @key(fields: "id pid") { id: ID! pid: ID! category: Category @shareable } type Category @key(fields: "id") { id: ID! details: Details }
        type Details { products: Int }`,
      d: 'type Category @key(fields: "id") { id: ID! name: String parent: Category }',
    },
    data: () => {
      const top = { __typename: 'Category', id: 'c0', name: 'Top', details: { products: 9 }, parent: null };
      const category = {
        __typename: 'Category',
        id: 'c1',
        name: 'Sub',
        details: { products: 2 },
        parent: top,
      };
      const product = { __typename: 'Product', id: '1', pid: 'p1', category };
      return { entities: [top, category, product], root: { products: [product] } };
    },
    operations: [
      { name: 'the way through the parent', query: '{ products { category { details { products } } } }' },
      {
        name: 'and farther',
        query: '{ products { id category { name parent { name details { products } parent { id } } } } }',
      },
    ],
  },
];

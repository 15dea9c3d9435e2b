import type { Case, Item } from './testing/case.ts';
import { all, one } from './testing/data.ts';

/** Fields that several subgraphs can resolve: @shareable, shared root fields, @override. */
export const shared: readonly Case[] = [
  {
    name: 'a root field of several subgraphs, each with a part of the type',
    subgraphs: {
      names:
        'type Query { product: Product @shareable products: [Product] @shareable } type Product @shareable { id: ID! name: Name } type Name { id: ID! @shareable brand: String }',
      prices:
        'type Query { product: Product @shareable products: [Product] @shareable } type Product @shareable { id: ID! price: Price } type Price { id: ID! @shareable amount: Int }',
      sorts:
        'type Query { product: Product @shareable products: [Product] @shareable } type Product @shareable { id: ID! category: Category } type Category { id: ID! @shareable name: String }',
    },
    data: () => {
      const product = (id: string) => ({
        id,
        name: { id, brand: `b${id}` },
        price: { id, amount: 3 },
        category: { id, name: 'c' },
      });
      return { entities: [], root: { product: product('1'), products: [product('1'), product('2')] } };
    },
    operations: [
      { name: 'all of one', query: '{ product { id name { brand } price { amount } category { name } } }' },
      {
        name: 'all of a list',
        query: '{ products { id name { id } price { id amount } category { name } } }',
      },
      { name: 'only one part', query: '{ product { price { amount } } }' },
    ],
  },
  {
    name: '@shareable',
    subgraphs: {
      a: 'type Query { a: Box } type Box @key(fields: "id") { id: ID! size: Size @shareable } type Size @shareable { w: Int h: Int }',
      b: 'type Query { b: Box } type Box @key(fields: "id") { id: ID! size: Size @shareable color: String } type Size @shareable { w: Int d: Int }',
    },
    data: () => {
      const box = { __typename: 'Box', id: '1', size: { w: 1, h: 2, d: 3 }, color: 'red' };
      return { entities: [box], root: { a: box, b: box } };
    },
    operations: [
      { name: 'from either', query: '{ a { size { w } } b { size { w } } }' },
      { name: 'parts of a value from both', query: '{ a { size { w d h } color } }' },
      { name: 'parts of a value from both, from the other', query: '{ b { size { h d } } }' },
    ],
  },
  {
    name: '@override',
    subgraphs: {
      old: {
        sdl: 'type Query { posts: [Post!]! } type Post @key(fields: "id") { id: ID! date: String views: Int }',
        resolvers: { Post: { date: () => 'the old one', views: ({ views }) => views } },
      },
      new: {
        sdl: 'type Query { latest: Post } type Post @key(fields: "id") { id: ID! date: String @override(from: "old") }',
      },
      gone: 'type Post @key(fields: "id") { id: ID! likes: Int @override(from: "never-there") }',
    },
    data: () => {
      const posts = ['1', '2'].map((id) => ({
        __typename: 'Post',
        id,
        date: `2026-${id}`,
        views: 5,
        likes: 6,
      }));
      return { entities: posts, root: { posts, latest: posts[1] } };
    },
    operations: [
      { name: 'from the old subgraph', query: '{ posts { date views likes } }' },
      { name: 'from the new', query: '{ latest { date views id } }' },
    ],
  },
  {
    name: '@override of what @requires uses',
    subgraphs: {
      a: {
        sdl: `type Query { user: User }
          type User @key(fields: "id") { id: ID! name: String @override(from: "b") }`,
      },
      b: {
        sdl: `type Query { other: User } type User @key(fields: "id") { id: ID! name: String }`,
        resolvers: { User: { name: () => 'the old name' } },
      },
      c: {
        sdl: 'type User @key(fields: "id") { id: ID! name: String @external hello: String @requires(fields: "name") }',
      },
    },
    data: () => {
      const user = { __typename: 'User', id: '1', name: 'Ann' };
      return { entities: [user], root: { user, other: user } };
    },
    resolvers: { User: { hello: ({ name }) => `Hello ${name}` } },
    operations: [
      { name: 'the required one is the new one', query: '{ user { hello } other { hello name } }' },
    ],
  },
  {
    name: '@override with a label',
    subgraphs: {
      old: {
        sdl: 'type Query { things: [Thing!]! } type Thing @key(fields: "id") { id: ID! size: Int never: Int }',
        resolvers: { Thing: { size: () => -1 } },
      },
      new: {
        sdl: `type Thing @key(fields: "id") {
          id: ID! size: Int @override(from: "old", label: "percent(100)") never: Int @override(from: "old", label: "percent(0)")
        }`,
        resolvers: { Thing: { never: () => -1 } },
      },
    },
    data: () => {
      const things = ['1', '2'].map((id) => ({ __typename: 'Thing', id, size: Number(id), never: 9 }));
      return { entities: things, root: { things } };
    },
    operations: [{ name: 'all and none of the requests', query: '{ things { size never } }' }],
  },
  {
    name: 'the simplest entity call',
    subgraphs: {
      a: 'type Query { user: User } type User @key(fields: "id") { id: ID! email: String! @shareable }',
      b: 'type User @key(fields: "email") { email: String! @shareable nickname: String! }',
      c: 'type Query { users: [User] } type User @key(fields: "id") { id: ID! age: Int }',
    },
    data: () => ({ entities: [{ __typename: 'User', id: '1', email: 'a@b', nickname: 'annie', age: 3 }] }),
    resolvers: {
      Query: { user: (_, __, data) => one(data, 'User', '1'), users: (_, __, data) => all(data, 'User') },
    },
    operations: [
      { name: 'one hop', query: '{ user { id nickname } }' },
      { name: 'two hops', query: '{ users { nickname } }' },
    ],
  },
  {
    name: '@override with percentages that are certain',
    subgraphs: {
      a: `type Query { items: [Item] } type Item @key(fields: "id") { id: ID! moved: Int kept: Int both: Both }
        type Both @key(fields: "id") { id: ID! v: Int }`,
      b: `type Item @key(fields: "id") {
          id: ID! moved: Int @override(from: "a", label: "percent(100)")
          kept: Int @override(from: "a", label: "percent(0)") both: Both @override(from: "a", label: "percent(100)")
        }
        type Both @key(fields: "id") { id: ID! v: Int @override(from: "a", label: "percent(0)") w: Int }`,
      c: 'type Item @key(fields: "id") { id: ID! sum: Int }',
    },
    data: () => {
      const both = { __typename: 'Both', id: 'b', v: 1, w: 2 };
      const items = ['1', '2'].map((id) => ({ __typename: 'Item', id, moved: 1, kept: 2, both, sum: 3 }));
      return { entities: [both, ...items], root: { items } };
    },
    operations: [
      { name: 'fields', query: '{ items { moved kept sum } }' },
      { name: 'below what has moved', query: '{ items { both { v w } kept } }' },
    ],
  },
  {
    name: 'root fields of several subgraphs under fragments',
    subgraphs: {
      a: `type Query { me: User version: Int @shareable }
        type User @key(fields: "id") { id: ID! name: String root: Root } type Root { again: User }`,
      b: `type Query { posts(first: Int = 2, by: ID): [Post] version: Int @shareable }
        type Post @key(fields: "id") { id: ID! author: User } type User @key(fields: "id") { id: ID! posts: [Post!] }`,
      c: `type Query { count: Int! }
        type Post @key(fields: "id") { id: ID! likes: Int type: Kind } enum Kind { LONG SHORT }`,
    },
    data: () => {
      const posts: Item[] = [];
      const root: Record<string, unknown> = {};
      const user = { __typename: 'User', id: '1', name: 'Ann', posts, root };
      root.again = user;
      posts.push(
        { __typename: 'Post', id: 'p1', likes: 1, type: null, author: user },
        { __typename: 'Post', id: 'p2', likes: null, type: 'LONG', author: null },
      );
      return { entities: [user, ...posts], root: { me: user, version: 3, count: 7 } };
    },
    resolvers: { Query: { posts: (_, { first }, data) => all(data, 'Post').slice(0, Number(first)) } },
    operations: [
      {
        name: 'in fragments in fragments, with introspection',
        query: `query ($yes: Boolean!) { ...A __typename ...B @include(if: $yes) __type(name: "Kind") { enumValues { name } } }
          fragment A on Query { count ... on Query { me { ...U root { again { ...U } } } } ...B }
          fragment B on Query { posts(first: 1) { type author { ...U } } version more: posts { likes } }
          fragment U on User { t: __typename name posts { likes } }`,
        variables: { yes: true },
      },
      {
        name: 'left out',
        query: `query ($no: Boolean!) { ... @include(if: $no) { me { name } } ...B @skip(if: $no) }
          fragment B on Query { v: version ... @include(if: $no) { count } }`,
        variables: { no: false },
      },
    ],
  },
];

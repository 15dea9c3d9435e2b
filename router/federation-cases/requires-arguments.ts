import type { Case, Item } from './testing/case.ts';
import { all, one } from './testing/data.ts';

const priceIn = ({ usd }: Item, { currency }: Item) => (currency === 'EUR' ? Number(usd) * 2 : Number(usd));

const COMMENTS = [
  ['1', 'p1', 'a1'],
  ['2', 'p1', 'a1'],
  ['3', 'p1', 'a2'],
  ['4', 'p2', 'a2'],
  ['5', 'p2', 'a1'],
  ['6', 'p2', 'a1'],
].map(([id, post, authorId]) => ({ __typename: 'Comment', id, post, authorId, body: `body-${id}` }));

/** Required fields with arguments, which a client may select with other arguments. */
export const requiresArguments: readonly Case[] = [
  {
    name: 'a required field with arguments',
    subgraphs: {
      products: {
        sdl: `type Query { products: [Product!]! }
        type Product @key(fields: "upc") { upc: ID! price(currency: String!): Int weight: Int }`,
      },
      shipping: {
        sdl: `type Product @key(fields: "upc") {
          upc: ID! price(currency: String!): Int @external weight: Int @external
          estimate: Int @requires(fields: "price(currency: \\"USD\\") weight")
        }`,
        resolvers: {
          Product: { estimate: ({ price, weight }: { price: number; weight: number }) => price * weight },
        },
      },
    },
    data: () => ({
      entities: [
        { __typename: 'Product', upc: '1', usd: 11, weight: 1 },
        { __typename: 'Product', upc: '2', usd: 22, weight: 2 },
      ],
    }),
    resolvers: { Query: { products: (_, __, data) => all(data, 'Product') }, Product: { price: priceIn } },
    single: { resolvers: { Product: { estimate: ({ usd, weight }) => Number(usd) * Number(weight) } } },
    operations: [
      { name: 'nobody asks for it', query: '{ products { estimate } }' },
      { name: 'the client asks with the same', query: '{ products { price(currency: "USD") estimate } }' },
      { name: 'the client asks with another', query: '{ products { price(currency: "EUR") estimate } }' },
      {
        name: 'the client asks with a variable',
        query: 'query ($c: String!) { products { estimate price(currency: $c) } }',
        variables: { c: 'EUR' },
      },
      {
        name: 'the client asks with both, by other names',
        query: '{ products { eur: price(currency: "EUR") usd: price(currency: "USD") estimate } }',
      },
    ],
  },
  {
    name: 'two fields that require one with different arguments',
    subgraphs: {
      products: `
        type Query { products: [Product!]! }
        type Product @key(fields: "upc") { upc: ID! price(currency: String!): Int category: Category }
        type Category { average(currency: String!): Int }`,
      shipping: {
        sdl: `type Product @key(fields: "upc") {
          upc: ID! price(currency: String!): Int @external category: Category @external
          inUsd: Int @requires(fields: "price(currency: \\"USD\\")")
          inEur: Int @requires(fields: "price(currency: \\"EUR\\")")
          dear: Boolean @requires(fields: "category { average(currency: \\"USD\\") }")
        }
        type Category @external { average(currency: String!): Int }`,
        resolvers: {
          Product: {
            inUsd: ({ price }) => price,
            inEur: ({ price }) => price,
            dear: ({ category }: { category: { average: number } }) => category.average > 11,
          },
        },
      },
    },
    data: () => ({
      entities: [
        { __typename: 'Product', upc: '1', usd: 11, category: { usd: 11 } },
        { __typename: 'Product', upc: '2', usd: 22, category: { usd: 22 } },
      ],
    }),
    resolvers: {
      Query: { products: (_, __, data) => all(data, 'Product') },
      Product: { price: priceIn },
      Category: { average: priceIn },
    },
    single: {
      resolvers: {
        Product: {
          inUsd: (product) => priceIn(product, { currency: 'USD' }),
          inEur: (product) => priceIn(product, { currency: 'EUR' }),
          dear: ({ category }: { category: { usd: number } }) => category.usd > 11,
        },
      },
    },
    operations: [
      { name: 'one of them', query: '{ products { inEur dear } }' },
      { name: 'both at once', query: '{ products { upc inUsd inEur dear } }' },
      {
        name: 'both, in a fragment that is used twice',
        query: `query ($yes: Boolean!) {
          products @include(if: $yes) { ...F ... { other: inEur } } products { inUsd id: inUsd @skip(if: $yes) ...F @include(if: $yes) }
        } fragment F on Product { inUsd inEur }`,
        variables: { yes: true },
      },
      {
        name: 'both, and a third from the client',
        query: '{ products { inUsd inEur price(currency: "EUR") } }',
      },
    ],
  },
  {
    name: 'a required list with arguments',
    subgraphs: {
      feed: `
        type Query { feed: [Post!]! }
        type Post @key(fields: "id") { id: ID! comments(limit: Int!): [Comment] @external }
        type Comment @key(fields: "id") {
          id: ID! authorId: ID body: String! samePosts: [Post] @external
          spam: Boolean @requires(fields: "samePosts { comments(limit: 50) { id } }")
        }`,
      comments: {
        sdl: `
        type Post @key(fields: "id") {
          id: ID! author: Author @requires(fields: "comments(limit: 3) { authorId }") comments(limit: Int!): [Comment]
        }
        type Comment @key(fields: "id") { id: ID! date: String authorId: ID @external samePosts: [Post] }
        type Author { id: ID! }`,
        resolvers: {
          Post: {
            author: ({ comments }: { comments: { authorId: string }[] }) =>
              comments.length === 3 ? { id: comments[2]?.authorId } : null,
          },
        },
      },
    },
    data: () => ({
      entities: [{ __typename: 'Post', id: 'p1' }, { __typename: 'Post', id: 'p2' }, ...COMMENTS],
    }),
    resolvers: {
      Query: { feed: (_, __, data) => all(data, 'Post') },
      Post: {
        comments: ({ id }, { limit }) => COMMENTS.filter(({ post }) => post === id).slice(0, Number(limit)),
        author: ({ id }) => ({ id: COMMENTS.filter(({ post }) => post === id)[2]?.authorId }),
      },
      Comment: {
        samePosts: ({ id }, _, data) => (id === '3' ? [one(data, 'Post', 'p2')] : []),
        spam: ({ samePosts }: { samePosts: { comments: { id: string }[] }[] }) =>
          samePosts.length > 0 && samePosts.every(({ comments }) => comments.length === 3),
      },
    },
    single: { resolvers: { Comment: { spam: ({ id }) => id === '3' } } },
    operations: [
      { name: 'nobody asks for it', query: '{ feed { author { id } } }' },
      { name: 'the client asks for fewer', query: '{ feed { author { id } comments(limit: 1) { id } } }' },
      {
        name: 'the client asks for other fields',
        query: '{ feed { author { id } comments(limit: 2) { body date } } }',
      },
      {
        name: 'the client asks for a number by variable',
        query: 'query ($limit: Int = 1) { feed { author { id } comments(limit: $limit) { id } } }',
      },
      {
        name: 'the client asks in two fragments',
        query: `query ($limit: Int = 1) { feed { author { id } ...A ...B } }
          fragment A on Post { comments(limit: $limit) { id } } fragment B on Post { comments(limit: $limit) { body } }`,
      },
      { name: 'required below what the client asks for', query: '{ feed { comments(limit: 3) { spam } } }' },
      { name: 'both', query: '{ feed { comments(limit: 2) { id spam } author { id } } }' },
    ],
  },
];

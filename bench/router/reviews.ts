import type { SubgraphDefinition } from './subgraph.ts';

/**
 * The graph of graphql-hive/graphql-gateways-benchmark (users, products, their stock, reviews), rebuilt from
 * its description: the same types and the same number and sizes of entities; texts and names are ours.
 */
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides"])`;

const WORDS = 'the room was quiet and bright with a view of the garden but the chairs could be softer ';
function text(length: number): string {
  return WORDS.repeat(Math.ceil(length / WORDS.length)).slice(0, length);
}

const USERS = ['Ada', 'Grace', 'Edsger', 'Barbara', 'Tony', 'Leslie'].map((name, index) => ({
  id: String(index + 1),
  name: `${name} Example`,
  username: name.toLowerCase(),
  birthday: 1_234_567_890,
}));
const PRODUCTS = [
  { name: 'Table', price: 899, weight: 100, inStock: true },
  { name: 'Couch', price: 1_299, weight: 1_000, inStock: false },
  { name: 'Glass', price: 15, weight: 20, inStock: false },
  { name: 'Chair', price: 499, weight: 100, inStock: false },
  { name: 'TV', price: 1_299, weight: 1_000, inStock: true },
  { name: 'Lamp', price: 6_999, weight: 300, inStock: true },
  { name: 'Grill', price: 3_999, weight: 2_000, inStock: true },
  { name: 'Fridge', price: 100_000, weight: 6_000, inStock: false },
  { name: 'Sofa', price: 9_999, weight: 800, inStock: true },
].map((product, index) => ({ upc: String(index + 1), ...product }));

/** The product of each review, and the review's length. */
const REVIEWS = [
  ...['1', '2'].flatMap((upc) => [445, 289, 275, 143].map((length) => ({ upc, length }))),
  { upc: '3', length: 143 },
  { upc: '4', length: 143 },
  { upc: '4', length: 844 },
].map(({ upc, length }, index) => ({ id: String(index + 1), body: text(length), product: { upc } }));

type WithId = { readonly id: string };
type WithUpc = { readonly upc: string };
function userById({ id }: WithId) {
  return USERS.find((user) => user.id === id);
}
function productByUpc({ upc }: WithUpc) {
  return PRODUCTS.find((product) => product.upc === upc);
}

export const REVIEW_GRAPH: readonly SubgraphDefinition[] = [
  {
    name: 'accounts',
    sdl: `${LINK}
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    resolvers: {
      Query: {
        me: () => USERS[0],
        user: (_: unknown, reference: WithId) => userById(reference),
        users: () => USERS,
      },
      User: { __resolveReference: userById },
    },
  },
  {
    name: 'inventory',
    sdl: `${LINK}
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external
        inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: WithUpc) => ({
          ...reference,
          inStock: productByUpc(reference)?.inStock,
        }),
        shippingEstimate: ({ price, weight }: { price: number; weight: number }) =>
          price > 1_000 ? 0 : Math.floor(weight / 2),
      },
    },
  },
  {
    name: 'products',
    sdl: `${LINK}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first) },
      Product: { __resolveReference: productByUpc },
    },
  },
  {
    name: 'reviews',
    sdl: `${LINK}
      type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: WithId) => REVIEWS.find((review) => review.id === id),
        author: () => ({ id: '1', username: USERS[0]?.username }),
      },
      User: {
        __resolveReference: (reference: WithId) => reference,
        reviews: () => REVIEWS.slice(0, 2),
      },
      Product: {
        __resolveReference: (reference: WithUpc) => reference,
        reviews: ({ upc }: WithUpc) => REVIEWS.filter(({ product }) => product.upc === upc),
      },
    },
  },
];

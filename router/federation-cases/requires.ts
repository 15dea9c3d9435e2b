import type { Case, Item } from './testing/case.ts';
import { all } from './testing/data.ts';

type Product = { readonly price: number; readonly weight: number };

const shipping = ({ price, weight }: Product) => (price > 100 ? 0 : weight * 2);

/** The tier of an order, in a subgraph that gets the required fields or in the single schema. */
function tier({ tier: given, lines }: Item): unknown {
  return (
    given ??
    (Array.isArray(lines) && lines.every(({ sku, count }) => sku && count) && lines.length > 0
      ? 'gold'
      : 'tin')
  );
}

function discount(order: Item): unknown {
  const { discount: told, lines } = order;
  return told ?? { percent: Array.isArray(lines) ? lines.length * 10 : -1, reason: { text: tier(order) } };
}

function total(order: Item): unknown {
  const { percent, reason } = discount(order) as {
    readonly percent: number;
    readonly reason: { readonly text: string };
  };
  return 100 - percent - reason.text.length;
}

/** Fields that are computed from fields of another subgraph. */
export const requires: readonly Case[] = [
  {
    name: 'required fields',
    subgraphs: {
      products: `
        type Query { products: [Product!]! }
        type Product @key(fields: "upc") { upc: ID! price: Int weight: Int size: Size }
        type Size { width: Int height: Int }`,
      stock: {
        sdl: `
        type Query { stocked: [Product!]! }
        type Product @key(fields: "upc") {
          upc: ID! price: Int @external weight: Int @external size: Size @external
          inStock: Int shipping: Int @requires(fields: "price weight") area: Int @requires(fields: "size { width height }")
          label: String @requires(fields: "size { width } price")
        }
        type Size @external { width: Int height: Int }`,
      },
    },
    data: () => ({
      entities: [
        { __typename: 'Product', upc: '1', price: 10, weight: 3, inStock: 4, size: { width: 2, height: 3 } },
        { __typename: 'Product', upc: '2', price: 500, weight: 4, inStock: 0, size: { width: 5, height: 7 } },
        { __typename: 'Product', upc: '3', price: null, weight: null, inStock: null, size: null },
      ],
    }),
    resolvers: {
      Query: {
        products: (_, __, data) => all(data, 'Product'),
        stocked: (_, __, data) => all(data, 'Product'),
      },
      Product: {
        shipping,
        area: ({ size }: { size: { width: number; height: number } | null }) =>
          size && size.width * size.height,
        label: ({ size, price }: { size: { width: number } | null; price: number | null }) =>
          `${size?.width}:${price}`,
      },
    },
    operations: [
      { name: 'from the subgraph that has them', query: '{ products { shipping } }' },
      { name: 'from the subgraph that needs them', query: '{ stocked { shipping inStock } }' },
      { name: 'nested ones', query: '{ products { area upc } stocked { area } }' },
      { name: 'several, overlapping', query: '{ stocked { label area shipping size { height } price } }' },
      { name: 'under other names', query: '{ stocked { price: shipping weight: upc cost: price } }' },
      {
        name: 'one of them under a condition',
        query:
          'query ($a: Boolean!) { stocked { ... on Product @include(if: $a) { area } weight shipping } }',
        variables: { a: false },
      },
      {
        name: 'parts of one of them under a condition',
        query: 'query ($a: Boolean!) { stocked { area @skip(if: $a) label size { height @skip(if: $a) } } }',
        variables: { a: true },
      },
    ],
  },
  {
    name: 'required across two hops',
    subgraphs: {
      a: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! }',
      b: 'type Item @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }',
      c: 'type Item @key(fields: "sku") { sku: ID! weight: Int }',
      d: {
        sdl: `type Item @key(fields: "id") {
          id: ID! weight: Int @external freight: Int @requires(fields: "weight")
        }`,
      },
    },
    data: () => ({ entities: [{ __typename: 'Item', id: '1', sku: 's', weight: 6 }] }),
    resolvers: {
      Query: { item: (_, __, data) => data.entities[0] },
      Item: { freight: ({ weight }: { weight: number }) => weight * 10 },
    },
    operations: [
      { name: 'only the end', query: '{ item { freight } }' },
      { name: 'all', query: '{ item { id freight sku weight } }' },
    ],
  },
  {
    name: 'required fields that require',
    subgraphs: {
      prices: 'type Product @key(fields: "id") { id: ID! price: Float! @inaccessible }',
      shop: 'type Query { product: Product products: [Product] } type Product @key(fields: "id") { id: ID! discount: Boolean! }',
      judge: {
        sdl: `type Product @key(fields: "id") {
          id: ID! price: Float! @external discount: Boolean! @external
          expensive: Boolean! @requires(fields: "price")
          expensiveOnSale: Boolean! @requires(fields: "discount price")
        }`,
      },
      purse: {
        sdl: `type Product @key(fields: "id") {
          id: ID! expensive: Boolean! @external expensiveOnSale: Boolean! @external
          affordable: Boolean! @requires(fields: "expensive")
          affordableOnSale: Boolean! @requires(fields: "expensiveOnSale")
          verdict: String! @requires(fields: "expensive expensiveOnSale")
        }`,
      },
    },
    data: () => ({
      entities: [
        {
          __typename: 'Product',
          id: '1',
          price: 600,
          discount: true,
          expensive: true,
          expensiveOnSale: false,
        },
        {
          __typename: 'Product',
          id: '2',
          price: 5,
          discount: false,
          expensive: false,
          expensiveOnSale: false,
        },
      ],
    }),
    resolvers: {
      Query: { product: (_, __, data) => data.entities[0], products: (_, __, data) => data.entities },
      Product: {
        expensive: ({ price }: { price: number }) => price > 500,
        expensiveOnSale: ({ price, discount }: { price: number; discount: boolean }) =>
          price > 500 && !discount,
        affordable: ({ expensive }: { expensive: boolean }) => !expensive,
        affordableOnSale: ({ expensiveOnSale }: { expensiveOnSale: boolean }) => !expensiveOnSale,
        verdict: (given: { expensive: boolean; expensiveOnSale: boolean }) =>
          `${given.expensive}/${given.expensiveOnSale}`,
      },
    },
    operations: [
      { name: 'one after the other', query: '{ product { affordable } }' },
      { name: 'two chains', query: '{ products { affordable affordableOnSale } }' },
      { name: 'all of it', query: '{ product { verdict affordable expensive discount affordableOnSale } }' },
    ],
  },
  {
    name: 'two subgraphs that require of each other',
    subgraphs: {
      a: {
        sdl: `type Query { post: Post }
        type Post @key(fields: "id") {
          id: ID! author: Author! byNovice: Boolean! @external byExpert: Boolean! @requires(fields: "byNovice")
        }
        type Author { yearsInOffice: Int! @shareable }`,
      },
      b: {
        sdl: `type Post @key(fields: "id") {
          id: ID! author: Author! @external byNovice: Boolean! @requires(fields: "author { yearsInOffice }")
        }
        type Author { yearsInOffice: Int! @external }`,
      },
    },
    data: () => ({
      entities: [{ __typename: 'Post', id: '1', author: { yearsInOffice: 2 }, byNovice: true }],
    }),
    resolvers: {
      Query: { post: (_, __, data) => data.entities[0] },
      Post: {
        byNovice: ({ author }: { author: { yearsInOffice: number } }) => author.yearsInOffice < 3,
        byExpert: ({ byNovice }: { byNovice: boolean }) => !byNovice,
      },
    },
    operations: [
      { name: 'there and back', query: '{ post { byExpert } }' },
      { name: 'both', query: '{ post { byExpert byNovice author { yearsInOffice } } }' },
    ],
  },
  {
    name: 'required fields of an abstract type',
    subgraphs: {
      a: `
        type Query { users: [User!]! }
        type User @key(fields: "id") { id: ID! address: Address }
        interface Address { city: String }
        type Home implements Address { city: String floor: Int }
        type Work implements Address { city: String company: String }`,
      b: {
        sdl: `
        type User @key(fields: "id") {
          id: ID! address: Address @external
          label: String @requires(fields: "address { city ... on Home { floor } ... on Work { company } }")
          town: String @requires(fields: "address { __typename city }")
        }
        interface Address { city: String }
        type Home implements Address @external { city: String floor: Int }
        type Work implements Address @external { city: String company: String }`,
      },
    },
    data: () => ({
      entities: [
        { __typename: 'User', id: '1', address: { __typename: 'Home', city: 'Graz', floor: 3 } },
        { __typename: 'User', id: '2', address: { __typename: 'Work', city: 'Linz', company: 'ACME' } },
        { __typename: 'User', id: '3', address: null },
      ],
    }),
    resolvers: {
      Query: { users: (_, __, data) => all(data, 'User') },
      User: {
        label: ({ address }: { address: Record<string, unknown> | null }) =>
          address && [address.city, address.floor, address.company].join('/'),
        town: ({ address }: { address: Record<string, unknown> | null }) =>
          address && `${address.__typename} ${address.city}`,
      },
    },
    operations: [
      { name: 'by its members', query: '{ users { label } }' },
      { name: 'by the interface', query: '{ users { town } }' },
      {
        name: 'with parts of them asked for',
        query: '{ users { id label town address { ... on Work { city } } } }',
      },
    ],
  },
  {
    name: 'requirements across three subgraphs and back',
    subgraphs: {
      a: `type Query { orders: [Order!] order: Order }
        type Order @key(fields: "id") {
          id: ID! lines: [Line!]! discount: Discount @external
          total: Int @requires(fields: "discount { percent reason { text } }")
        }
        type Discount @external { percent: Int reason: Reason } type Reason @external { text: String }
        type Line { sku: ID! count: Int! }`,
      b: `type Order @key(fields: "id") {
          id: ID! tier: String @external lines: [Line!]! @external
          discount: Discount @requires(fields: "tier lines { count }")
        }
        type Discount { percent: Int reason: Reason } type Reason { text: String } type Line { count: Int! @external }`,
      c: `type Order @key(fields: "id") {
          id: ID! lines: [Line!]! @external tier: String @requires(fields: "lines { sku count }")
        }
        type Line @external { sku: ID! count: Int! }`,
    },
    data: () => {
      const [two, none] = [['x', 'y'], []].map((skus, id) => ({
        __typename: 'Order',
        id: String(id),
        lines: skus.map((sku, at) => ({ sku, count: at + 1 })),
      }));
      const orders = [two, none].filter((each) => each !== undefined);
      return { entities: orders, root: { orders, order: two } };
    },
    resolvers: { Order: { tier, discount, total } },
    operations: [
      { name: 'to the end', query: '{ orders { total } }' },
      {
        name: 'with parts of it under other names',
        query:
          '{ order { lines: total discount { lines: percent reason { percent: text } } tier: lines { count: sku sku: count } } }',
      },
    ],
  },
];

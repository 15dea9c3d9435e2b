import type { Case, Operation } from './testing/case.ts';

const both = [true, false];

/** The operation with each combination of two variables. */
function withAll(name: string, query: string): Operation[] {
  return both.flatMap((a) => both.map((b) => ({ name: `${name} (${a}, ${b})`, query, variables: { a, b } })));
}

/** @skip and @include on fields and fragments. */
export const conditions: readonly Case[] = [
  {
    name: '@skip and @include',
    subgraphs: {
      a: {
        sdl: `
        type Query { product: Product products: [Product] any: [Any] }
        union Any = Product | Note
        type Note { text: String }
        type Product @key(fields: "id") {
          id: ID! name: String price: Float
          discounted: Boolean @external worth: Boolean @requires(fields: "discounted")
          size: Int @external grade: Int @requires(fields: "size discounted")
        }`,
      },
      b: `type Query { other: Int stock: [Product] }
        type Product @key(fields: "id") { id: ID! discounted: Boolean inner: Product size: Int }`,
    },
    data: () => {
      const products: Record<string, unknown>[] = ['1', '2'].map((id) => ({
        __typename: 'Product',
        id,
        name: `n${id}`,
        price: 5,
        discounted: id === '1',
        size: 9,
      }));
      for (const product of products) product.inner = products[0];
      const any = [products[0], { __typename: 'Note', text: 't' }, null];
      return { entities: products, root: { product: products[0], products, any, other: 1, stock: products } };
    },
    resolvers: {
      Product: {
        worth: ({ discounted }) => !discounted,
        grade: ({ size, discounted }) => (discounted ? Number(size) : 0),
      },
    },
    operations: [
      ...withAll(
        'fields',
        'query ($a: Boolean!, $b: Boolean!) { product { id name @skip(if: $a) size @include(if: $b) worth @skip(if: $b) } }',
      ),
      ...withAll(
        'both on one field',
        'query ($a: Boolean!, $b: Boolean!) { product { id size @skip(if: $a) @include(if: $b) } }',
      ),
      ...withAll(
        'root fields',
        'query ($a: Boolean!, $b: Boolean!) { product @skip(if: $a) { id size } other @include(if: $b) }',
      ),
      ...withAll(
        'inline fragments',
        'query ($a: Boolean!, $b: Boolean!) { products { ... @include(if: $a) { size name } ... on Product @skip(if: $b) { worth } } }',
      ),
      ...withAll(
        'spreads',
        'query ($a: Boolean!, $b: Boolean!) { products { ...P @include(if: $a) ...Q @skip(if: $b) id } } fragment P on Product { size inner { name size @skip(if: $b) } } fragment Q on Product { size inner { name id } }',
      ),
      ...withAll(
        'one inside another',
        'query ($a: Boolean!, $b: Boolean!) { stock { id ... @include(if: $a) { name ... @skip(if: $b) { worth inner { name @include(if: $b) price } } } } }',
      ),
      ...withAll(
        'one field twice',
        'query ($a: Boolean!, $b: Boolean!) { products { size @include(if: $a) size @include(if: $b) name @skip(if: $a) name } }',
      ),
      ...withAll(
        'objects twice',
        'query ($a: Boolean!, $b: Boolean!) { stock { inner @include(if: $a) { name } inner @include(if: $b) { price id } } }',
      ),
      ...withAll(
        'in a union',
        'query ($a: Boolean!, $b: Boolean!) { any { __typename @include(if: $a) ... on Note @skip(if: $b) { text } ... on Product { size @skip(if: $a) } } }',
      ),
      {
        name: 'literals',
        query:
          '{ product { id @skip(if: true) name @include(if: true) size @include(if: false) worth @skip(if: false) } other @skip(if: true) }',
      },
      { name: 'nothing is left', query: '{ product { size @skip(if: true) } }' },
      {
        name: 'nothing is left in a fragment',
        query:
          'query ($no: Boolean!) { product { ...F } } fragment F on Product { ... @include(if: $no) { size } }',
        variables: { no: false },
      },
      {
        name: 'nothing is left by variables',
        query: 'query ($a: Boolean!) { other product @include(if: $a) { name @skip(if: $a) } }',
        variables: { a: true },
      },
      ...withAll(
        'one of two that require, and one that does not',
        'query ($a: Boolean!, $b: Boolean!) { stock { price worth @include(if: $a) grade @skip(if: $b) name } }',
      ),
      ...withAll(
        'one that requires, twice',
        'query ($a: Boolean!, $b: Boolean!) { stock { x: worth @include(if: $a) price y: worth @include(if: $b) } }',
      ),
      {
        name: 'nothing is left at the root',
        query: 'query ($a: Boolean!) { product @include(if: $a) { id } }',
        variables: { a: false },
      },
      {
        name: 'a default',
        query:
          'query ($a: Boolean! = true, $b: Boolean! = false) { product { name @skip(if: $a) size @include(if: $b) id } }',
      },
    ],
  },
];

import type { Case, Data, Item } from './testing/case.ts';
import { all, isItem, one } from './testing/data.ts';

function countOf(item: unknown): number {
  return isItem(item) ? Number(item.count) : 0;
}

function resize(cart: Item | null, change: (size: number) => number): Item | null {
  return cart && Object.assign(cart, { size: change(Number(cart.size)) });
}

function noted(data: Data, what: string): string {
  data.log?.push(what);
  return (data.log ?? []).join(' ');
}

/** Mutations are executed in the order of the document, across subgraphs. */
export const mutations: readonly Case[] = [
  {
    name: 'mutations of several subgraphs',
    subgraphs: {
      a: `
        type Query { products: [Product!]! log: String }
        type Mutation { add(name: String!, price: Int! = 5): Product! noteA(text: String!): String failA: Int mustA: Int! }
        type Product @key(fields: "id") { id: ID! name: String price: Int }`,
      b: {
        sdl: `
        type Mutation { noteB(text: String!): String! touch: Product! }
        type Product @key(fields: "id") { id: ID! price: Int @external dear: Boolean @requires(fields: "price") seen: String }`,
      },
      c: 'type Mutation { noteC(text: String!): String }',
    },
    data: () => ({
      entities: [{ __typename: 'Product', id: '1', name: 'first', price: 100 }],
      log: [],
    }),
    resolvers: {
      Query: { products: (_, __, data) => all(data, 'Product'), log: (_, __, data) => noted(data, 'read') },
      Mutation: {
        add: (_, { name, price }, data) => {
          noted(data, `add:${name}`);
          const product = { __typename: 'Product', id: String(data.entities.length + 1), name, price };
          (data.entities as Item[]).push(product);
          return product;
        },
        noteA: (_, { text }, data) => noted(data, `A${text}`),
        noteB: (_, { text }, data) => noted(data, `B${text}`),
        noteC: (_, { text }, data) => noted(data, `C${text}`),
        touch: (_, __, data) => {
          noted(data, 'touch');
          return data.entities[0];
        },
        failA: (_, __, data) => {
          throw new Error(noted(data, 'fail'));
        },
        mustA: (_, __, data) => {
          throw new Error(noted(data, 'must'));
        },
      },
      Product: { dear: ({ price }) => Number(price) > 50, seen: (_, __, data) => noted(data, 'seen') },
    },
    operations: [
      {
        name: 'to and fro',
        query:
          'mutation { x: noteA(text: "1") noteB(text: "2") y: noteA(text: "3") noteC(text: "4") z: noteB(text: "5") }',
      },
      {
        name: 'with fields from elsewhere',
        query: 'mutation { add(name: "n", price: 70) { id dear name } }',
      },
      {
        name: 'what is fetched belongs to its mutation',
        query: 'mutation { add(name: "n") { seen price } noteA(text: "after") touch { name seen dear } }',
      },
      {
        name: 'with variables',
        query: 'mutation ($n: String!, $p: Int! = 60) { add(name: $n, price: $p) { name price dear } }',
        variables: { n: 'v' },
      },
      {
        name: 'one that fails',
        query: 'mutation { a: noteA(text: "1") failA b: noteB(text: "2") c: noteA(text: "3") }',
      },
      {
        name: 'one that must not be null fails',
        query: 'mutation { a: noteA(text: "1") mustA b: noteC(text: "2") }',
      },
      {
        name: 'with __typename',
        query: 'mutation { __typename noteC(text: "1") t: __typename touch { __typename } }',
      },
      {
        name: 'with conditions',
        query:
          'mutation ($a: Boolean!) { x: noteA(text: "1") @skip(if: $a) noteB(text: "2") y: noteA(text: "3") @include(if: $a) }',
        variables: { a: true },
      },
      {
        name: 'with conditions in the document',
        query:
          'mutation { w: noteA(text: "1") @include(if: false) x: noteA(text: "2") @include(if: true) y: noteB(text: "3") @skip(if: false) ... @skip(if: true) { z: noteC(text: "4") } }',
      },
      {
        name: 'one that is asked for twice runs once, also by its own name as another',
        query:
          'mutation { noteA(text: "1") touch { name } noteA: noteA(text: "1") touch: touch { id } ... { noteA(text: "1") } last: noteB(text: "2") }',
      },
      {
        name: 'nothing by conditions in the document',
        query: 'mutation { noteA(text: "1") @include(if: false) }',
      },
      {
        name: 'in fragments',
        query:
          'mutation { ...M noteC(text: "3") ... { noteA(text: "4") } } fragment M on Mutation { a: noteA(text: "1") noteB(text: "2") }',
      },
    ],
  },
  {
    name: 'mutations whose results are entities of others',
    subgraphs: {
      a: `type Query { carts: [Cart!] } type Mutation { add(to: ID!, item: NewItem!): Cart! fill(carts: [ID!]!): [Cart] }
        input NewItem { name: String! count: Int = 1 } type Cart @key(fields: "id") { id: ID! size: Int! }`,
      b: `type Mutation { buy(cart: ID!): Receipt } type Receipt { cart: Cart! paid: Int }
        type Cart @key(fields: "id") { id: ID! size: Int! @external price: Int @requires(fields: "size") owner: User }
        type User @key(fields: "id") { id: ID! carts: [Cart!] }`,
      c: 'type User @key(fields: "id") { id: ID! name: String! }',
    },
    data: () => {
      const carts: Item[] = [];
      const owner = { __typename: 'User', id: 'u', name: 'Ann', carts };
      carts.push(
        { __typename: 'Cart', id: '1', size: 1, owner },
        { __typename: 'Cart', id: '2', size: 5, owner: null },
      );
      return { entities: [owner, ...carts], root: { carts } };
    },
    resolvers: {
      Mutation: {
        add: (_, { to, item }, data) => resize(one(data, 'Cart', to), (size) => size + countOf(item)),
        fill: (_, { carts }, data) =>
          Array.isArray(carts)
            ? carts.map((id) => resize(one(data, 'Cart', id), (size) => size + 100))
            : null,
        buy: (_, { cart }, data) => ({ cart: resize(one(data, 'Cart', cart), () => 0), paid: 7 }),
      },
      Cart: { price: ({ size }) => Number(size) * 3 },
    },
    operations: [
      {
        name: 'each sees what was before it',
        query: `mutation ($item: NewItem!) {
          x: add(to: "1", item: { name: "n" }) { price owner { name carts { size price } } }
          buy(cart: "1") { paid cart { size price } }
          y: add(to: "1", item: $item) { size price owner { carts { price } } }
        }`,
        variables: { item: { name: 'm', count: 4 } },
      },
      {
        name: 'lists with what is not found',
        query: 'mutation { fill(carts: ["2", "9", "1"]) { id price owner { name } } }',
      },
      {
        name: 'not found where there must be something',
        query: 'mutation { buy(cart: "9") { paid cart { price } } fill(carts: ["1"]) { price } }',
      },
      {
        name: 'and what must not be null at the root',
        query: 'mutation { fill(carts: []) { id } add(to: "9", item: { name: "" }) { price } }',
      },
    ],
  },
];

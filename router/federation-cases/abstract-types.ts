import type { Case } from './testing/case.ts';

const SHELF = [
  {
    __typename: 'Book',
    id: '1',
    title: 'Emma',
    isbn: 'i1',
    price: 10,
    publisher: { __typename: 'House', name: 'H' },
  },
  {
    __typename: 'Film',
    id: '2',
    title: 'Heat',
    minutes: 170,
    price: 20,
    publisher: { __typename: 'Studio', boss: 'B' },
  },
  { __typename: 'Game', id: '3', title: 'Go', players: 2, price: null, publisher: null },
];

/** Interfaces and unions whose members are in several subgraphs. */
export const abstractTypes: readonly Case[] = [
  {
    name: 'an interface with fields from several subgraphs',
    subgraphs: {
      shelf: `
        type Query { shelf: [Media] media(id: ID!): Media }
        interface Media { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String isbn: String }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }
        type Game implements Media @key(fields: "id") { id: ID! title: String players: Int }`,
      prices: `
        interface Priced { id: ID! price: Int }
        type Book implements Priced @key(fields: "id") { id: ID! price: Int }
        type Film implements Priced @key(fields: "id") { id: ID! price: Int }
        type Game @key(fields: "id") { id: ID! price: Int }`,
      makers: `
        union Publisher = House | Studio
        type House { name: String } type Studio { boss: String }
        type Book @key(fields: "id") { id: ID! publisher: Publisher }
        type Film @key(fields: "id") { id: ID! publisher: Publisher }
        type Game @key(fields: "id") { id: ID! publisher: Publisher }`,
    },
    data: () => ({ entities: SHELF, root: { shelf: [...SHELF, null] } }),
    resolvers: { Query: { media: (_, { id }, data) => data.entities.find((each) => each.id === id) } },
    operations: [
      {
        name: 'an interface that the first subgraph does not know',
        query: '{ shelf { ... on Priced { price } title } }',
      },
      {
        name: 'members one by one',
        query: '{ shelf { ... on Book { price isbn } ... on Film { price } ... on Game { players price } } }',
      },
      {
        name: 'a union inside',
        query:
          '{ shelf { ... on Book { publisher { __typename ... on House { name } } } ... on Film { publisher { ... on Studio { boss } } } } }',
      },
      {
        name: 'one alias for other fields of each member',
        query:
          '{ shelf { ... on Book { x: isbn y: price } ... on Film { x: title y: minutes } ... on Game { x: title y: players } } }',
      },
      {
        name: 'a fragment on a fragment on the interface',
        query: `{ shelf { ...A } }
        fragment A on Media { ...B ... on Priced { ...C } } fragment B on Media { title } fragment C on Priced { price ... on Media { id } }`,
      },
      {
        name: 'the type under another name',
        query: '{ shelf { kind: __typename ... on Book { type: __typename } } }',
      },
      {
        name: 'one of them',
        query:
          '{ a: media(id: "1") { title ... on Priced { price } } b: media(id: "2") { ... on Film { minutes } } c: media(id: "9") { id } }',
      },
      {
        name: 'no member matches',
        query: '{ media(id: "3") { ... on Book { isbn publisher { __typename } } } }',
      },
    ],
  },
  {
    name: 'an interface whose members are not known everywhere',
    subgraphs: {
      a: `
        type Query { fromA: [Node] }
        interface Node { id: ID! }
        type User implements Node @key(fields: "id") { id: ID! name: String }`,
      b: `
        type Query { fromB: [Node] }
        interface Node { id: ID! }
        type User implements Node @key(fields: "id") { id: ID! age: Int }
        type Bot implements Node @key(fields: "id") { id: ID! model: String }`,
      c: 'type Bot @key(fields: "id") { id: ID! maker: String }',
    },
    data: () => {
      const user = { __typename: 'User', id: '1', name: 'Ann', age: 30 };
      const bot = { __typename: 'Bot', id: '2', model: 'T', maker: 'M' };
      return { entities: [user, bot], root: { fromA: [user], fromB: [bot, user, null] } };
    },
    operations: [
      {
        name: 'from the one that knows fewer',
        query: '{ fromA { id ... on User { age } ... on Bot { model maker } } }',
      },
      {
        name: 'from the one that knows more',
        query: '{ fromB { __typename ... on User { name } ... on Bot { model maker } } }',
      },
      {
        name: 'both in one',
        query:
          '{ fromA { ...N } fromB { ...N } } fragment N on Node { ... on Bot { maker } ... on User { age name } }',
      },
    ],
  },
  {
    name: 'an entity that implements an interface in one subgraph only',
    subgraphs: {
      a: `
        type Query { products: [Product] nodes: [Node] toasters: [Toaster] }
        union Product = Oven | Toaster
        interface Node { id: ID! }
        type Oven @key(fields: "id") { id: ID! }
        type Toaster implements Node @key(fields: "id") { id: ID! warranty: Int }`,
      b: 'interface Node { id: ID! } type Oven implements Node @key(fields: "id") { id: ID! warranty: Int }',
    },
    data: () => {
      const oven = { __typename: 'Oven', id: '1', warranty: 1 };
      const toaster = { __typename: 'Toaster', id: '2', warranty: 2 };
      return {
        entities: [oven, toaster],
        root: { products: [oven, toaster], nodes: [toaster], toasters: [toaster] },
      };
    },
    operations: [
      { name: 'the union through the interface', query: '{ products { ... on Node { id } } }' },
      {
        name: 'members through the union',
        query: '{ products { ... on Oven { warranty } ... on Toaster { warranty } } }',
      },
      {
        name: 'the interface',
        query: '{ nodes { id __typename ... on Toaster { warranty } ... on Oven { warranty } } }',
      },
      {
        name: 'an interface in an interface',
        query: '{ products { ... on Node { ... on Node { id } ... on Oven { id warranty } } } }',
      },
      { name: 'a member through the interface', query: '{ toasters { ... on Node { id __typename } } }' },
    ],
  },
  {
    name: 'an entity below an interface that refers to itself',
    subgraphs: {
      a: `
        type Query { product: Product }
        interface Product { samePrice: [Product] }
        type Book implements Product @key(fields: "id") { id: ID! samePrice: [Product] }`,
      b: 'type Book @key(fields: "id") { id: ID! price: Int }',
    },
    data: () => {
      const books: Record<string, unknown>[] = ['1', '2', '3'].map((id) => ({
        __typename: 'Book',
        id,
        price: 10,
      }));
      for (const book of books) book.samePrice = books.filter((each) => each !== book);
      return { entities: books, root: { product: books[0] } };
    },
    operations: [
      {
        name: 'round and round',
        query:
          '{ product { samePrice { ... on Book { id price } samePrice { samePrice { ... on Book { price } } } } } }',
      },
    ],
  },
];

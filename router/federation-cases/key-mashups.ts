import type { Case } from './testing/case.ts';
import { all, one } from './testing/data.ts';

const MASHED = {
  __typename: 'Room',
  id: '1',
  code: 'c1',
  place: { house: 'h', floor: 'f', door: 'd' },
  name: 'Blue',
  sign: 'Blue!',
};

/** Entities with several keys that are resolvable in some subgraphs, or in none. */
export const keyMashups: readonly Case[] = [
  {
    name: 'keys that only name and keys that find, overlapping',
    subgraphs: {
      rooms: `
        type Room @key(fields: "id") @key(fields: "code", resolvable: false)
          @key(fields: "place { house floor }", resolvable: false)
          @key(fields: "id place { floor door }", resolvable: false) {
          id: ID! code: ID! place: Place! name: String!
        }
        type Place { house: ID! floor: ID! door: ID! }`,
      signs: {
        sdl: `
        type Query { sign: Sign }
        type Sign @key(fields: "id") { id: ID! rooms: [Room!]! }
        type Room @key(fields: "id", resolvable: false) @key(fields: "code", resolvable: false)
          @key(fields: "place { house floor }", resolvable: false) @key(fields: "id place { floor door }") {
          id: ID! code: ID! place: Place! name: String! @external sign: String! @requires(fields: "name")
        }
        type Place { house: ID! floor: ID! door: ID! }`,
        resolvers: { Room: { sign: ({ name }: { name: string }) => `${name}!` } },
      },
    },
    data: () => ({ entities: [MASHED], root: { sign: { id: '100', rooms: [MASHED] } } }),
    operations: [
      { name: 'a required field between', query: '{ sign { id rooms { id name sign } } }' },
      { name: 'only what requires', query: '{ sign { rooms { sign } } }' },
      { name: 'only what is required', query: '{ sign { rooms { name place { door } } } }' },
    ],
  },
  {
    name: 'a key that holds another',
    subgraphs: {
      a: 'type Query { item: Item } type Item @key(fields: "id") @key(fields: "id sku") { id: ID! sku: ID! a: Int }',
      b: 'type Item @key(fields: "id sku") { id: ID! sku: ID! b: Int }',
      c: 'type Query { other: Item } type Item @key(fields: "id") { id: ID! c: Int }',
    },
    data: () => ({ entities: [{ __typename: 'Item', id: '1', sku: 's', a: 1, b: 2, c: 3 }] }),
    resolvers: {
      Query: {
        item: (_, __, data) => one(data, 'Item', '1'),
        other: (_, __, data) => one(data, 'Item', '1'),
      },
    },
    operations: [
      { name: 'to the small and the large', query: '{ item { b c } }' },
      { name: 'from the small to the large', query: '{ other { b } }' },
      { name: 'all of it', query: '{ other { c b a sku } }' },
    ],
  },
  {
    name: 'the own key again, after a required field',
    subgraphs: {
      products: {
        sdl: `
        type Query { products: [Product!]! }
        type Product @key(fields: "id") {
          id: ID! sku: ID! @shareable region: String! @shareable price: Int @external tax: Int @requires(fields: "price")
        }`,
        resolvers: { Product: { tax: ({ price }: { price: number }) => price / 5 } },
      },
      pricing:
        'type Product @key(fields: "sku region") { sku: ID! @shareable region: String! @shareable price: Int }',
    },
    data: () => ({
      entities: [
        { __typename: 'Product', id: '1', sku: 's1', region: 'eu', price: 10, tax: 2 },
        { __typename: 'Product', id: '2', sku: 's1', region: 'us', price: 20, tax: 4 },
      ],
    }),
    resolvers: { Query: { products: (_, __, data) => all(data, 'Product') } },
    operations: [
      { name: 'there and back', query: '{ products { tax } }' },
      { name: 'with all that is between', query: '{ products { price tax id } }' },
    ],
  },
  {
    name: 'a list of entities in an entity, each with two keys',
    subgraphs: {
      teams: `
        type Query { teams: [Team!]! }
        type Team @key(fields: "id") { id: ID! members: [Member!]! }
        type Member @key(fields: "id") @key(fields: "handle") { id: ID! handle: ID! }`,
      names: 'type Member @key(fields: "handle") { handle: ID! name: String boss: Member }',
      ranks:
        'type Member @key(fields: "id") { id: ID! rank: Int } type Team @key(fields: "id") { id: ID! motto: String }',
    },
    data: () => {
      const ann = { __typename: 'Member', id: '1', handle: 'ann', name: 'Ann', rank: 1, boss: null };
      const bob = { __typename: 'Member', id: '2', handle: 'bob', name: 'Bob', rank: 2, boss: ann };
      const teams = [
        { __typename: 'Team', id: 'x', motto: 'go', members: [ann, bob] },
        { __typename: 'Team', id: 'y', motto: null, members: [] },
        { __typename: 'Team', id: 'z', motto: 'on', members: [bob, bob] },
      ];
      return { entities: [ann, bob, ...teams], root: { teams } };
    },
    operations: [
      { name: 'both at once', query: '{ teams { motto members { name rank } } }' },
      {
        name: 'from the one to the other',
        query: '{ teams { members { boss { rank handle boss { rank } } } } }',
      },
    ],
  },
];

import type { Case } from './testing/case.ts';
import { all, one } from './testing/data.ts';

/** Keys of several fields, nested keys, several keys of one entity, and chains of keys. */
export const keys: readonly Case[] = [
  {
    name: 'a key of several fields',
    subgraphs: {
      flights: `
        type Query { flights: [Flight!]! }
        type Flight @key(fields: "carrier number") { carrier: String! number: Int! from: String }`,
      seats: 'type Flight @key(fields: "carrier number") { carrier: String! number: Int! seats: Int }',
    },
    data: () => ({
      entities: [
        { __typename: 'Flight', carrier: 'OS', number: 1, from: 'VIE', seats: 100 },
        { __typename: 'Flight', carrier: 'OS', number: 2, from: 'GRZ', seats: 50 },
        { __typename: 'Flight', carrier: 'LH', number: 1, from: 'FRA', seats: 200 },
      ],
    }),
    resolvers: { Query: { flights: (_, __, data) => all(data, 'Flight') } },
    operations: [
      { name: 'entities', query: '{ flights { seats } }' },
      { name: 'the key is asked for too', query: '{ flights { number seats carrier from } }' },
      {
        name: 'the key under other names',
        query: '{ flights { carrier: from number: seats seats: carrier } }',
      },
    ],
  },
  {
    name: 'a nested key',
    subgraphs: {
      orders: `
        type Query { lines: [Line!]! }
        type Line @key(fields: "order { id customer { no } } position") { order: Order! position: Int! text: String }
        type Order { id: ID! customer: Customer! @shareable }
        type Customer { no: Int! @shareable }`,
      billing: `
        type Line @key(fields: "order { id customer { no } } position") { order: Order! @external position: Int! price: Int }
        type Order { id: ID! @external customer: Customer! @external }
        type Customer { no: Int! @external }`,
    },
    data: () => ({
      entities: [
        { __typename: 'Line', order: { id: '1', customer: { no: 7 } }, position: 1, text: 'tea', price: 3 },
        { __typename: 'Line', order: { id: '1', customer: { no: 7 } }, position: 2, text: 'cake', price: 4 },
        { __typename: 'Line', order: { id: '1', customer: { no: 8 } }, position: 2, text: 'jam', price: 5 },
      ],
    }),
    resolvers: { Query: { lines: (_, __, data) => all(data, 'Line') } },
    operations: [
      { name: 'only the far field', query: '{ lines { price } }' },
      { name: 'half of the key', query: '{ lines { price order { customer { no } } text } }' },
    ],
  },
  {
    name: 'a key with a list',
    subgraphs: {
      a: `type Query { bundle: Bundle }
        type Bundle @key(fields: "parts { sku } tags") { parts: [Part!]! tags: [String!]! name: String }
        type Part { sku: ID! @shareable }`,
      b: `type Bundle @key(fields: "parts { sku } tags") { parts: [Part!]! tags: [String!]! price: Int }
        type Part { sku: ID! @shareable }`,
    },
    data: () => ({
      entities: [
        { __typename: 'Bundle', parts: [{ sku: '1' }, { sku: '2' }], tags: ['x', 'y'], name: 'n', price: 3 },
      ],
    }),
    resolvers: {
      Query: { bundle: (_, __, data) => all(data, 'Bundle')[0] },
      Bundle: { tags: () => ['x', 'y'] },
    },
    operations: [{ name: 'found by the whole list', query: '{ bundle { price name } }' }],
  },
  {
    name: 'other keys in other subgraphs',
    subgraphs: {
      people: `
        type Query { me: Person }
        type Person @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String }`,
      mail: `
        type Query { sender: Person }
        type Person @key(fields: "email") { email: String! unread: Int }`,
      badges: 'type Person @key(fields: "id") { id: ID! badge: String }',
    },
    data: () => ({
      entities: [{ __typename: 'Person', id: '1', email: 'a@b', name: 'Ann', unread: 5, badge: 'gold' }],
    }),
    resolvers: {
      Query: {
        me: (_, __, data) => one(data, 'Person', '1'),
        sender: (_, __, data) => one(data, 'Person', '1'),
      },
    },
    operations: [
      { name: 'each by its own', query: '{ me { unread badge } }' },
      { name: 'over the one that knows both', query: '{ sender { badge } }' },
      { name: 'over it, and more', query: '{ sender { badge unread name id } me { unread } }' },
    ],
  },
  {
    name: 'a chain of keys',
    subgraphs: {
      a: 'type Query { thing: Thing } type Thing @key(fields: "a") { a: ID! }',
      b: 'type Thing @key(fields: "a") @key(fields: "b") { a: ID! b: ID! fromB: String }',
      c: 'type Thing @key(fields: "b") @key(fields: "c") { b: ID! c: ID! fromC: String }',
      d: 'type Thing @key(fields: "c") @key(fields: "d { e }") { c: ID! d: Deep! fromD: String } type Deep { e: ID! @shareable }',
      e: 'type Thing @key(fields: "d { e }") { d: Deep! fromE: String } type Deep { e: ID! @shareable }',
    },
    data: () => ({
      entities: [
        {
          __typename: 'Thing',
          a: 'a1',
          b: 'b1',
          c: 'c1',
          d: { e: 'e1' },
          fromB: 'B',
          fromC: 'C',
          fromD: 'D',
          fromE: 'E',
        },
      ],
    }),
    resolvers: { Query: { thing: (_, __, data) => data.entities[0] } },
    operations: [
      { name: 'to its end', query: '{ thing { fromE } }' },
      { name: 'all on the way', query: '{ thing { fromE fromB fromD fromC a } }' },
    ],
  },
  {
    name: 'a key that cannot be resolved',
    subgraphs: {
      reviews: `
        type Query { reviews: [Review!]! }
        type Review { text: String product: Product }
        type Product @key(fields: "upc", resolvable: false) { upc: ID! }`,
      products: 'type Product @key(fields: "upc") { upc: ID! name: String }',
    },
    data: () => {
      const product = { __typename: 'Product', upc: '1', name: 'Chair' };
      return {
        entities: [product],
        root: {
          reviews: [
            { text: 'good', product },
            { text: 'lost', product: null },
          ],
        },
      };
    },
    operations: [
      { name: 'a reference', query: '{ reviews { text product { name } } }' },
      { name: 'without a fetch', query: '{ reviews { product { upc __typename } } }' },
    ],
  },
  {
    name: 'an entity that its subgraph does not know',
    subgraphs: {
      a: 'type Query { things: [Thing] } type Thing @key(fields: "id") { id: ID! name: String }',
      b: { sdl: 'type Thing @key(fields: "id") { id: ID! size: Int }', hasEntity: ({ id }) => id !== '2' },
    },
    data: () => ({
      entities: ['1', '2', '3'].map((id) => ({
        __typename: 'Thing',
        id,
        name: `n${id}`,
        size: id === '2' ? null : Number(id),
      })),
    }),
    resolvers: { Query: { things: (_, __, data) => [...all(data, 'Thing'), null] } },
    operations: [{ name: 'its fields are null, the others are not', query: '{ things { size name } }' }],
  },
  {
    name: 'keys of which each subgraph resolves another',
    subgraphs: {
      a: `type Query { things: [Thing] } type Region @shareable { name: String }
        type Thing @key(fields: "id") @key(fields: "code region { name }", resolvable: false) {
          id: ID! code: String @shareable region: Region @shareable
        }`,
      b: `type Region @shareable { name: String }
        type Thing @key(fields: "code region { name }") {
          code: String @shareable region: Region @shareable b: Int serial: ID! @shareable
        }`,
      c: `type Thing @key(fields: "serial") @key(fields: "id", resolvable: false) {
          serial: ID! @shareable id: ID! c: Int
        }`,
    },
    data: () => {
      const things = ['r', 'q'].map((name, at) => ({
        __typename: 'Thing',
        ...{ id: `${at}`, code: 'x', region: { name }, serial: `s${at}`, b: at, c: at * 10 },
      }));
      return { entities: things, root: { things: [things[0], null, things[1], things[0]] } };
    },
    operations: [
      { name: 'to the end of the chain', query: '{ things { c } }' },
      {
        name: 'all of it, under the names of keys',
        query: '{ things { id: c code: b region { serial: name } serial: id } }',
      },
    ],
  },
  {
    name: 'a nested key with an enum, and lists that lead back',
    subgraphs: {
      a: `type Query { docs: [Doc] } type Doc @key(fields: "ref { id kind }") { ref: Ref! title: String }
        type Ref { id: ID! @shareable kind: Kind! @shareable } enum Kind { A B }`,
      b: `extend type Doc @key(fields: "ref { id kind }") {
          ref: Ref! @external pages(from: Int! = 0, kinds: [Kind!] = [A]): [Page]
        }
        extend type Ref { id: ID! @shareable kind: Kind! @shareable } enum Kind { A B }
        type Page @key(fields: "n") { n: Int! doc: Doc }`,
      c: 'type Page @key(fields: "n") { n: Int! text: String }',
    },
    data: () => {
      const [first, second] = ['A', 'B'].map((kind) => ({
        __typename: 'Doc',
        ref: { id: '1', kind },
        title: kind,
      }));
      const one = { __typename: 'Page', n: 1, text: 't1', doc: second };
      const two = { __typename: 'Page', n: 2, text: null, doc: first };
      const docs = [
        { ...first, pages: [one, null] },
        { ...second, pages: [two, one] },
      ];
      return { entities: [...docs, one, two], root: { docs: [docs[1], docs[0], docs[1]] } };
    },
    operations: [
      {
        name: 'there and back',
        query: '{ docs { pages { text doc { title ref { kind } pages(from: 1) { text } } } } }',
      },
      {
        name: 'parts of the key',
        query: '{ docs { ref { k: kind } pages(kinds: [A, B]) { n doc { ref { id } } } } }',
      },
    ],
  },
];

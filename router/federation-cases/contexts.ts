import type { Case } from './testing/case.ts';

/** Arguments from the objects above a field: @context and @fromContext. */
export const contexts: readonly Case[] = [
  {
    name: '@fromContext',
    subgraphs: {
      a: {
        sdl: `
        type Query { accounts: [Account!]! top: Account }
        type Account @key(fields: "id") @context(name: "account") { id: ID! currency: String! items: [Item!]! }
        type Item @key(fields: "id") { id: ID! cents: Int! price(currency: String @fromContext(field: "$account { currency }")): String name: String }`,
        resolvers: { Item: { price: ({ cents }, { currency }) => `${cents} ${currency}` } },
      },
      b: 'type Account @key(fields: "id") { id: ID! owner: String } type Item @key(fields: "id") { id: ID! stock: Int }',
    },
    data: () => {
      const item = (id: string, currency: string) => ({
        __typename: 'Item',
        id,
        cents: Number(id) * 100,
        name: `i${id}`,
        stock: 4,
        price: `${Number(id) * 100} ${currency}`,
      });
      const account = (id: string, currency: string, ids: string[]) => ({
        __typename: 'Account',
        id,
        currency,
        owner: `o${id}`,
        items: ids.map((each) => item(each, currency)),
      });
      const accounts = [account('1', 'EUR', ['1', '2']), account('2', 'USD', ['3']), account('3', 'CHF', [])];
      return {
        entities: [...accounts, ...accounts.flatMap(({ items }) => items)],
        root: { accounts, top: accounts[1] },
      };
    },
    operations: [
      { name: 'of the object above', query: '{ accounts { items { price } } }' },
      { name: 'of one', query: '{ top { items { name price stock } owner } }' },
    ],
  },
  {
    name: '@fromContext of another subgraph',
    subgraphs: {
      a: {
        sdl: `
        type Query { accounts: [Account!]! }
        type Account @key(fields: "id") @context(name: "account") { id: ID! currency: String! @external child: Child! children: [Child]! }
        type Child @key(fields: "id") { id: ID! cents: Int! price(currency: String @fromContext(field: "$account { currency }")): String }`,
        resolvers: { Child: { price: ({ cents }, { currency }) => `${cents} ${currency}` } },
      },
      b: 'type Account @key(fields: "id") { id: ID! currency: String! }',
    },
    data: () => {
      const child = (id: string, currency: string) => ({
        __typename: 'Child',
        id,
        cents: 100,
        price: `100 ${currency}`,
      });
      const accounts = ['EUR', 'USD'].map((currency, n) => {
        const children = [child(`${n}a`, currency), child(`${n}b`, currency)];
        return {
          __typename: 'Account',
          id: String(n),
          currency,
          child: children[0],
          children: [children[1], null, children[0]],
        };
      });
      return {
        entities: [
          ...accounts,
          ...accounts.flatMap(({ children }) =>
            children.filter((each) => each !== null && each !== undefined),
          ),
        ],
        root: { accounts },
      };
    },
    operations: [
      { name: 'fetched first', query: '{ accounts { child { price } children { price } } }' },
      { name: 'and asked for', query: '{ accounts { currency children { id cents price } } }' },
    ],
  },
];

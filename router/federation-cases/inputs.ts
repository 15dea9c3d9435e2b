import type { Case } from './testing/case.ts';
import { all } from './testing/data.ts';

/** Input objects, defaults, lists, custom scalars and enums reach resolvers as in a single schema. */
export const inputs: readonly Case[] = [
  {
    name: 'arguments and variables',
    subgraphs: {
      a: `
        type Query { items: [Item!]! echo(in: In): JSON list(ids: [ID!], grid: [[Int]]): JSON on(day: Date, by: Sort = NAME): JSON some(a: Int = 7, b: String): JSON }
        scalar JSON scalar Date
        enum Sort { NAME SIZE }
        input In { a: Int = 1, b: [String!], in: In, sort: Sort = SIZE, must: Boolean! = true, free: JSON }
        type Item @key(fields: "id") { id: ID! }`,
      b: `
        scalar JSON scalar Date
        enum Sort { NAME SIZE }
        input In { a: Int = 1, b: [String!], in: In, sort: Sort = SIZE, must: Boolean! = true, free: JSON, onlyInB: Int }
        type Item @key(fields: "id") { id: ID! asked(in: In, n: Int): JSON sized(by: Sort! = NAME, ids: [ID!]! = ["x"]): JSON when: Date any: JSON }`,
    },
    data: () => {
      const items = ['1', '2'].map((id) => ({
        __typename: 'Item',
        id,
        when: '2026-11-21',
        any: id === '1' ? { z: 1, a: [null, { id: 'x', __typename: 'No' }] } : [[], null, 'ü"\\\n\u2028'],
      }));
      return { entities: items, root: { items } };
    },
    resolvers: {
      Query: {
        echo: (_, { in: given }) => given ?? 'none',
        list: (_, given) => given,
        on: (_, given) => given,
        some: (_, given) => given,
      },
      Item: { asked: ({ id }, given) => ({ id, ...given }), sized: (_, given) => given },
    },
    operations: [
      {
        name: 'defaults of input objects',
        query: '{ echo(in: {}) b: echo c: echo(in: null) d: echo(in: { in: { a: null } }) }',
      },
      {
        name: 'variables inside input objects',
        query:
          'query ($x: Int, $s: [String!], $i: In) { echo(in: { a: $x, b: $s, in: { in: $i, free: { deep: [$x] } } }) }',
        variables: { x: 3, s: ['p', 'q'], i: { a: 4 } },
      },
      {
        name: 'variables that are not given',
        query:
          'query ($x: Int, $s: [String!]) { echo(in: { a: $x, b: $s }) some(a: $x) other: some(b: "t", a: null) }',
      },
      {
        name: 'variables that are null',
        query: 'query ($x: Int, $i: In) { echo(in: $i) some(a: $x) }',
        variables: { x: null, i: null },
      },
      {
        name: 'variables with defaults',
        query:
          'query ($x: Int = 9, $i: In = { a: 2, b: "one" }) { echo(in: $i) some(a: $x) items { asked(in: $i, n: $x) } }',
      },
      {
        name: 'in entities',
        query: 'query ($i: In) { items { asked(in: $i, n: 2) sized(by: SIZE, ids: "single") } }',
        variables: { i: { in: { b: 'x' } } },
      },
      { name: 'in entities, defaults', query: '{ items { sized asked } }' },
      {
        name: 'in entities, by several names',
        query: 'query ($a: Int, $b: Int) { items { x: asked(n: $a) y: asked(n: $b) z: asked(n: 3) } }',
        variables: { a: 1, b: 2 },
      },
      {
        name: 'nested lists',
        query: 'query ($g: [[Int]]) { list(ids: 1, grid: $g) b: list(grid: [1, [2, null], null]) }',
        variables: { g: [1, null, [2]] },
      },
      {
        name: 'enums',
        query: 'query ($s: Sort!) { on(by: $s, day: "2026-01-01") b: on }',
        variables: { s: 'SIZE' },
      },
      {
        name: 'custom scalars',
        query: 'query ($j: JSON) { items { when any } echo(in: { free: $j }) }',
        variables: { j: { a: [1, { b: null }], __proto__x: 2 } },
      },
      {
        name: 'null where an argument takes none, through a variable with a default',
        query:
          'query ($by: Sort = SIZE, $must: Boolean = false, $id: ID = "d") { items { id sized(by: $by) asked(in: { must: $must }) n: asked(n: 1) } list(ids: ["1", $id]) some }',
        variables: { by: null, must: null, id: null },
      },
      {
        name: 'null in a variable with a default of a field that is left out',
        query:
          'query ($by: Sort = SIZE, $on: Boolean!) { items { id sized(by: $by) @include(if: $on) } t: __type(name: "Item") { name } }',
        variables: { by: null, on: false },
      },
      {
        name: 'a variable in a directive only',
        query: 'query ($a: Boolean! = false) { items { id when @include(if: $a) } }',
      },
    ],
  },
  {
    name: 'input objects that differ between subgraphs',
    subgraphs: {
      a: 'type Query { find(filter: Filter): [User] } input Filter { first: Int! name: String } type User @key(fields: "id") { id: ID! }',
      b: 'type User @key(fields: "id") { id: ID! posts(filter: Filter): JSON } scalar JSON input Filter { first: Int! after: String }',
    },
    data: () => ({ entities: [{ __typename: 'User', id: '1' }] }),
    resolvers: {
      Query: { find: (_, __, data) => all(data, 'User') },
      User: { posts: (_, { filter }) => filter },
    },
    operations: [
      {
        name: 'what both know',
        query: 'query ($f: Filter = { first: 3 }) { find(filter: $f) { posts(filter: $f) } }',
      },
      {
        name: 'in parts',
        query: 'query ($n: Int!) { find(filter: { first: $n }) { posts(filter: { first: 2 }) id } }',
        variables: { n: 1 },
      },
    ],
  },
  {
    name: 'variables inside of inputs, with required fields',
    subgraphs: {
      a: `type Query { search(by: Search! = { text: "all" }): [Hit!]! }
        input Search { text: String! options: Options } input Options { tags: [String!] depth: Int = 3 next: Options }
        type Hit @key(fields: "id") { id: ID! raw(by: Search): String asked: String }`,
      b: `input Search { text: String! options: Options } input Options { tags: [String!] depth: Int = 3 next: Options }
        type Hit @key(fields: "id") {
          id: ID! raw(by: Search): String @external
          shown(by: Search, n: Int! = 1): String @requires(fields: "raw(by: { text: \\"req\\", options: { tags: [] } })")
        }`,
    },
    data: () => ({ entities: ['1', '2'].map((id) => ({ __typename: 'Hit', id })) }),
    resolvers: {
      Query: {
        search: (_, args, data) => all(data, 'Hit').map((each) => ({ ...each, asked: JSON.stringify(args) })),
      },
      Hit: {
        raw: ({ id, raw }, args) => raw ?? `${id} ${JSON.stringify(args)}`,
        shown: ({ id, raw = `${id} {"by":{"text":"req","options":{"tags":[],"depth":3}}}` }, args) =>
          `${raw} ${JSON.stringify(args)}`,
      },
    },
    operations: [
      { name: 'defaults', query: '{ search { asked raw shown } }' },
      {
        name: 'nested variables',
        query: `query ($text: String!, $tags: [String!], $next: Options, $depth: Int) {
          search(by: { text: $text, options: { tags: $tags, depth: $depth, next: $next } }) {
            asked raw(by: { text: "req", options: { next: $next } }) shown(by: { text: $text, options: { tags: $tags } }, n: 2)
          }
        }`,
        variables: { text: 't', tags: ['a', 'b'], next: { next: { depth: null } } },
      },
      {
        name: 'with what is required under the same name',
        query: `query ($by: Search!) {
          search(by: $by) { raw: shown(by: $by) shown: raw(by: $by) same: raw(by: { text: "req", options: { tags: [] } }) }
        }`,
        variables: { by: { text: '"quoted"\\', options: { depth: 0 } } },
      },
    ],
  },
];

import type { Case } from './testing/case.ts';

/** Nulls at non-null positions propagate to the nearest nullable field, also across subgraphs. */
export const nullability: readonly Case[] = [
  {
    name: 'a non-null field of another subgraph',
    subgraphs: {
      a: `
        type Query { things: [Thing!] loose: [Thing] one: Thing strict: Thing! holder: Holder }
        type Thing @key(fields: "id") { id: ID! name: String }
        type Holder { thing: Thing! maybe: Thing things: [Thing!]! }`,
      b: { sdl: 'type Thing @key(fields: "id") { id: ID! size: Int! }', hasEntity: ({ id }) => id !== '2' },
    },
    data: () => {
      const things = ['1', '2', '3'].map((id) => ({
        __typename: 'Thing',
        id,
        name: `n${id}`,
        size: id === '2' ? null : 5,
      }));
      const [first, lost] = things;
      return {
        entities: things,
        root: {
          things,
          loose: things,
          one: lost,
          strict: lost,
          holder: { thing: first, maybe: lost, things },
        },
      };
    },
    operations: [
      { name: 'in a list of nullables', query: '{ loose { size } }' },
      { name: 'in a list of non-nulls', query: '{ things { size name } one { name } }' },
      { name: 'in an object', query: '{ one { size } loose { name } }' },
      { name: 'up to the root', query: '{ strict { size } one { name } }' },
      { name: 'in an object in an object', query: '{ holder { maybe { size } thing { size } } }' },
      { name: 'in a list in an object', query: '{ holder { thing { name } things { size } } }' },
      { name: 'nobody asks for it', query: '{ things { id name } strict { id } }' },
      { name: 'under several names', query: '{ a: one { size } b: one { x: size y: size } }' },
    ],
  },
  {
    name: 'a reference to nothing, and a subgraph that is away',
    subgraphs: {
      a: 'type Query { holder: Holder } type Holder { thing: Thing } type Thing @key(fields: "id") { id: ID! }',
      b: {
        sdl: 'type Thing @key(fields: "id") { id: ID! size: Int! label: String }',
        hasEntity: () => false,
      },
      c: 'type Thing @key(fields: "id") { id: ID! weight: Int! note: String }',
      d: { sdl: 'type Thing @key(fields: "id") { id: ID! price: Int! colour: String }', isUnavailable: true },
    },
    data: () => {
      const thing = { __typename: 'Thing', id: '1', weight: 3, note: 'n' };
      return { entities: [thing], root: { holder: { thing } } };
    },
    operations: [
      { name: 'fields of two subgraphs, of which one has it', query: '{ holder { thing { note size } } }' },
      { name: 'nullable fields of it', query: '{ holder { thing { id weight label } } }' },
      {
        name: 'nullable fields of the one that is away',
        query: '{ holder { thing { colour size } } }',
        expected: { data: { holder: { thing: null } }, errors: ['holder.thing.colour', 'holder.thing.size'] },
      },
      {
        name: 'non-null fields of the one that is away',
        query: '{ holder { thing { weight label price } } }',
        expected: { data: { holder: { thing: null } }, errors: ['holder.thing.label', 'holder.thing.price'] },
      },
      {
        name: 'both are non-null',
        query: '{ holder { thing { size price } } }',
        expected: { data: { holder: { thing: null } }, errors: ['holder.thing.size'] },
      },
    ],
  },
  {
    name: 'a field that is nullable in one subgraph only',
    subgraphs: {
      a: 'type Query { a: Box } type Box @key(fields: "id") { id: ID! label: String! @shareable weight: Int @shareable }',
      b: 'type Query { b: Box } type Box @key(fields: "id") { id: ID! label: String @shareable weight: Int! @shareable }',
    },
    data: () => {
      const box = { __typename: 'Box', id: '1', label: null, weight: 3 };
      return { entities: [box], root: { a: { ...box, label: 'L' }, b: box } };
    },
    operations: [{ name: 'it is nullable for clients', query: '{ a { label weight } b { label weight } }' }],
  },
  {
    name: 'null keys',
    subgraphs: {
      a: 'type Query { containers: [Container] } type Container { book: Book } type Book @key(fields: "upc") { upc: ID! }',
      b: {
        sdl: 'type Book @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! }',
        hasEntity: ({ upc }) => upc !== '2',
      },
      c: 'type Book @key(fields: "id") { id: ID! author: Author } type Author @key(fields: "id") { id: ID name: String }',
    },
    data: () => {
      const author = { __typename: 'Author', id: 'a1', name: 'Ann' };
      const book = (n: string) => ({
        __typename: 'Book',
        upc: n,
        id: `id${n}`,
        author: n === '2' ? null : author,
      });
      const books = ['1', '2', '3'].map(book);
      return {
        entities: [author, ...books],
        root: { containers: [...books.map((each) => ({ book: each })), { book: null }, null] },
      };
    },
    operations: [
      {
        name: 'an entity that is lost on the way to the third',
        query: '{ containers { book { upc author { name } } } }',
      },
    ],
  },
  {
    name: 'a nullable key',
    subgraphs: {
      a: 'type Query { rows: [Row] } type Row @key(fields: "code") { code: ID name: String }',
      b: 'type Row @key(fields: "code") { code: ID value: Int }',
    },
    data: () => {
      const rows = [
        { __typename: 'Row', code: 'x', name: 'X', value: 1 },
        { __typename: 'Row', code: null, name: 'none', value: null },
        { __typename: 'Row', code: 'z', name: 'Z', value: 3 },
      ];
      return { entities: rows, root: { rows } };
    },
    operations: [{ name: 'is null for one of them', query: '{ rows { name value } }' }],
  },
  {
    name: 'lists',
    subgraphs: {
      a: `
        type Query { grid: [[Cell!]] strict: [[Cell]!] deep: [[[Cell!]!]!] empty: [Cell!]! none: [Cell!] }
        type Cell @key(fields: "id") { id: ID! row: [Int!] }`,
      b: {
        sdl: 'type Cell @key(fields: "id") { id: ID! value: Int tags: [String!] matrix: [[Int]!]! must: String! }',
        hasEntity: ({ id }) => id !== 'x',
      },
    },
    data: () => {
      const cell = (id: string, more = {}) => ({
        __typename: 'Cell',
        id,
        row: [1, 2],
        value: 7,
        tags: ['t'],
        matrix: [[1, null], []],
        must: 'm',
        ...more,
      });
      const lost = cell('x', { value: null, tags: null, matrix: null, must: null });
      const [a, b] = [cell('a'), cell('b', { tags: ['q', null], matrix: [[1], null], row: null })];
      return {
        entities: [a, b, lost],
        root: {
          grid: [[a, b], null, [], [lost]],
          strict: [[a, null], [null]],
          deep: [[[a], []], []],
          empty: [],
          none: null,
        },
      };
    },
    operations: [
      { name: 'nested, with nulls', query: '{ grid { value row } }' },
      {
        name: 'nested, with entities from elsewhere',
        query: '{ strict { id value } deep { value } empty { value } none { value } }',
      },
      { name: 'a null in a list of non-nulls', query: '{ strict { tags } grid { tags } }' },
      { name: 'a null in a nested list', query: '{ grid { id matrix } }' },
      { name: 'a non-null field in nested lists', query: '{ grid { must } deep { must } }' },
      { name: 'a null below one name of an object', query: '{ x: grid { must id } grid { must matrix } }' },
    ],
  },
];

import type { Case, Item } from './testing/case.ts';

/** Lists of lists, interfaces of interfaces, and values whose fields are in several subgraphs. */
export const nesting: readonly Case[] = [
  {
    name: 'lists of lists of entities, with nulls',
    subgraphs: {
      a: `type Query { grid: [[Cell]!] strict: [[Cell!]!] }
        type Cell @key(fields: "x y") { x: Int! y: Int! around: [[Cell]] }`,
      b: `type Cell @key(fields: "x y") {
          x: Int! y: Int! value: Int tags(of: [[Kind!]!], where: Filter = { min: 1, kinds: [A] }): [String]
        }
        enum Kind { A B } input Filter { min: Int = 2 kinds: [Kind!] deep: Filter }`,
    },
    data: () => {
      const [a, b, c] = [0, null, 2].map((value, x) => ({ __typename: 'Cell', x, y: x, value }));
      const whole = { ...a, around: [[b, null], null, [c, a]] };
      return {
        entities: [whole, b, c].filter((each) => each !== undefined),
        root: { grid: [[whole, null, b], [], [c, whole]], strict: [[whole], [b, c], [c]] },
      };
    },
    resolvers: { Cell: { tags: (_, args) => [JSON.stringify(args)] } },
    operations: [
      { name: 'at every depth', query: '{ grid { value around { value y } } strict { v: value } }' },
      {
        name: 'with lists and defaults as arguments',
        query: `query ($of: [[Kind!]!], $deep: Filter, $kind: Kind = B) {
          grid { d: tags a: tags(of: $of) b: tags(where: { deep: $deep }) c: tags(of: [[A], []], where: { kinds: [$kind], deep: { min: null } }) }
        }`
          .replace('[$kind]', '[B]')
          .replace(', $kind: Kind = B', ''),
        variables: { of: [['A', 'B'], []], deep: { deep: { min: 7 } } },
      },
      {
        name: 'under conditions',
        query: `query ($yes: Boolean!, $no: Boolean!) {
          grid @include(if: $yes) { ... on Cell @skip(if: $yes) { value } around @skip(if: $no) { ...F @include(if: $yes) y } }
          strict @skip(if: $yes) { value }
        } fragment F on Cell { value @include(if: $yes) x @include(if: $no) }`,
        variables: { yes: true, no: false },
      },
    ],
  },
  {
    name: 'interfaces that implement interfaces, with entities below',
    subgraphs: {
      a: `type Query { all: [Thing] owned: [Owned] }
        interface Thing { id: ID! } interface Owned implements Thing { id: ID! owner: Person }
        type Car implements Thing & Owned @key(fields: "id") { id: ID! owner: Person doors: Int }
        type Tree implements Thing @key(fields: "id") { id: ID! height: Float }
        interface Person { name: String } type Man implements Person @key(fields: "id") { id: ID! name: String }
        type Firm implements Person { name: String boss: Man }`,
      b: `type Car @key(fields: "id") { id: ID! plate: String } type Tree @key(fields: "id") { id: ID! plate: Int }
        type Man @key(fields: "id") { id: ID! cars: [Car] age: Int }`,
    },
    data: () => {
      const cars: Item[] = [];
      const man = { __typename: 'Man', id: 'm', name: 'Max', age: 4, cars };
      const firm = { __typename: 'Firm', name: 'F', boss: man };
      const his = { __typename: 'Car', id: '1', owner: man, doors: 2, plate: 'G1' };
      const theirs = { __typename: 'Car', id: '2', owner: firm, doors: 4, plate: null };
      const nobodys = { __typename: 'Car', id: '3', owner: null };
      const tree = { __typename: 'Tree', id: '1', height: 2.5, plate: 8 };
      cars.push(theirs, his);
      return {
        entities: [man, his, theirs, nobodys, tree],
        root: { all: [his, tree, null, theirs], owned: [nobodys, theirs] },
      };
    },
    operations: [
      {
        name: 'one name for fields of different types',
        query: '{ all { t: __typename ... on Car { number: plate } ... on Tree { plate2: plate height } } }',
      },
      {
        name: 'through both interfaces',
        query: `{ all { ... on Owned { owner { kind: __typename ... on Man { age cars { plate owner { name } } } } } }
          owned { ... on Thing { ... on Car { plate } } owner { ... on Firm { boss { age cars { id } } } } } }`,
      },
    ],
  },
  {
    name: 'a value of which each subgraph has a part, and an entity inside',
    subgraphs: {
      a: `type Query { place: Place } type Place @key(fields: "id") { id: ID! at: Position @shareable }
        type Position { lat: Float @shareable lon: Float }`,
      b: `type Place @key(fields: "id") { id: ID! at: Position @shareable }
        type Position { lat: Float @shareable name: String zone: Zone } type Zone @key(fields: "code") { code: ID! }`,
      c: 'type Zone @key(fields: "code") { code: ID! hours: [Int!] place: Place } type Place @key(fields: "id") { id: ID! }',
    },
    data: () => {
      const place = { __typename: 'Place', id: '1', at: {} };
      const zone = { __typename: 'Zone', code: 'z', hours: [1, 2], place };
      place.at = { lat: 1.5, lon: 2, name: 'here', zone };
      return { entities: [zone, place], root: { place } };
    },
    operations: [
      { name: 'all parts', query: '{ place { at { lat lon name zone { hours } } } }' },
      {
        name: 'round and round',
        query:
          '{ place { x: at { zone { place { at { lon zone { code place { id at { name } } } } } } } at { lon } } }',
      },
    ],
  },
  {
    name: 'provided through a list of an interface',
    subgraphs: {
      a: `type Query {
          shelves: [Shelf] @provides(fields: "items { ... on Book { title } ... on Disc { title } }") plain: [Shelf]
        }
        type Shelf @key(fields: "id") { id: ID! items: [Item] @shareable }
        interface Item { id: ID! title: String }
        type Book implements Item @key(fields: "id") { id: ID! title: String @external }
        type Disc implements Item @key(fields: "id") { id: ID! title: String @external }`,
      b: `interface Item { id: ID! title: String price(in: Currency = EUR): Int } enum Currency { EUR USD }
        type Book implements Item @key(fields: "id") {
          id: ID! title: String @shareable price(in: Currency = EUR): Int pages: Int
        }
        type Disc implements Item @key(fields: "id") {
          id: ID! title: String @shareable price(in: Currency = EUR): Int tracks: [[String!]]
        }
        type Query { items: [[Item]] }`,
    },
    data: () => {
      const book = { __typename: 'Book', id: '1', title: 'T', price: 3, pages: 9 };
      const disc = { __typename: 'Disc', id: '2', title: null, price: null, tracks: [['a', 'b'], null, []] };
      const [full, empty] = [
        { __typename: 'Shelf', id: 's', items: [book, null, disc, book] },
        { __typename: 'Shelf', id: 't', items: null },
      ];
      const shelves = [full, null, empty];
      return {
        entities: [book, disc, full, empty],
        root: { shelves, plain: shelves, items: [[book, disc], null, [null, book], []] },
      };
    },
    resolvers: {
      Item: { price: ({ price }, args) => (args.in === 'USD' && price ? Number(price) * 2 : price) },
    },
    operations: [
      {
        name: 'what is provided, and not',
        query: '{ shelves { items { title } } plain { items { title id } } }',
      },
      {
        name: 'beside what is fetched',
        query:
          '{ shelves { items { title price ... on Disc { tracks } ... on Book { d: price(in: USD) pages } } } }',
      },
      { name: 'from the other', query: '{ items { id e: price(in: EUR) u: price(in: USD) } }' },
    ],
  },
];

import type { Case, Item } from './testing/case.ts';
import { all } from './testing/data.ts';

const MEDIA = [
  { __typename: 'Book', id: '1', title: 'Emma', pages: 400, stars: 5, reviews: [{ text: 'fine' }] },
  { __typename: 'Film', id: '2', title: 'Heat', minutes: 170, stars: 4, reviews: [] },
  { __typename: 'Book', id: '3', title: 'Ulysses', pages: 700, stars: null, reviews: null },
];

/** A subgraph that adds fields to all members of an interface without having the members. */
export const interfaceObjects: readonly Case[] = [
  {
    name: '@interfaceObject',
    subgraphs: {
      media: `
        type Query { media: [Media!]! books: [Book!]! }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
      stars: `
        type Query { rated: [Media!]! rating: Rating }
        type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int reviews: [Review!] }
        type Review { text: String }
        type Rating { media: Media mediaList: [Media] }`,
    },
    data: () => ({
      entities: MEDIA,
      root: {
        media: MEDIA,
        books: MEDIA.filter(({ __typename }) => __typename === 'Book'),
        rated: MEDIA,
        rating: { media: MEDIA[1], mediaList: [MEDIA[0], null, MEDIA[1]] },
      },
    }),
    operations: [
      { name: 'from the interface', query: '{ media { stars title } }' },
      { name: 'from a member', query: '{ books { stars pages reviews { text } } }' },
      { name: 'from the interface object', query: '{ rated { stars title } }' },
      { name: 'its real type', query: '{ rated { __typename stars } }' },
      {
        name: 'fragments on members',
        query: '{ rated { ... on Book { pages stars } ... on Film { minutes } } }',
      },
      {
        name: 'fragments on the interface',
        query: '{ rated { ...M } } fragment M on Media { id ... on Book { pages } stars }',
      },
      {
        name: 'inside other objects',
        query: '{ rating { media { title __typename } mediaList { stars ... on Film { minutes } } } }',
      },
      {
        name: 'other names per member',
        query: '{ media { ... on Book { n: pages s: stars } ... on Film { n: minutes s: stars } } }',
      },
    ],
  },
  {
    name: '@interfaceObject with @requires',
    subgraphs: {
      a: `
        type Query { nodes: [Account!]! admins: [Admin!]! }
        interface Account @key(fields: "id") { id: ID! name: String }
        type Admin implements Account @key(fields: "id") { id: ID! name: String }
        type Guest implements Account @key(fields: "id") { id: ID! name: String until: String }`,
      b: {
        sdl: `
        type Query { accounts: [Account!]! }
        type Account @interfaceObject @key(fields: "id") {
          id: ID! name: String @external greeting: String @requires(fields: "name")
        }`,
      },
    },
    data: () => {
      const entities = [
        { __typename: 'Admin', id: '1', name: 'Ann' },
        { __typename: 'Guest', id: '2', name: 'Bob', until: 'May' },
      ];
      return { entities, root: { nodes: entities, accounts: entities, admins: entities.slice(0, 1) } };
    },
    resolvers: { Account: { greeting: ({ name }) => `Hello ${name}` } },
    operations: [
      { name: 'from the interface', query: '{ nodes { greeting } }' },
      { name: 'from the interface object', query: '{ accounts { greeting } }' },
      { name: 'from a member', query: '{ admins { id greeting } }' },
      {
        name: 'with fragments',
        query: '{ accounts { ... on Guest { greeting until } ... on Admin { hello: greeting } id } }',
      },
      {
        name: 'of one member, and for all what it requires',
        query: '{ accounts { name ... on Guest { greeting } } }',
      },
      {
        name: 'of members under conditions that exclude each other',
        query: `query ($yes: Boolean!) {
          nodes {
            ... on Account @include(if: $yes) { ... on Admin @skip(if: $yes) { name greeting } }
            ... on Guest { greeting @include(if: $yes) until @include(if: $yes) __typename }
          }
        }`,
        variables: { yes: true },
      },
    ],
  },
  {
    name: 'two interface objects of one interface',
    subgraphs: {
      a: `
        type Query { things: [Thing] }
        interface Thing @key(fields: "id") { id: ID! }
        type X implements Thing @key(fields: "id") { id: ID! x: Int }
        type Y implements Thing @key(fields: "id") { id: ID! y: Int }`,
      b: 'type Query { b: Thing } type Thing @interfaceObject @key(fields: "id") { id: ID! fromB: Int }',
      c: 'type Query { c: [Thing!]! } type Thing @interfaceObject @key(fields: "id") { id: ID! fromC: Int }',
    },
    data: () => {
      const entities = [
        { __typename: 'X', id: '1', x: 1, fromB: 2, fromC: 3 },
        { __typename: 'Y', id: '2', y: 4, fromB: 5, fromC: 6 },
      ];
      return { entities, root: { things: [...entities, null], b: entities[0], c: entities } };
    },
    operations: [
      { name: 'from the interface', query: '{ things { fromB fromC __typename } }' },
      { name: 'from the one to the other', query: '{ b { fromC } c { fromB } }' },
      {
        name: 'with their types',
        query: '{ b { fromC ... on X { x } } c { fromB ... on Y { y } __typename } }',
      },
    ],
  },
  {
    name: 'interface objects that cannot be resolved',
    unsatisfiable: true,
    subgraphs: {
      a: `
        type Query { a: Node product: Product! }
        interface Node @key(fields: "id") { id: ID! }
        type Leaf implements Node @key(fields: "id") { id: ID! }
        type Product @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }`,
      b: `
        type Query { b: Node }
        type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String }
        interface Product @key(fields: "id") { id: ID! name: String! }
        type Bread implements Product @key(fields: "id") { id: ID! name: String! }`,
    },
    data: () => {
      const node = { __typename: 'Leaf', id: 'n1', field: 'foo' };
      const bread = { __typename: 'Bread', id: 'p1', name: 'Rye' };
      return { entities: [node, bread], root: { a: node, b: node, product: bread } };
    },
    operations: [
      { name: 'where it is', query: '{ b { id field } }' },
      {
        name: 'where nobody can resolve it',
        query: '{ a { id field } b { id } }',
        expected: { data: { a: { id: 'n1', field: null }, b: { id: 'n1' } }, errors: ['a.field'] },
      },
      { name: 'its key', query: '{ a { id } b { id } }' },
      { name: 'the key of the one that is elsewhere', query: '{ product { id } }' },
      { name: 'its fields elsewhere', query: '{ product { id name } }' },
      { name: 'its member', query: '{ product { ... on Bread { id } } }' },
      { name: 'its real type', query: '{ product { __typename id } b { __typename } }' },
    ],
  },
  {
    name: 'an interface with a key and its members in one subgraph',
    subgraphs: {
      a: `type Query { all: [Media!]! }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String }
        type Film implements Media @key(fields: "id") { id: ID! title: String }`,
      b: 'type Query { mine: [Media!]! } type Media @interfaceObject @key(fields: "id") { id: ID! stars: Int }',
      c: 'type Book @key(fields: "id") { id: ID! pages: Int }',
    },
    data: () => ({ entities: MEDIA, root: { all: MEDIA, mine: MEDIA } }),
    resolvers: { Query: { all: (_, __, data) => [...all(data, 'Book'), ...all(data, 'Film')] } },
    operations: [
      {
        name: 'of one member, over the interface and back',
        query: `query ($a: Boolean!, $b: Boolean!) { mine { title stars
          ... on Book { ... on Media @include(if: $a) { ... on Media { stars price: id stars @include(if: $b) } ... on Film { stars } id: stars } } } }`,
        variables: { a: true, b: true },
      },
      {
        name: 'over the interface to a member in a third',
        query: '{ mine { stars ... on Book { pages title } } }',
      },
    ],
  },
  {
    name: 'interface objects with fragments of all kinds',
    subgraphs: {
      a: `type Query { nodes: [Node!] node: Node cats: [Cat] }
        interface Node @key(fields: "id") { id: ID! name: String }
        type Cat implements Node @key(fields: "id") { id: ID! name: String lives: Int }
        type Dog implements Node @key(fields: "id") { id: ID! name: String loud: Boolean friend: Node }`,
      b: `type Query { best: Node top: [Node] }
        type Node @interfaceObject @key(fields: "id") {
          id: ID! name: String @external rating: Int label: String @requires(fields: "name") similar: [Node]
        }`,
      c: `type Node @interfaceObject @key(fields: "id") {
          id: ID! rating: Int @external stars: String @requires(fields: "rating")
        }`,
      d: `type Cat @key(fields: "id") { id: ID! owner: Owner }
        type Owner @key(fields: "id") { id: ID! pets: [Pet] } union Pet = Cat | Fish type Fish { id: ID! }`,
    },
    data: () => {
      const pets: (Item | null)[] = [{ __typename: 'Fish', id: 'f' }, null];
      const owner = { __typename: 'Owner', id: 'o', pets };
      const similar: (Item | null)[] = [null];
      const cat = { __typename: 'Cat', id: '1', name: 'Tom', lives: 9, rating: 3, owner, similar };
      const dog = { __typename: 'Dog', id: '2', name: null, loud: true, rating: null, friend: cat };
      similar.push(dog);
      pets.push(cat);
      return {
        entities: [cat, dog, owner],
        root: { nodes: [cat, dog, cat], node: dog, cats: [cat, null], best: dog, top: [cat, null, dog] },
      };
    },
    resolvers: { Node: { label: ({ name }) => `l ${name}`, stars: ({ rating }) => `s ${rating}` } },
    operations: [
      {
        name: 'what requires for one member, what does not for all',
        query: '{ nodes { ... on Dog { label } ... on Cat { lives } rating } }',
      },
      {
        name: 'from the interface object',
        query:
          '{ best { stars label ... on Dog { loud friend { stars } } } top { similar { __typename label } } }',
      },
      {
        name: 'over a union to what it cannot be',
        query: `query ($no: Boolean!, $yes: Boolean!) {
          top { similar @skip(if: $no) { ... on Cat { ... on Pet @include(if: $yes) { ... on Fish { id } ... on Cat { rating } } } } }
        }`,
        variables: { no: false, yes: true },
      },
      {
        name: 'of one member, one that requires under a condition',
        query: `query ($no: Boolean!) {
          node { ... on Cat { stars @include(if: $no) label } }
          nodes { name ... on Cat { stars label @include(if: $no) } }
        }`,
        variables: { no: false },
      },
      {
        name: 'members there and back',
        query: '{ cats { owner { pets { t: __typename ... on Node { stars } ... on Fish { id } } } label } }',
      },
    ],
  },
  {
    name: 'interface objects with fragments on other abstract types',
    subgraphs: {
      a: `type Query { node: Node }
        interface Top { id: ID! }
        interface Node implements Top @key(fields: "id") { id: ID! name: String }
        type Cat implements Node & Top @key(fields: "id") { id: ID! name: String }
        type Dog implements Node & Top @key(fields: "id") { id: ID! name: String }
        type Bird implements Node & Top @key(fields: "id") { id: ID! name: String }`,
      b: `type Query { best: Node top: [Node] }
        type Node @interfaceObject @key(fields: "id") {
          id: ID! name: String @external label: String @requires(fields: "name") rating(by: Int! = 2): Int
        }`,
      c: `interface Owned { owner: String friends: [Owned] } union Pet = Cat | Fish union Any = Cat | Dog | Bird | Fish
        type Cat implements Owned @key(fields: "id") { id: ID! owner: String friends: [Owned] }
        type Dog implements Owned @key(fields: "id") { id: ID! owner: String friends: [Owned] pet: Pet any: [Any] }
        type Bird @key(fields: "id") { id: ID! }
        type Fish implements Owned { owner: String friends: [Owned] }`,
    },
    data: () => {
      const friends: Item[] = [{ __typename: 'Fish', owner: 'sea', friends: null }];
      const cat = { __typename: 'Cat', id: '1', name: 'Tom', owner: 'Ann', friends };
      const dog = { __typename: 'Dog', id: '2', name: 'Rex', owner: null, friends, pet: cat, any: friends };
      const bird = { __typename: 'Bird', id: '3', name: null };
      friends.push(cat, dog);
      return {
        entities: [cat, dog, bird],
        root: { node: dog, best: cat, top: [bird, cat, null, dog] },
      };
    },
    resolvers: {
      Node: { label: ({ name }) => `l ${name}`, rating: ({ id }, { by }) => Number(id) * Number(by) },
    },
    operations: [
      { name: 'on a union', query: '{ top { ... on Pet { __typename ... on Node { label } } } }' },
      {
        name: 'on a union of all',
        query:
          '{ top { ... on Any { __typename ... on Node { rating x: rating(by: 3) } ... on Bird { name } } } }',
      },
      {
        name: 'on an interface of some',
        query: '{ top { id ... on Owned { owner ... on Node { label name } } } }',
      },
      {
        name: 'on an interface of the interface',
        query: '{ best { ... on Top { id ... on Node { label } } } }',
      },
      {
        name: 'on all of them, with conditions',
        query: `query ($yes: Boolean!, $no: Boolean!) {
          top { ... on Top @include(if: $yes) { ... on Owned { ...O @skip(if: $no) } } ...O @include(if: $no) }
        } fragment O on Owned { owner friends { ... on Node { rating } ... on Pet { ... on Top { id } } } }`,
        variables: { yes: true, no: false },
      },
    ],
  },
];

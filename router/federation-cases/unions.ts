import type { Case } from './testing/case.ts';

/** Unions with different members in their subgraphs. */
export const unions: readonly Case[] = [
  {
    name: 'a union with other members in each subgraph',
    subgraphs: {
      a: `
        type Query { media: Media @shareable book: Media @shareable song: Media viewer: Viewer @shareable }
        union Media = Book | Song
        union ViewerMedia = Book | Song
        type Book { title: String! @shareable }
        type Song { title: String! aTitle: String! }
        type Viewer { media: ViewerMedia @shareable book: ViewerMedia @shareable song: ViewerMedia }`,
      b: `
        type Query { media: Media @shareable book: Media @shareable movie: Media viewer: Viewer @shareable }
        union Media = Book | Movie
        union ViewerMedia = Book | Movie
        type Book { title: String! @shareable }
        type Movie { title: String! bTitle: String! }
        type Viewer { media: ViewerMedia @shareable book: ViewerMedia @shareable movie: ViewerMedia }`,
    },
    data: () => {
      const book = { __typename: 'Book', title: 'Emma' };
      const song = { __typename: 'Song', title: 'Yes', aTitle: 'Yes a' };
      const movie = { __typename: 'Movie', title: 'Heat', bTitle: 'Heat b' };
      return {
        entities: [],
        root: { media: book, book, song, movie, viewer: { media: book, book, song, movie } },
      };
    },
    operations: [
      { name: 'what both know', query: '{ media { ... on Book { title } } book { __typename } }' },
      {
        name: 'what one knows',
        query: '{ song { __typename ... on Song { title aTitle } ... on Movie { bTitle } } }',
      },
      {
        name: 'asked for what it cannot be',
        query: '{ book { __typename ... on Movie { title } ... on Song { title } ... on Book { title } } }',
      },
      {
        name: 'below a shared object',
        query:
          '{ viewer { media { __typename ... on Book { title } } song { __typename ... on Song { aTitle } } movie { ... on Movie { bTitle } } } }',
      },
      {
        name: 'all members everywhere',
        query: `{ viewer { media { ...T } book { ...T } song { ...T } movie { ...T } } }
        fragment T on ViewerMedia { __typename ... on Song { x: title } ... on Movie { x: bTitle } ... on Book { x: title } }`,
      },
    ],
  },
  {
    name: 'a union of entities',
    subgraphs: {
      search: `
        type Query { search(term: String!): [Hit!] hit: Hit }
        union Hit = User | Page
        type User @key(fields: "id") { id: ID! }
        type Page @key(fields: "url") { url: ID! words: Int }`,
      users: 'type User @key(fields: "id") { id: ID! name: String friends: [User] }',
      pages:
        'type Page @key(fields: "url") { url: ID! title: String owner: Owner } union Owner = User | Firm type User @key(fields: "id") { id: ID! } type Firm { name: String }',
    },
    data: () => {
      const ann: Record<string, unknown> = { __typename: 'User', id: '1', name: 'Ann' };
      const bob = { __typename: 'User', id: '2', name: 'Bob', friends: [ann, null] };
      ann.friends = [bob];
      const pages = [
        { __typename: 'Page', url: '/a', words: 7, title: 'A', owner: ann },
        { __typename: 'Page', url: '/b', words: 8, title: null, owner: { __typename: 'Firm', name: 'ACME' } },
        { __typename: 'Page', url: '/c', words: 9, title: 'C', owner: null },
      ];
      return {
        entities: [ann, bob, ...pages],
        root: { search: [pages[0], ann, pages[1], bob, pages[2]], hit: bob },
      };
    },
    operations: [
      {
        name: 'each member elsewhere',
        query: '{ search(term: "x") { ... on User { name } ... on Page { title words } } }',
      },
      { name: 'only one of them', query: '{ search(term: "x") { __typename ... on Page { title } } }' },
      {
        name: 'a union in a union',
        query:
          '{ search(term: "x") { ... on Page { owner { __typename ... on User { name } ... on Firm { name } } } } }',
      },
      {
        name: 'members that lead on to members',
        query:
          '{ search(term: "x") { ... on User { v: friends { name } } ... on Page { w: owner { ... on Firm { name } ... on User { id } } } } }',
      },
      {
        name: 'one of them alone',
        query: '{ hit { ... on User { friends { name friends { id } } } ... on Page { title } } }',
      },
    ],
  },
  {
    name: 'a value type with other fields in each subgraph',
    subgraphs: {
      a: `type Query { users: [User!]! } type User @key(fields: "id") { id: ID! contact: Contact @shareable }
        type Contact @shareable { mail: String phone: String }`,
      b: `type Query { admins: [Admin!]! accounts: [Account!]! } union Account = User | Admin
        type User @key(fields: "id") { id: ID contact: Contact @shareable similar: [Account] }
        type Admin { id: ID similar: [Account] contact: Contact }
        type Contact @shareable { mail: String phone: String }`,
    },
    data: () => {
      const user: Record<string, unknown> = {
        __typename: 'User',
        id: 'u1',
        contact: { mail: 'm', phone: null },
      };
      const admin: Record<string, unknown> = { __typename: 'Admin', id: 'a1', contact: null };
      admin.similar = [user];
      user.similar = [admin, user];
      return { entities: [user, admin], root: { users: [user], admins: [admin], accounts: [user, admin] } };
    },
    operations: [
      { name: 'ids that are nullable here and not there', query: '{ users { id } admins { id } }' },
      {
        name: 'what it cannot be, over the union',
        query: `query ($yes: Boolean!) {
          users { ... on Account { ... on Admin { id } } } admins { ... on Account { ...U @include(if: $yes) } }
        } fragment U on User { contact { mail } }`,
        variables: { yes: true },
      },
      {
        name: 'under one union',
        query:
          '{ accounts { ... on User { id similar { ... on Admin { id } } } ... on Admin { id contact { mail } } } }',
      },
      {
        name: 'deeper',
        query:
          '{ users { id contact { mail phone } similar { __typename ... on User { id contact { phone } } ... on Admin { similar { ... on User { id } } } } } }',
      },
    ],
  },
];

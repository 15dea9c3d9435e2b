import type { Case } from './testing/case.ts';

const COMMON = { __typename: 'Common', label: 'common' };
const ONLY_A = { __typename: 'OnlyA', a: 'only a' };
const ONLY_B = { __typename: 'OnlyB', b: 'only b' };

/** Types whose fields are in several subgraphs, and paths that only some of these can continue. */
export const overlaps: readonly Case[] = [
  {
    name: 'a union whose values differ between subgraphs',
    subgraphs: {
      a: {
        sdl: `
        type Query { rootA: Container shared: Container @shareable }
        type Container @key(fields: "id") { id: ID! wrapper: Wrapper @shareable }
        type Wrapper @shareable { actions: [Action!]! }
        union Action = Common | OnlyA
        type Common @shareable { label: String } type OnlyA { a: String }`,
        resolvers: { Container: { wrapper: ({ wrapper }) => wrapper ?? { actions: [COMMON, ONLY_A] } } },
      },
      b: {
        sdl: `
        type Query { rootB: Container shared: Container @shareable }
        type Container @key(fields: "id") { id: ID! wrapper: Wrapper @shareable own: Wrapper }
        type Wrapper @shareable { actions: [Action!]! }
        union Action = Common | OnlyB
        type Common @shareable { label: String } type OnlyB { b: String }`,
        resolvers: {
          Container: {
            wrapper: ({ wrapper }) => wrapper ?? { actions: [COMMON, ONLY_B] },
            own: () => ({ actions: [COMMON, ONLY_B] }),
          },
        },
      },
    },
    data: () => ({
      entities: [{ __typename: 'Container', id: '1' }],
      root: { rootA: { id: '1' }, rootB: { id: '1' }, shared: { id: '1', wrapper: { actions: [COMMON] } } },
    }),
    operations: [
      {
        name: 'what the one cannot have',
        query: '{ rootA { wrapper { actions { __typename ... on OnlyB { b } } } } }',
        expected: {
          data: { rootA: { wrapper: { actions: [{ __typename: 'Common' }, { __typename: 'OnlyA' }] } } },
        },
      },
      {
        name: 'from either',
        query:
          '{ shared { wrapper { actions { __typename ... on Common { label } ... on OnlyA { a } ... on OnlyB { b } } } } }',
        expected: { data: { shared: { wrapper: { actions: [COMMON] } } } },
      },
      {
        name: 'from the other, by its key',
        query: '{ rootA { own { actions { __typename ... on Common { label } ... on OnlyB { b } } } } }',
        expected: { data: { rootA: { own: { actions: [COMMON, ONLY_B] } } } },
      },
    ],
  },
  {
    name: 'a member that others extend, under an interface object',
    subgraphs: {
      media: `
        type Query { media: Media }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Video implements Media @key(fields: "id") { id: ID! title: String duration: Int }
        type Article implements Media @key(fields: "id") { id: ID! title: String words: Int }`,
      authors:
        'type Query { author: Author } type Author @key(fields: "id") { id: ID! name: String } extend type Video @key(fields: "id") { id: ID! authorName: String }',
      lists:
        'type Query { list: List } type List @key(fields: "id") { id: ID! name: String media: Media } type Media @interfaceObject @key(fields: "id") { id: ID! }',
    },
    data: () => {
      const video = { __typename: 'Video', id: '1', title: 'V', duration: 100, authorName: 'Jo' };
      const author = { __typename: 'Author', id: '1', name: 'Jo' };
      const list = { __typename: 'List', id: '1', name: 'L', media: video };
      return { entities: [video, author, list], root: { media: video, author, list } };
    },
    operations: [
      {
        name: 'from the interface',
        query:
          '{ media { id title ... on Video { duration authorName } ... on Article { words } } author { id name } }',
      },
      {
        name: 'from the interface object',
        query: '{ list { id name media { id ... on Video { duration } } } }',
      },
      {
        name: 'from the interface object to the third',
        query: '{ list { media { title ... on Video { authorName } ... on Article { words } } } }',
      },
      { name: 'only the third', query: '{ list { media { ... on Video { authorName } } } }' },
    ],
  },
  {
    name: 'one field of members, each with other fields below',
    subgraphs: {
      a: `
        type Query { review: Review reviews: [Review!]! }
        union Review = ByNobody | ByUser
        type ByNobody { product: Product } type ByUser { product: Product }
        type Product @key(fields: "id") { id: ID! }`,
      b: 'type Product @key(fields: "id") { id: ID! b: String }',
      c: 'type Product @key(fields: "id") { id: ID! c: String }',
      d: 'type Product @key(fields: "id") { id: ID! d: String }',
    },
    data: () => {
      const product = { __typename: 'Product', id: '1', b: 'B', c: 'C', d: 'D' };
      const byNobody = { __typename: 'ByNobody', product };
      return {
        entities: [product],
        root: {
          review: byNobody,
          reviews: [byNobody, { __typename: 'ByUser', product }, { __typename: 'ByUser', product: null }],
        },
      };
    },
    operations: [
      {
        name: 'of one',
        query: '{ review { ... on ByNobody { product { b } } ... on ByUser { product { c d } } } }',
      },
      {
        name: 'in a list',
        query: '{ reviews { ... on ByNobody { product { b c } } ... on ByUser { product { d } } } }',
      },
    ],
  },
  {
    name: 'a chain of requirements through a list',
    subgraphs: {
      a: `
        type Query { feed: [Post!]! }
        type Post @key(fields: "id") { id: ID! authorId: ID @external author: Author @requires(fields: "authorId") }
        type Comment @key(fields: "id") { id: ID! authorId: ID }
        type Author { id: ID! }`,
      b: `
        type Post @key(fields: "id") { id: ID! authorId: ID @requires(fields: "comments { authorId }") comments: [Comment!] }
        type Comment @key(fields: "id") { id: ID! authorId: ID @external }`,
    },
    data: () => {
      const comments = ['1', '2', '3'].map((id) => ({ __typename: 'Comment', id, authorId: `a${id}` }));
      const posts = [comments.slice(0, 2), comments.slice(2), []].map((each, at) => ({
        __typename: 'Post',
        id: `p${at}`,
        comments: each,
      }));
      return { entities: [...comments, ...posts], root: { feed: posts } };
    },
    resolvers: {
      Post: {
        authorId: ({ comments }: { comments: { authorId: string }[] }) => comments.at(-1)?.authorId ?? null,
        author: ({ authorId }) => (authorId ? { id: authorId } : null),
      },
    },
    single: {
      resolvers: {
        Post: {
          author: ({ comments }: { comments: { authorId: string }[] }) => {
            const last = comments.at(-1);
            return last ? { id: last.authorId } : null;
          },
        },
      },
    },
    operations: [
      { name: 'to its end', query: '{ feed { author { id } } }' },
      { name: 'with what is between', query: '{ feed { author { id } comments { id } authorId } }' },
    ],
  },
  {
    name: 'directives of their own',
    subgraphs: {
      a: `
        directive @access(scope: Scope!) on FIELD | QUERY enum Scope { OPEN SHUT }
        type Query { a: String user: User } type User @key(fields: "id") { id: ID! }`,
      b: 'directive @access(scope: Scope!) on FIELD | QUERY enum Scope { OPEN SHUT } type Query { b: String } type User @key(fields: "id") { id: ID! name: String }',
    },
    data: () => {
      const user = { __typename: 'User', id: '1', name: 'Ann' };
      return { entities: [user], root: { a: 'a', b: 'b', user } };
    },
    operations: [
      {
        name: 'on fields',
        query:
          'query ($s: Scope! = OPEN) { a @access(scope: OPEN) b @access(scope: $s) user { name @access(scope: SHUT) x: name id } }',
      },
      { name: 'on the operation', query: 'query @access(scope: OPEN) { a user { name } }' },
    ],
  },
];

import type { Case } from './testing/case.ts';
import { all, isItem } from './testing/data.ts';

/**
 * Definitions that clients do not see but subgraphs use: @inaccessible, @tag, and enums with fewer values in
 * the API.
 */
export const visibility: readonly Case[] = [
  {
    name: '@inaccessible fields and types',
    subgraphs: {
      ages: 'type Query { users: [User] hidden: Int @inaccessible } type User @key(fields: "id") { id: ID! @inaccessible age: Int kin: Kin }  type Kin { name: String id: ID! @inaccessible }',
      friends: `
        type Query { friends: [User] }
        type User @key(fields: "id") { id: ID! @tag(name: "internal") friends(kind: Kind = FAMILY): [User] secret: Secret @inaccessible }
        enum Kind { FAMILY FRIEND FOE @inaccessible }
        type Secret @inaccessible { code: Int }`,
      needs:
        'type User @key(fields: "id") { id: ID! secret: Secret @external lock: Int @requires(fields: "secret { code }") } type Secret @external @inaccessible { code: Int }',
    },
    data: () => {
      const users: Record<string, unknown>[] = ['1', '2'].map((id) => ({
        __typename: 'User',
        id,
        age: Number(id) * 10,
        secret: { code: Number(id) },
        kin: { name: `k${id}`, id: 'x' },
      }));
      for (const user of users)
        user.friends = ({ kind }: { kind: string }) => (kind === 'FAMILY' ? users : [user]);
      return { entities: users, root: { users, friends: users } };
    },
    resolvers: { User: { lock: ({ secret }) => (isItem(secret) ? Number(secret.code) * 100 : null) } },
    operations: [
      { name: 'a key that clients do not see', query: '{ users { friends { age } } }' },
      { name: 'a default', query: '{ friends { friends { lock } } }' },
      {
        name: 'an enum as argument',
        query: 'query ($k: Kind!) { users { friends(kind: $k) { age } kin { name } } }',
        variables: { k: 'FRIEND' },
      },
      { name: 'required and inaccessible', query: '{ users { lock } }' },
      {
        name: 'what clients see of the type',
        query:
          '{ __type(name: "User") { fields { name } } kind: __type(name: "Kind") { enumValues { name } } secret: __type(name: "Secret") { name } }',
      },
    ],
  },
  {
    name: 'enums that differ between subgraphs',
    subgraphs: {
      a: 'type Query { users: [User!]! ofKind(kind: Kind!): [User!]! } enum Kind { REGULAR ADMIN @inaccessible ROBOT } type User @key(fields: "id") { id: ID! kind: Kind @shareable }',
      b: 'type Query { inB: [User!]! } enum Kind { REGULAR ADMIN @inaccessible ROBOT } type User @key(fields: "id") { id: ID! kind: Kind @shareable level: Level }  enum Level { LOW HIGH }',
      c: 'enum Level { HIGH TOP } type User @key(fields: "id") { id: ID! highest: Level }',
    },
    data: () => ({
      entities: [
        { __typename: 'User', id: '1', kind: 'REGULAR', level: 'LOW', highest: 'TOP' },
        { __typename: 'User', id: '2', kind: 'ADMIN', level: 'HIGH', highest: 'HIGH' },
        { __typename: 'User', id: '3', kind: null, level: null, highest: null },
      ],
    }),
    resolvers: {
      Query: {
        users: (_, __, data) => all(data, 'User'),
        inB: (_, __, data) => all(data, 'User'),
        ofKind: (_, { kind }, data) => all(data, 'User').filter((each) => each.kind === kind),
      },
    },
    operations: [
      {
        name: 'a value that clients must not see',
        query: '{ users { id kind } }',
      },
      { name: 'values of two subgraphs in one enum', query: '{ inB { level highest } }' },
      {
        name: 'as an argument',
        query: '{ ofKind(kind: REGULAR) { id level } none: ofKind(kind: ROBOT) { id } }',
      },
    ],
  },
];

import type { FormattedExecutionResult } from 'graphql';
import type { Case } from './testing/case.ts';

const USERS = ['1', '2', '3'].map((id) => ({ __typename: 'User', id, name: `n${id}`, age: Number(id) }));

/** A graph whose second subgraph returns an invalid response. */
function withResponse(
  name: string,
  rewrite: (right: FormattedExecutionResult) => unknown,
): Pick<Case, 'name' | 'subgraphs' | 'data'> {
  return {
    name,
    subgraphs: {
      a: 'type Query { users: [User!] fine: Int } type User @key(fields: "id") { id: ID! name: String }',
      b: { sdl: 'type User @key(fields: "id") { id: ID! age: Int tags: [String!] best: User }', rewrite },
    },
    data: () => ({ entities: USERS, root: { users: USERS, fine: 1 } }),
  };
}

const NAMES = USERS.map(({ name }) => ({ name, age: null }));
const PLACES = ['users.0.age', 'users.1.age', 'users.2.age'];
const QUERY = '{ users { name age } fine }';

/** Subgraphs whose responses no schema allows: the missing fields are null, and all others are present. */
export const invalidResponses: readonly Case[] = [
  {
    ...withResponse('a subgraph that returns too few entities', () => ({
      data: { _entities: [{ age: 1 }] },
    })),
    operations: [
      { name: 'all are null', query: QUERY, expected: { data: { users: NAMES, fine: 1 }, errors: PLACES } },
    ],
  },
  {
    ...withResponse('a subgraph that returns no entities', () => ({ data: {} })),
    operations: [
      { name: 'all are null', query: QUERY, expected: { data: { users: NAMES, fine: 1 }, errors: PLACES } },
    ],
  },
  {
    ...withResponse('a subgraph that does not respond with GraphQL', () => ['not', 'this']),
    operations: [
      {
        name: 'it is unavailable',
        query: QUERY,
        expected: { data: { users: NAMES, fine: 1 }, errors: PLACES },
      },
    ],
  },
  {
    ...withResponse('a subgraph that returns values of wrong types', () => ({
      data: {
        _entities: [{ age: 'old', tags: 'x', more: 1 }, 'no entity', { age: 3, tags: [null, {}], best: [1] }],
      },
    })),
    operations: [
      {
        name: 'they are null',
        query: '{ users { name age } }',
        expected: {
          data: {
            users: [
              { name: 'n1', age: null },
              { name: 'n2', age: null },
              { name: 'n3', age: 3 },
            ],
          },
          errors: ['users.0.age'],
        },
      },
      {
        name: 'in lists and objects',
        query: '{ users { name tags best { id } } }',
        expected: {
          data: {
            users: [
              { name: 'n1', tags: null, best: null },
              { name: 'n2', tags: null, best: null },
              { name: 'n3', tags: null, best: null },
            ],
          },
          errors: ['users.0.tags', 'users.2.best', 'users.2.tags.0'],
        },
      },
    ],
  },
  {
    ...withResponse('a subgraph whose errors say odd places', ({ data }) => ({
      data,
      errors: [
        { message: 'nowhere' },
        { message: 'beyond', path: ['_entities', 7, 'age'] },
        { message: 'of another name', path: ['_entities', 1, 'unknown', 'below'] },
        { message: 'no path', path: 'age' },
        'no error',
      ],
    })),
    operations: [
      {
        name: 'they are told as near as can be',
        query: QUERY,
        expected: {
          data: { users: USERS.map(({ name, age }) => ({ name, age })), fine: 1 },
          errors: ['users', 'users', 'users', 'users', 'users.1'],
        },
      },
    ],
  },
];

import type { FormattedExecutionResult } from 'graphql';
import type { Case } from './testing/case.ts';

const USERS = ['1', '2', '3'].map((id) => ({ __typename: 'User', id, name: `n${id}`, age: Number(id) }));

/** A graph whose second subgraph says something else than it should. */
function misanswering(
  name: string,
  says: (right: FormattedExecutionResult) => unknown,
): Pick<Case, 'name' | 'subgraphs' | 'data'> {
  return {
    name,
    subgraphs: {
      a: 'type Query { users: [User!] fine: Int } type User @key(fields: "id") { id: ID! name: String }',
      b: { sdl: 'type User @key(fields: "id") { id: ID! age: Int tags: [String!] best: User }', says },
    },
    data: () => ({ entities: USERS, root: { users: USERS, fine: 1 } }),
  };
}

const NAMES = USERS.map(({ name }) => ({ name, age: null }));
const PLACES = ['users.0.age', 'users.1.age', 'users.2.age'];
const QUERY = '{ users { name age } fine }';

/**
 * Subgraphs that answer in ways that no schema allows: what they did not give is null, and everything else is
 * there.
 */
export const answers: readonly Case[] = [
  {
    ...misanswering('a subgraph that answers too few entities', () => ({
      data: { _entities: [{ age: 1 }] },
    })),
    operations: [
      { name: 'none is taken', query: QUERY, answer: { data: { users: NAMES, fine: 1 }, errors: PLACES } },
    ],
  },
  {
    ...misanswering('a subgraph that answers no entities', () => ({ data: {} })),
    operations: [
      { name: 'none is there', query: QUERY, answer: { data: { users: NAMES, fine: 1 }, errors: PLACES } },
    ],
  },
  {
    ...misanswering('a subgraph that answers no GraphQL', () => ['not', 'this']),
    operations: [
      {
        name: 'it is not available',
        query: QUERY,
        answer: { data: { users: NAMES, fine: 1 }, errors: PLACES },
      },
    ],
  },
  {
    ...misanswering('a subgraph that answers other values than its schema has', () => ({
      data: {
        _entities: [{ age: 'old', tags: 'x', more: 1 }, 'no entity', { age: 3, tags: [null, {}], best: [1] }],
      },
    })),
    operations: [
      {
        name: 'they are null',
        query: '{ users { name age } }',
        answer: {
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
        answer: {
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
    ...misanswering('a subgraph whose errors say odd places', ({ data }) => ({
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
        answer: {
          data: { users: USERS.map(({ name, age }) => ({ name, age })), fine: 1 },
          errors: ['users', 'users', 'users', 'users', 'users.1'],
        },
      },
    ],
  },
];

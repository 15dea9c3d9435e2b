import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { newId } from '../identifiers.ts';
import { isUuid, type Page } from '../input.ts';
import { type PageArguments, readPage, toConnection } from './pagination.ts';

const LIST = 'rooms';
const read = (args: PageArguments, list = LIST) => readPage<[string]>(args, list, [isUuid]);

function refusalOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof GraphQLError) return error.extensions.code;
    throw error;
  }
  return undefined;
}

function encoded(content: unknown): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

describe('first', () => {
  test.each([
    [undefined, 21],
    [null, 21],
    [1, 2],
    [100, 101],
  ])('%s reads %i items, one to see whether there are more', (first, limit) => {
    expect(read({ first })).toEqual({ limit, after: undefined });
  });

  test.each([0, -1, 101, 2_147_483_647])('%i is refused', (first) => {
    expect(refusalOf(() => read({ first }))).toBe('BAD_USER_INPUT');
  });
});

describe('after', () => {
  const ids = [newId(), newId(), newId()];
  const connectionOf = (page: Page<[string]>, found: readonly string[]) =>
    toConnection(found, page, { name: LIST, keysOf: (id): [string] => [id], count: async () => 3 });

  test('the end cursor of a page leads to the next one', () => {
    const first = connectionOf(read({ first: 2 }), ids);
    expect(first.edges.map(({ node }) => node)).toEqual(ids.slice(0, 2));
    expect(first.pageInfo).toEqual({
      hasNextPage: true,
      hasPreviousPage: false,
      startCursor: first.edges[0]?.cursor,
      endCursor: first.edges[1]?.cursor,
    });
    expect(read({ first: 2, after: first.pageInfo.endCursor }).after).toEqual([ids[1]]);
  });

  test('a page after a cursor has a previous page', () => {
    const [first] = connectionOf(read({ first: 1 }), ids).edges;
    const next = connectionOf(read({ first: 1, after: first?.cursor }), ids.slice(1));
    expect(next.pageInfo).toMatchObject({ hasPreviousPage: true, startCursor: next.edges[0]?.cursor });
  });

  test('a list that ends with the page has no next page', () => {
    expect(connectionOf(read({ first: 3 }), ids).pageInfo.hasNextPage).toBe(false);
  });

  test('an empty list has no cursors', () => {
    expect(connectionOf(read({}), [])).toMatchObject({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  test.each([
    ['empty', ''],
    ['no base64', '€'],
    ['no JSON', Buffer.from('nonsense').toString('base64url')],
    ['no list', encoded({ list: LIST })],
    ['of another list', encoded(['bookings', newId()])],
    ['without a key', encoded([LIST])],
    ['with a key too many', encoded([LIST, newId(), newId()])],
    ['with a key of another kind', encoded([LIST, 5])],
    ['with a key that the order has not', encoded([LIST, "' OR 1 = 1"])],
  ])('a cursor that is %s is refused', (_what, after) => {
    expect(refusalOf(() => read({ after }))).toBe('BAD_USER_INPUT');
  });
});

import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../graphql/json.ts';
import { createTypeRelations } from '../../supergraph/type-relations.ts';
import { compileRepresentation } from './representation.ts';

const types = createTypeRelations(
  buildSchema(`
    type Query { media: [Media] }
    interface Media { id: ID }
    type Book implements Media { id: ID title: String place: EntityPath }
    type Film implements Media { id: ID }
    type EntityPath { house: ID floors: [Floor] }
    type Floor { number: Int }`),
);
const field = (name: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'Field',
  name,
  ...(selections.length > 0 ? { selections } : {}),
});
const on = (typeCondition: string, ...selections: QueryPlanSelectionNode[]): QueryPlanSelectionNode => ({
  kind: 'InlineFragment',
  typeCondition,
  selections,
});
const KEY = [field('__typename'), field('id')];

function represent(
  entity: JsonObject,
  requires: QueryPlanSelectionNode[],
  rewrites: FetchDataRewrite[] = [],
): unknown {
  const text = compileRepresentation(requires, rewrites, types).represent(entity, false);
  return text === undefined ? undefined : JSON.parse(text);
}

describe('a representation', () => {
  test('has what is required of the type, in nested objects and lists too', () => {
    const floors = [{ number: 1, other: 2 }, null];
    const book = { __typename: 'Book', id: '1', title: 'A "b"\n', place: { house: 'h', floors }, other: 1 };
    const place = field('place', field('house'), field('floors', field('number')));
    expect(represent(book, [on('Book', ...KEY, field('title'), place), on('Film', field('none'))])).toEqual({
      __typename: 'Book',
      id: '1',
      title: 'A "b"\n',
      place: { house: 'h', floors: [{ number: 1 }, null] },
    });
  });

  test('is taken from fragments on interfaces, and from several that hold', () => {
    const film = { __typename: 'Film', id: '1' };
    expect(represent(film, [on('Media', field('id')), on('Film', field('__typename'))])).toEqual(film);
  });

  test('is not made where a field is missing, at any depth, but where it is null', () => {
    const requires = [on('Book', ...KEY, field('place', field('house')))];
    const book = { __typename: 'Book', id: '1' };
    expect(represent(book, requires)).toBeUndefined();
    expect(represent({ ...book, place: {} }, requires)).toBeUndefined();
    expect(represent({ ...book, place: null }, requires)).toEqual({ ...book, place: null });
  });

  test('leaves out a fragment that is not whole, where another one is', () => {
    const book = { __typename: 'Book', id: '1' };
    expect(represent(book, [on('Book', ...KEY, on('Book', field('title')))])).toEqual(book);
  });

  test('is not made of an object that does not say its type, or says another one', () => {
    expect(represent({ id: '1' }, [on('Book', ...KEY)])).toBeUndefined();
    expect(represent({ __typename: 'Film', id: '1' }, [on('Book', ...KEY)])).toBeUndefined();
  });

  test('takes names that every object has for missing', () => {
    expect(
      represent({ __typename: 'Book' }, [on('Book', field('__typename'), field('constructor'))]),
    ).toBeUndefined();
  });
});

describe('rewrites of a representation', () => {
  test('set values for the types that they are for', () => {
    const rewrite: FetchDataRewrite = {
      kind: 'ValueSetter',
      path: ['... on Media', '__typename'],
      setValueTo: 'Media',
    };
    expect(represent({ __typename: 'Book', id: '1' }, [on('Book', ...KEY)], [rewrite])).toEqual({
      __typename: 'Media',
      id: '1',
    });
    const other: FetchDataRewrite = { ...rewrite, path: ['... on Film', '__typename'] };
    expect(represent({ __typename: 'Book', id: '1' }, [on('Book', ...KEY)], [other])).toMatchObject({
      __typename: 'Book',
    });
  });

  test('rename fields, also nested ones, whatever their value', () => {
    const rewrites: FetchDataRewrite[] = [
      { kind: 'KeyRenamer', path: ['... on Book', 'title__0'], renameKeyTo: 'title' },
      { kind: 'KeyRenamer', path: ['... on Book', 'place', 'house__0'], renameKeyTo: 'house' },
    ];
    const book = { __typename: 'Book', title__0: false, place: { house__0: 0 } };
    const requires = [on('Book', field('__typename'), field('title__0'), field('place', field('house__0')))];
    expect(represent(book, requires, rewrites)).toEqual({
      __typename: 'Book',
      title: false,
      place: { house: 0 },
    });
  });
});

test('entities are reported apart by their key alone where that is all', () => {
  const { identify } = compileRepresentation([on('Book', ...KEY)], [], types);
  expect(identify({ __typename: 'Book', id: '7' })).toBe('7');
  expect(identify({ __typename: 'Book', id: 7 })).toBeUndefined();
  const more = compileRepresentation([on('Book', ...KEY, field('title'))], [], types);
  expect(more.identify({ __typename: 'Book', id: '7', title: 't' })).toBeUndefined();
});

import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../graphql/json.ts';
import { createTypeRelations } from '../../supergraph/type-relations.ts';
import { DOCUMENT_SETTINGS } from '../../testing/document-settings.ts';
import { Budget } from '../budget.ts';
import { collectEntities, entityPathsAt, mergeInto } from './merged-data.ts';
import { compileOutputRewrites } from './rewrites.ts';

const types = createTypeRelations(
  buildSchema('type Query { a: Media } interface Media { id: ID } type Book implements Media { id: ID }'),
);

const someBudget = () => new Budget(DOCUMENT_SETTINGS.budget);

function merged(target: JsonObject, source: JsonObject): JsonObject {
  mergeInto(target, source, types, someBudget());
  return target;
}

describe('merging', () => {
  test('merges objects deeply and lists item by item', () => {
    expect(merged({ a: { b: 1 }, l: [{ x: 1 }, null] }, { a: { c: 2 }, l: [{ y: 1 }, { y: 2 }] })).toEqual({
      a: { b: 1, c: 2 },
      l: [{ x: 1, y: 1 }, { y: 2 }],
    });
  });

  test('keeps a value when the other side has null', () => {
    expect(merged({ a: { b: 1 }, c: null, d: 1 }, { a: null, c: 1, d: null })).toEqual({
      a: { b: 1 },
      c: 1,
      d: 1,
    });
  });

  test('keeps the object type when a subgraph returns its interface object', () => {
    expect(merged({ __typename: 'Book' }, { __typename: 'Media' })).toEqual({ __typename: 'Book' });
    expect(merged({ __typename: 'Media' }, { __typename: 'Book' })).toEqual({ __typename: 'Book' });
  });

  test('treats names of Object.prototype like any other', () => {
    const source: JsonObject = JSON.parse('{"__proto__":{"polluted":true},"constructor":1}');
    const target = merged({}, source);
    expect(Object.keys(target)).toEqual(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});

describe('entities at a path', () => {
  const data = { rooms: [{ lists: [[{ id: 1 }, null], null, [{ id: 2 }]] }, null] };

  test('are found through nested lists and nulls', () => {
    const found: JsonObject[] = [];
    collectEntities(data, ['rooms', '@', 'lists', '@', '@'], found, someBudget());
    expect(found).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('have their paths and the objects above them', () => {
    const found = entityPathsAt(data, [['rooms', '@', 'lists', '@', '@']], someBudget());
    expect(found.map(({ path }) => path.join('.'))).toEqual(['rooms.0.lists.0.0', 'rooms.0.lists.2.0']);
    expect(found[0]?.ancestors).toEqual([data, data.rooms[0]]);
  });
});

test('output rewrites restore field names for the types that they apply to', () => {
  const rewrite = compileOutputRewrites(
    [{ kind: 'KeyRenamer', path: ['media', '... on Book', 'name__0'], renameKeyTo: 'name' }],
    types,
  );
  const answer = { media: [{ __typename: 'Book', name__0: 0 }, { __typename: 'Film', name__0: 1 }, null] };
  rewrite?.(answer);
  expect(answer).toEqual({
    media: [{ __typename: 'Book', name: 0 }, { __typename: 'Film', name__0: 1 }, null],
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, type GraphQLObjectType, getNamedType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { TYPE_POLICIES } from './apollo/client.ts';
import { KEYS, RESOLVERS } from './urql/client.ts';

const schema = buildSchema(readFileSync(join(import.meta.dirname, '../../schema/api.graphql'), 'utf8'));
const objects = Object.values(schema.getTypeMap()).filter(
  (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
);
const PAGING_ARGUMENTS = new Set(['first', 'after']);

const lists = objects.flatMap((type) =>
  Object.values(type.getFields())
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map((field) => ({
      type: type.name,
      field: field.name,
      filters: field.args
        .filter(({ name, deprecationReason }) => !PAGING_ARGUMENTS.has(name) && deprecationReason == null)
        .map(({ name }) => name),
    })),
);

describe.each(lists)('the pages of $type.$field', ({ type, field, filters }) => {
  test('are joined by Apollo Client, for each value of the other arguments', () => {
    const policy = TYPE_POLICIES[type]?.fields?.[field];
    expect(policy).toMatchObject({ keyArgs: filters.length === 0 ? false : filters });
  });

  test('are joined by urql', () => {
    expect(RESOLVERS[type]?.[field]).toBeTypeOf('function');
  });
});

test('urql stores what has no id in its parent', () => {
  const entities = objects.filter((type) => 'id' in type.getFields());
  const values = entities.flatMap((type) =>
    Object.values(type.getFields())
      .map((field) => getNamedType(field.type))
      .filter((value) => isObjectType(value) && !('id' in value.getFields()))
      .map(({ name }) => name)
      .filter((name) => !name.endsWith('Connection')),
  );
  expect(Object.keys(KEYS).toSorted()).toEqual([...new Set(values)].toSorted());
});

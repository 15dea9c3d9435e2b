import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  type GraphQLField,
  getNamedType,
  getNullableType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isObjectType,
  parse,
} from 'graphql';
import { expect, test } from 'vitest';
import { createCostDirectives } from '../router/limits/cost-directives.ts';

const schema = buildASTSchema(parse(readFileSync(join(import.meta.dirname, 'supergraph.graphql'), 'utf8')), {
  assumeValidSDL: true,
});
const { listSizeOf } = createCostDirectives(schema);

type Place = { readonly type: string; readonly field: GraphQLField<unknown, unknown> };

const places: readonly Place[] = Object.values(schema.getTypeMap())
  .filter((type) => (isObjectType(type) || isInterfaceType(type)) && !type.name.startsWith('__'))
  .flatMap((type) =>
    isObjectType(type) || isInterfaceType(type)
      ? Object.values(type.getFields()).map((field) => ({ type: type.name, field }))
      : [],
  );

function isList({ field }: Place): boolean {
  return isListType(getNullableType(field.type));
}

/** Whether each field that leads to the type of a list passes it a size. */
function isSizedAbove({ type, field }: Place): boolean {
  const above = places.filter((each) => leadsTo(each.field, type));
  return above.length > 0 && above.every((each) => listSizeOf(each.field)?.sizedFields.includes(field.name));
}

function leadsTo(field: GraphQLField<unknown, unknown>, name: string): boolean {
  const type = getNamedType(field.type);
  return (
    type.name === name ||
    (isAbstractType(type) && schema.getPossibleTypes(type).some((each) => each.name === name))
  );
}

const lists = places.filter(isList);

test('every list has a largest length', () => {
  expect(lists.length).toBeGreaterThan(20);
  const without = lists.filter(
    (each) => listSizeOf(each.field)?.assumedSize === undefined && !isSizedAbove(each),
  );
  expect(without.map(({ type, field }) => `${type}.${field.name}`)).toEqual([]);
});

test('every page counts as many items as are asked for, also without a number', () => {
  const pages = places.filter(({ field }) => field.args.some(({ name }) => name === 'first'));
  expect(pages.length).toBeGreaterThan(8);
  for (const { type, field } of pages) {
    expect.soft(listSizeOf(field), `${type}.${field.name}`).toEqual({
      assumedSize: 20,
      slicingArguments: ['first'],
      sizedFields: ['edges'],
      requireOneSlicingArgument: false,
    });
  }
});

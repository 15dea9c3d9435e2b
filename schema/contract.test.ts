import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  type GraphQLSchema,
  isIntrospectionType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  parse,
  printType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { readApiSchema } from '../router/testing/api-schema.ts';

const file = join(import.meta.dirname, 'api.graphql');
const contract = lexicographicSortSchema(buildASTSchema(parse(readFileSync(file, 'utf8'))));
const graph = lexicographicSortSchema(await readApiSchema());

/** The names of all types that a schema adds to GraphQL's own. */
function typeNames(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name);
}

/** A type as text, with its descriptions; undefined when the schema has none of that name. */
function textOf(schema: GraphQLSchema, name: string): string | undefined {
  const type = schema.getType(name);
  return type && printType(type);
}

describe('schema/api.graphql is the composed graph as clients see it, descriptions included', () => {
  for (const name of new Set([...typeNames(contract), ...typeNames(graph)])) {
    test(name, () => {
      expect(textOf(graph, name)).toBe(textOf(contract, name));
    });
  }

  test('directives of its own', () => {
    const own = (schema: GraphQLSchema) =>
      schema.getDirectives().flatMap((each) => (isSpecifiedDirective(each) ? [] : [each.name]));
    expect(own(graph)).toEqual(own(contract));
  });
});

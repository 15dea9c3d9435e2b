import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildASTSchema,
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getNamedType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { argumentText, argumentValue } from '../router/graphql/directives.ts';

type Field = GraphQLField<unknown, unknown>;

const supergraph = readFileSync(join(import.meta.dirname, 'supergraph.graphql'), 'utf8');
const schema = buildASTSchema(parse(supergraph), { assumeValidSDL: true });
/** The router answers a subscription from its events, so that its field is never missing. */
const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
const objects = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type))
  .filter((type) => !type.name.startsWith('__'));

describe('a subgraph that is unavailable takes down its own fields and nothing else', () => {
  test('every field of Query and Mutation is nullable, except those between services', () => {
    const strict = roots.slice(0, 2).flatMap((type) => {
      const fields = Object.values(type?.getFields() ?? {});
      return fields.filter((field) => isStrict(field.type) && !isInternal(field)).map(({ name }) => name);
    });
    expect(strict).toEqual([]);
  });

  test('one subgraph answers all non-null fields of a type: what others add to it is nullable', () => {
    const split = objects
      .filter((type) => !roots.includes(type))
      .filter((type) => !graphsOf(type).some((graph) => missingFrom(type, graph).length === 0));
    expect(split.map(({ name }) => name)).toEqual([]);
  });

  test('a field whose object another subgraph has to complete is nullable', () => {
    const strict = objects.flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => {
        const target = getNamedType(field.type);
        if (!isStrict(field.type) || isInternal(field) || !isObjectType(target)) return [];
        return graphsOfField(type, field).flatMap((graph) => {
          const provided = providedWith(field, graph);
          const missing = missingFrom(target, graph).filter((name) => !provided.has(name));
          return missing.map((name) => `${type.name}.${field.name} of ${graph} lacks ${target.name}.${name}`);
        });
      }),
    );
    expect(strict).toEqual([]);
  });
});

/** The non-null fields of a type that a subgraph does not answer itself. */
function missingFrom(type: GraphQLObjectType, graph: string): readonly string[] {
  return Object.values(type.getFields())
    .filter((field) => isStrict(field.type) && !graphsOfField(type, field).includes(graph))
    .map(({ name }) => name);
}

/** The fields that a subgraph answers together with this one (@provides). */
function providedWith(field: Field, graph: string): ReadonlySet<string> {
  const texts = joinsOf(field.astNode?.directives, 'join__field')
    .filter((join) => graphOf(join).includes(graph))
    .flatMap((join) => argumentText(join, 'provides') ?? []);
  const selected = texts.flatMap((text) =>
    parse(`{ ${text} }`).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [],
    ),
  );
  return new Set(selected.flatMap((each) => (each.kind === Kind.FIELD ? each.name.value : [])));
}

/** Whether a null at the end passes on: nothing in the type, list or item, may be null. */
function isStrict(type: GraphQLOutputType): boolean {
  if (!isNonNullType(type)) return false;
  return isListType(type.ofType) ? isStrict(type.ofType.ofType) : true;
}

/** The subgraphs that answer a field; all of its type's when nothing else is said. */
function graphsOfField(type: GraphQLObjectType, field: Field): readonly string[] {
  const joins = joinsOf(field.astNode?.directives, 'join__field');
  if (joins.length === 0) return graphsOf(type);
  return joins.filter((join) => argumentValue(join, 'external') !== true).flatMap(graphOf);
}

function graphsOf(type: GraphQLObjectType): readonly string[] {
  return [...new Set(joinsOf(type.astNode?.directives, 'join__type').flatMap(graphOf))];
}

function joinsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly ConstDirectiveNode[] {
  return directives?.filter((each) => each.name.value === name) ?? [];
}

function graphOf(join: ConstDirectiveNode): readonly string[] {
  const graph = argumentText(join, 'graph');
  return graph === undefined ? [] : [graph];
}

function isInternal({ astNode }: Field): boolean {
  return joinsOf(astNode?.directives, 'inaccessible').length > 0;
}

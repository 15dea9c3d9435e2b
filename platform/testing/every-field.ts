import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode, parse, type TypeNode } from 'graphql';

/** How many objects a selection goes into another: the pages of a list are two. */
const DEPTH = 3;
const COMMON = join(import.meta.dirname, '../../schema/common.graphql');

/**
 * A selection for each field that a subgraph answers of a type, with everything in it that lies less deep
 * than three objects.
 *
 * @param folder of the subgraph
 * @param args of fields by `Type.field`, such as `first: 1`; without them, a field has none
 */
export function everyField(
  folder: string,
  type: string,
  args: Readonly<Record<string, string>> = {},
): readonly string[] {
  const { definitions } = parse(
    readFileSync(join(folder, 'schema.graphql'), 'utf8') + readFileSync(COMMON, 'utf8'),
  );
  const objects = new Map<string, ObjectTypeDefinitionNode>();
  const abstract = new Set<string>();
  for (const definition of definitions) {
    if (definition.kind === Kind.OBJECT_TYPE_DEFINITION) objects.set(definition.name.value, definition);
    if (definition.kind === Kind.UNION_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION)
      abstract.add(definition.name.value);
  }

  function selections(of: string, depth: number): readonly string[] {
    const own = (objects.get(of)?.fields ?? []).filter((field) => !isExternal(field));
    return own.flatMap((field) => selectionOf(of, field, depth));
  }

  function selectionOf(of: string, { name, type: node }: FieldDefinitionNode, depth: number): string[] {
    const given = args[`${of}.${name.value}`];
    const field = given === undefined ? name.value : `${name.value}(${given})`;
    const named = nameOf(node);
    if (abstract.has(named)) return [`${field} { __typename }`];
    if (!objects.has(named)) return [field];
    return depth === 0 ? [] : [`${field} { __typename ${selections(named, depth - 1).join(' ')} }`];
  }

  const found = selections(type, DEPTH);
  if (found.length === 0) throw new Error(`There is no type ${type} in ${folder}`);
  return found;
}

function isExternal({ directives = [] }: FieldDefinitionNode): boolean {
  return directives.some(({ name }) => name.value === 'external');
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type);
}

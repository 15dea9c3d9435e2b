import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { IsIncluded } from './conditions.ts';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields that are resolved from the schema. */
export const INTROSPECTION_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/** The selected fields of a type by response name, in the order of the response; equal names are grouped. */
export type SelectedFields = ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]>;

export type SelectionRules = {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly isIncluded: IsIncluded;
};

/**
 * GraphQL's CollectFields for a type.
 *
 * @param type an abstract type when the value's object type is not known: then only selections on it are collected
 */
export function selectFields(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  rules: SelectionRules,
): SelectedFields {
  const fields = new Map<string, [FieldNode, ...FieldNode[]]>();
  const visited = new Set<string>();
  for (const set of sets) collect(set);
  return fields;

  function collect(set: SelectionSetNode): void {
    for (const selection of set.selections) {
      if (!rules.isIncluded(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        const name = (selection.alias ?? selection.name).value;
        const known = fields.get(name);
        if (known) known.push(selection);
        else fields.set(name, [selection]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition?.name.value)) collect(selection.selectionSet);
      } else {
        const fragment = rules.fragments.get(selection.name.value);
        if (!fragment || visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        if (applies(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
      }
    }
  }

  function applies(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = rules.schema.getType(condition);
    if (!isAbstractType(wanted)) return false;
    return (isObjectType(type) || isInterfaceType(type)) && rules.schema.isSubType(wanted, type);
  }
}

/** The selection sets below fields with one response name, which are merged. */
export function selectionsBelow(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

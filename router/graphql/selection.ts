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

/** The fields that are answered from the schema. */
export const INTROSPECTION: ReadonlySet<string> = new Set(['__schema', '__type']);

/** The fields that a value of a type is asked for, in the order of the answer; those of one name together. */
export type SelectedFields = ReadonlyMap<string, readonly [FieldNode, ...FieldNode[]]>;

export type SelectionRules = {
  readonly schema: GraphQLSchema;
  readonly fragments: Fragments;
  readonly isIncluded: IsIncluded;
};

/**
 * GraphQL's CollectFields for a type.
 *
 * @param type an abstract one when no more is known of the value: only what holds for all of them is selected
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
        if (holds(selection.typeCondition?.name.value)) collect(selection.selectionSet);
      } else {
        const fragment = rules.fragments.get(selection.name.value);
        if (!fragment || visited.has(selection.name.value)) continue;
        visited.add(selection.name.value);
        if (holds(fragment.typeCondition.name.value)) collect(fragment.selectionSet);
      }
    }
  }

  function holds(condition: string | undefined): boolean {
    if (condition === undefined || condition === type.name) return true;
    const wanted = rules.schema.getType(condition);
    if (!isAbstractType(wanted)) return false;
    return (isObjectType(type) || isInterfaceType(type)) && rules.schema.isSubType(wanted, type);
  }
}

/** The selections below fields of one name, which are answered together. */
export function selectionsBelow(nodes: readonly FieldNode[]): readonly SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}

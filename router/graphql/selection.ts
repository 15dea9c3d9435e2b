import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import { argumentNode } from './directives.ts';
import type { Variables } from './variables.ts';

/** Whether the conditions of a selection, `@skip` and `@include`, include it. */
export type IsIncluded = (selection: SelectionNode) => boolean;

/** A `@skip` or `@include`: the selection is included when the value of `condition` is `wanted`. */
export type SelectionCondition = { readonly condition: ValueNode; readonly wanted: boolean };

/** True for `@skip` and `@include`. */
export function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}

/** True for a selection that depends on a condition. */
export function isConditional({ directives = [] }: SelectionNode): boolean {
  return directives.some(isCondition);
}

/** Reads a `@skip` or `@include`; undefined for other directives. */
export function selectionConditionOf(directive: DirectiveNode): SelectionCondition | undefined {
  const condition = isCondition(directive) ? argumentNode(directive, 'if') : undefined;
  return condition && { condition, wanted: directive.name.value === 'include' };
}

/** The variables that conditions of a document depend on, in order. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive(directive) {
      const condition = selectionConditionOf(directive)?.condition;
      if (condition?.kind === Kind.VARIABLE) names.add(condition.name.value);
    },
  });
  return [...names];
}

/** An operation with the fragments that it spreads, directly or inside of others. */
export function reachableFrom(operation: OperationDefinitionNode, fragments: Fragments): DocumentNode {
  const definitions: (OperationDefinitionNode | FragmentDefinitionNode)[] = [operation];
  const names = new Set<string>();
  // Fragments are appended while the list is walked.
  for (const definition of definitions) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = names.has(name.value) ? undefined : fragments.get(name.value);
        names.add(name.value);
        if (fragment) definitions.push(fragment);
      },
    });
  }
  return { kind: Kind.DOCUMENT, definitions };
}

/** The result holds for these values of the variables alone. */
export function createIsIncluded(variables: Variables): IsIncluded {
  const isMet = (directive: DirectiveNode): boolean => {
    const read = selectionConditionOf(directive);
    if (read === undefined) return true;
    const { condition, wanted } = read;
    const value =
      condition.kind === Kind.VARIABLE
        ? variables[condition.name.value] === true
        : condition.kind === Kind.BOOLEAN && condition.value;
    return value === wanted;
  };
  return ({ directives = [] }) => directives.every(isMet);
}

/** A selection without its constant conditions; undefined when one of them leaves the selection out. */
export function resolveConstants<T extends SelectionNode>(selection: T): T | undefined {
  const { directives = [] } = selection;
  const constant = directives.filter((each) => selectionConditionOf(each)?.condition.kind === Kind.BOOLEAN);
  if (constant.length === 0) return selection;
  if (!isIncludedByConstants({ ...selection, directives: constant })) return undefined;
  return { ...selection, directives: directives.filter((each) => !constant.includes(each)) };
}

const isIncludedByConstants = createIsIncluded({});

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields that are resolved from the schema. */
export const INTROSPECTION_FIELDS: ReadonlySet<string> = new Set(['__schema', '__type']);

/** An inline fragment, or the one that a spread names; undefined when the document does not define it. */
export function fragmentAt(
  selection: InlineFragmentNode | FragmentSpreadNode,
  fragments: Fragments,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  return selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
}

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
 * @param type an abstract type when the value's object type is not known: then only selections on it are
 * collected
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

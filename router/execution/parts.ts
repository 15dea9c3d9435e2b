import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Names } from './names.ts';
import { type Fragments, fragmentsOf } from './selection.ts';

/**
 * The documents to plan for one operation, with our names: one, but of a mutation one for each root field, since the
 * planner would have fetched what belongs to the first only after the second has changed it.
 */
export function documentsToPlan(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  names: Names,
): readonly DocumentNode[] {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  /** Fields that have their names already. */
  const named = new Set<FieldNode>();
  const sets =
    operation.operation === OperationTypeNode.MUTATION
      ? mutationFields(operation.selectionSet, fragmentsOf(document), names, named)
      : [operation.selectionSet];
  return sets.map((selectionSet) => {
    const definitions = [{ ...operation, selectionSet }, ...fragments];
    return rename({ kind: Kind.DOCUMENT, definitions }, names, named);
  });
}

/** All root fields as one document each would have them; those of one response name belong together. */
function mutationFields(
  set: SelectionSetNode,
  fragments: Fragments,
  names: Names,
  named: Set<FieldNode>,
): readonly SelectionSetNode[] {
  const fields = new Map<string, SelectionNode[]>();
  for (const { field, wrap } of rootFields(set, fragments, (selection) => selection)) {
    const name = (field.alias ?? field.name).value;
    const ours: FieldNode = { ...field, alias: { kind: Kind.NAME, value: names.ofMutation(field) } };
    named.add(ours);
    fields.set(name, [...(fields.get(name) ?? []), wrap(ours)]);
  }
  return [...fields.values()].map((selections) => ({ kind: Kind.SELECTION_SET, selections }));
}

type Wrap = (selection: SelectionNode) => SelectionNode;

function rootFields(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  wrap: Wrap,
): readonly { readonly field: FieldNode; readonly wrap: Wrap }[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [{ field: selection, wrap }];
    const set =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : fragments.get(selection.name.value)?.selectionSet;
    if (!set) return [];
    const { directives = [] } = selection;
    return rootFields(set, fragments, (inner) =>
      wrap({
        kind: Kind.INLINE_FRAGMENT,
        directives,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [inner] },
      }),
    );
  });
}

function rename(document: DocumentNode, names: Names, named: ReadonlySet<FieldNode>): DocumentNode {
  return visit(document, {
    Field(node) {
      if (named.has(node)) return undefined;
      const value = names.of(node);
      const { alias: _, ...plain } = withContent(node);
      return value === node.name.value ? plain : { ...plain, alias: { kind: Kind.NAME, value } };
    },
  });
}

/** An object of which all may be left out is still asked for: the planner leaves out what no condition can lead to. */
function withContent(node: FieldNode): FieldNode {
  const { selectionSet } = node;
  if (!selectionSet?.selections.every(isConditional)) return node;
  return { ...node, selectionSet: { ...selectionSet, selections: [TYPENAME, ...selectionSet.selections] } };
}

function isConditional(selection: SelectionNode): boolean {
  if (selection.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include'))
    return true;
  return selection.kind === Kind.INLINE_FRAGMENT && selection.selectionSet.selections.every(isConditional);
}

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

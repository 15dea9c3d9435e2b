import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../../platform/fragments.ts';

/** An operation with fields that no subgraph can resolve. */
export type PartlyReachable = {
  /** The whole operation, with its fragments inlined. */
  readonly whole: DocumentNode;
  /** The unreachable fields of `whole`. */
  readonly unreachable: ReadonlySet<FieldNode>;
  /** The operation without the unreachable fields. */
  readonly reachable: DocumentNode;
};

/** Each leaf takes one more plan, and planning blocks the event loop. */
const MAX_LEAVES = 200;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Finds the fields for which an operation cannot be planned, by planning each leaf on its own. Some
 * supergraphs have fields that are unreachable on some paths; the planner then rejects the whole operation.
 * Undefined when the operation has so many leaves that this would take too long.
 *
 * @param canPlan whether a document with one operation can be planned
 */
export function findUnreachable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  canPlan: (document: DocumentNode) => boolean,
): PartlyReachable | undefined {
  const fragments = fragmentsOf(document);
  const selectionSet = inlineFragments(operation.selectionSet, fragments);
  const leaves = leavesOf(selectionSet);
  if (leaves.length > MAX_LEAVES) return undefined;
  const withSet = (set: SelectionSetNode): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: set }],
  });
  const unreachable = new Set(
    leaves.filter((leaf) => !canPlan(withSet(keep(selectionSet, (field) => field === leaf)))),
  );
  const reachable = withSet(keep(selectionSet, (field) => !unreachable.has(field), TYPENAME));
  return { whole: withSet(selectionSet), unreachable, reachable };
}

/** Inlines fragments; every field becomes an object of its own. */
function inlineFragments(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.map((each): SelectionNode => {
    if (each.kind === Kind.FIELD)
      return each.selectionSet
        ? { ...each, selectionSet: inlineFragments(each.selectionSet, fragments) }
        : { ...each };
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
    return {
      kind: Kind.INLINE_FRAGMENT,
      directives: each.directives ?? [],
      ...(fragment?.typeCondition ? { typeCondition: fragment.typeCondition } : {}),
      selectionSet: inlineFragments(
        fragment?.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] },
        fragments,
      ),
    };
  });
  return { ...set, selections };
}

function leavesOf(set: SelectionSetNode): FieldNode[] {
  return set.selections.flatMap((each) => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    if (each.selectionSet) return leavesOf(each.selectionSet);
    return each.kind === Kind.FIELD ? [each] : [];
  });
}

/**
 * Keeps the selections with leaves that are kept. A set that becomes empty gets `placeholder`, or is removed
 * without it.
 */
function keep(
  set: SelectionSetNode,
  isKept: (leaf: FieldNode) => boolean,
  placeholder?: FieldNode,
): SelectionSetNode {
  const selections = set.selections.flatMap((each): SelectionNode[] => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    if (!each.selectionSet) return each.kind === Kind.FIELD && isKept(each) ? [each] : [];
    const below = keep(each.selectionSet, isKept, placeholder);
    return below.selections.length > 0 ? [{ ...each, selectionSet: below } as SelectionNode] : [];
  });
  return { ...set, selections: selections.length === 0 && placeholder ? [placeholder] : selections };
}

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** An operation in which no subgraph can be found for some fields. */
export type PartlyReachable = {
  /** All of it, with its fragments written out. */
  readonly whole: DocumentNode;
  /** Those fields in it. */
  readonly unreachable: ReadonlySet<FieldNode>;
  /** It without them. */
  readonly reachable: DocumentNode;
};

/** Each leaf is one more plan, and nothing else is served meanwhile. */
const MOST_LEAVES = 200;

const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * Finds the fields for which an operation cannot be planned, by planning each leaf alone. Some supergraphs have such
 * fields on some paths: the planner takes it for a fault and refuses all of the operation. Undefined for an operation
 * with so many leaves that trying them would take too long.
 *
 * @param canPlan says so of a document with one operation
 */
export function findUnreachable(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  canPlan: (document: DocumentNode) => boolean,
): PartlyReachable | undefined {
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const selectionSet = writeOut(operation.selectionSet, fragments);
  const leaves = leavesOf(selectionSet);
  if (leaves.length > MOST_LEAVES) return undefined;
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

/** The same selections without spreads; each field is an object of its own. */
function writeOut(
  set: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): SelectionSetNode {
  const selections = set.selections.map((each): SelectionNode => {
    if (each.kind === Kind.FIELD)
      return each.selectionSet
        ? { ...each, selectionSet: writeOut(each.selectionSet, fragments) }
        : { ...each };
    const fragment = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each;
    return {
      kind: Kind.INLINE_FRAGMENT,
      directives: each.directives ?? [],
      ...(fragment?.typeCondition ? { typeCondition: fragment.typeCondition } : {}),
      selectionSet: writeOut(
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

/** The selections that lead to leaves that are kept; `instead` where nothing is left, else that goes too. */
function keep(
  set: SelectionSetNode,
  isKept: (leaf: FieldNode) => boolean,
  instead?: FieldNode,
): SelectionSetNode {
  const selections = set.selections.flatMap((each): SelectionNode[] => {
    if (each.kind === Kind.FRAGMENT_SPREAD) return [];
    if (!each.selectionSet) return each.kind === Kind.FIELD && isKept(each) ? [each] : [];
    const below = keep(each.selectionSet, isKept, instead);
    return below.selections.length > 0 ? [{ ...each, selectionSet: below } as SelectionNode] : [];
  });
  return { ...set, selections: selections.length === 0 && instead ? [instead] : selections };
}

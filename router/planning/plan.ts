import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import type { FieldAliases } from './field-aliases.ts';
import { replaceLongIntegers, restoreLongIntegers } from './long-integers.ts';
import { normalizeOperation } from './normalize.ts';
import type { Planner } from './planner.ts';

/** The plan of an operation. */
export type Plan = {
  /** Undefined when nothing is fetched. */
  readonly node: PlanNode | SubscriptionNode | undefined;
  /** The client's document, possibly with its fragments inlined. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Fields that no subgraph can resolve where they are selected. */
  readonly unreachable: ReadonlySet<FieldNode>;
};

const NONE: ReadonlySet<FieldNode> = new Set();
/** The beginning of the planner's error message for unreachable fields. */
const NO_OPTIONS = 'Was not able to find any options';

/**
 * Plans one operation of a document. Fields that no subgraph can resolve are left out of the plan.
 *
 * @param schema the schema that clients see
 * @returns the plan; an error when there is no plan for any part of the operation
 */
export function planOperation(
  planner: Planner,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  aliases: FieldAliases,
): Plan | GraphQLError {
  const { interfaceObjects } = planner;
  const documentsOf = (given: DocumentNode, selected: OperationDefinitionNode) =>
    normalizeOperation({ schema, interfaceObjects, document: given, operation: selected, aliases });
  const planAll = (documents: readonly DocumentNode[]) => planInSequence(planner, schema, documents);
  const node = planAll(documentsOf(document, operation));
  if (!(node instanceof GraphQLError)) return { node, document, operation, unreachable: NONE };
  if (!node.originalError?.message.startsWith(NO_OPTIONS)) return node;
  const planPart = (part: DocumentNode) => planAll(documentsOf(part, onlyOperation(part)));
  const partly = findUnreachable(document, operation, (part) => !(planPart(part) instanceof GraphQLError));
  if (!partly) return node;
  const { whole, unreachable, reachable } = partly;
  const rest = planPart(reachable);
  if (unreachable.size === 0 || rest instanceof GraphQLError) return node;
  return { node: rest, document: whole, operation: onlyOperation(whole), unreachable };
}

/** Plans documents with one operation each, to be executed in sequence. */
function planInSequence(
  planner: Planner,
  schema: GraphQLSchema,
  documents: readonly DocumentNode[],
): Plan['node'] | GraphQLError {
  const nodes: PlanNode[] = [];
  for (const document of documents) {
    const node = planOne(planner, schema, document);
    if (node instanceof GraphQLError || node?.kind === 'Subscription') return node;
    if (node) nodes.push(node);
  }
  return nodes.length > 1 ? { kind: 'Sequence', nodes } : nodes[0];
}

function planOne(
  { planner, api }: Planner,
  schema: GraphQLSchema,
  document: DocumentNode,
): Plan['node'] | GraphQLError {
  try {
    const replaced = replaceLongIntegers(schema, document);
    const { node } = planner.buildQueryPlan(operationFromDocument(api, replaced, { validate: false }));
    return node && replaced !== document ? restoreLongIntegers(node) : node;
  } catch (error) {
    // For example when the planner's limit on selections is exceeded.
    return new GraphQLError('This operation cannot be planned.', {
      ...(error instanceof Error ? { originalError: error } : {}),
      extensions: { code: 'QUERY_PLANNING_FAILED' },
    });
  }
}

function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode {
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('The document to plan has no operation');
  return operation;
}

/** An operation with fields that no subgraph can resolve. */
export type PartlyReachable = {
  /** The whole operation, with its fragments inlined. */
  readonly whole: DocumentNode;
  /** The unreachable fields of `whole`. */
  readonly unreachable: ReadonlySet<FieldNode>;
  /** The operation without the unreachable fields. */
  readonly reachable: DocumentNode;
};

/** Each leaf takes one more plan. */
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

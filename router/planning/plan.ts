import { operationFromDocument } from '@apollo/federation-internals';
import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { findUnreachable } from './corrections/unreachable.ts';
import type { FieldAliases } from './field-aliases.ts';
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
  const node = planAll(planner, documentsOf(document, operation));
  if (!(node instanceof GraphQLError)) return { node, document, operation, unreachable: NONE };
  if (!node.originalError?.message.startsWith(NO_OPTIONS)) return node;
  const planPart = (part: DocumentNode) => planAll(planner, documentsOf(part, onlyOperation(part)));
  const partly = findUnreachable(document, operation, (part) => !(planPart(part) instanceof GraphQLError));
  if (!partly) return node;
  const { whole, unreachable, reachable } = partly;
  const rest = planPart(reachable);
  if (unreachable.size === 0 || rest instanceof GraphQLError) return node;
  return { node: rest, document: whole, operation: onlyOperation(whole), unreachable };
}

/** Plans documents with one operation each, to be executed in sequence. */
function planAll(planner: Planner, documents: readonly DocumentNode[]): Plan['node'] | GraphQLError {
  const nodes: PlanNode[] = [];
  for (const document of documents) {
    const node = planOne(planner, document);
    if (node instanceof GraphQLError || node?.kind === 'Subscription') return node;
    if (node) nodes.push(node);
  }
  return nodes.length > 1 ? { kind: 'Sequence', nodes } : nodes[0];
}

function planOne({ planner, api }: Planner, document: DocumentNode): Plan['node'] | GraphQLError {
  try {
    return planner.buildQueryPlan(operationFromDocument(api, document, { validate: false })).node;
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

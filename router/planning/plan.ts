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
import { documentsToPlan } from './normalize.ts';
import type { Planner } from './planner.ts';

/** An operation's plan, and what it is of. */
export type Plan = {
  /** What is to be fetched; undefined for nothing. */
  readonly node: PlanNode | SubscriptionNode | undefined;
  /** What the client asked, perhaps with its fragments written out. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Fields that no subgraph can give where they are asked for. */
  readonly unreachable: ReadonlySet<FieldNode>;
};

const NONE: ReadonlySet<FieldNode> = new Set();
/** How the planner's fault begins when there are such fields. */
const NO_OPTIONS = 'Was not able to find any options';

/**
 * Plans one operation of a document; an error when there is no plan for any of it.
 *
 * @param schema what clients see
 */
export function planOperation(
  planner: Planner,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  names: FieldAliases,
): Plan | GraphQLError {
  const { interfaceObjects } = planner;
  const documentsOf = (given: DocumentNode, asked: OperationDefinitionNode) =>
    documentsToPlan({ schema, interfaceObjects, document: given, operation: asked, names });
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

/** Plans documents with one operation each, to be run one after the other. */
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
    // Such as when the planner's own limits on selections are reached.
    return new GraphQLError('There is no plan for this operation.', {
      ...(error instanceof Error ? { originalError: error } : {}),
      extensions: { code: 'QUERY_PLANNING_FAILED' },
    });
  }
}

function onlyOperation({ definitions }: DocumentNode): OperationDefinitionNode {
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (!operation) throw new Error('A document to plan has no operation');
  return operation;
}

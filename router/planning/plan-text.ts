import type { PlanNode, SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { createFieldAliases, reservedFieldNames } from './field-aliases.ts';
import { planOperation } from './plan.ts';
import { createPlanner, type Planner } from './planner.ts';

/** What is planned, as texts: it may be sent to a worker. */
export type PlanRequest = {
  readonly supergraphSdl: string;
  /** The labels of `@override`, and whether each is active. */
  readonly overrides: readonly (readonly [string, boolean])[];
  /** A valid document, and the name of one of its operations. */
  readonly text: string;
  readonly operationName: string | undefined;
};

/** The plan of an operation, as data that a worker can send. */
export type TextPlan =
  | {
      readonly kind: 'planned';
      /** Undefined when nothing is fetched. */
      readonly node: PlanNode | SubscriptionNode | undefined;
      /** The generated aliases of the client's fields. */
      readonly aliases: readonly (readonly [string, string])[];
      /** The operation with its fragments inlined, when no subgraph can resolve some of its fields. */
      readonly partly: PartlyPlanned | undefined;
    }
  | { readonly kind: 'failed'; readonly error: PlanFailure };

export type PartlyPlanned = {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly unreachable: ReadonlySet<FieldNode>;
};

/** Why there is no plan: for clients, and for the log. */
export type PlanFailure = {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly cause: string | undefined;
};

/** Plans an operation. Failures are results, too. */
export type PlanText = (request: PlanRequest) => Promise<TextPlan>;

/** The supergraphs for which planners are kept: the one that is served and the one that replaces it. */
const MAX_SUPERGRAPHS = 2;

type GraphPlanner = {
  readonly planner: (overrides: ReadonlyMap<string, boolean>) => Planner;
  readonly apiSchema: GraphQLSchema;
  readonly reserved: ReadonlySet<string>;
};

/** Creates a function that plans in this thread. It keeps the planners of the last supergraphs. */
export function createTextPlanner() {
  const planners = new LRUCache<string, GraphPlanner>({ max: MAX_SUPERGRAPHS });

  function plannerOf(supergraphSdl: string): GraphPlanner {
    const known = planners.get(supergraphSdl);
    if (known) return known;
    const planner = createPlanner(supergraphSdl);
    const apiSchema = planner(new Map()).api.toGraphQLJSSchema();
    const fresh = { planner, apiSchema, reserved: reservedFieldNames(apiSchema) };
    planners.set(supergraphSdl, fresh);
    return fresh;
  }

  /** @param onReady called when the supergraph's planner is there, and planning begins */
  return ({ supergraphSdl, overrides, text, operationName }: PlanRequest, onReady?: () => void): TextPlan => {
    const { planner, apiSchema, reserved } = plannerOf(supergraphSdl);
    onReady?.();
    const document = parse(text, { noLocation: true });
    const operation = getOperationAST(document, operationName);
    if (!operation) throw new Error('The document to plan does not have the operation');
    const aliases = createFieldAliases(reserved);
    const plan = planOperation(planner(new Map(overrides)), apiSchema, document, operation, aliases);
    if (plan instanceof GraphQLError) return { kind: 'failed', error: failureOf(plan) };
    const { node, unreachable } = plan;
    const partly = plan.document === document ? undefined : plan;
    return {
      kind: 'planned',
      node,
      aliases: aliases.entries(),
      partly: partly && { document: partly.document, operation: partly.operation, unreachable },
    };
  };
}

function failureOf({ message, extensions, originalError }: GraphQLError): PlanFailure {
  return { message, extensions, cause: originalError?.message };
}

/** The error of an operation that has no plan. */
export function planError({ message, extensions, cause }: PlanFailure): GraphQLError {
  return new GraphQLError(message, {
    extensions,
    ...(cause === undefined ? {} : { originalError: new Error(cause) }),
  });
}

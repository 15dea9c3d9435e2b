import '../gateway/no-telemetry.ts';

import { operationFromDocument, type Schema, Supergraph } from '@apollo/federation-internals';
import { buildOperationContext, executeQueryPlan, type ServiceMap } from '@apollo/gateway';
import { type FetchNode, type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLField,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { OperationContext } from '../context.ts';
import { badUserInput } from '../operations/failures.ts';
import { type LiveField, liveFields } from './live-directive.ts';
import { createProjection, type Projection } from './projection.ts';

type GatewayGraphQLRequestContext = Parameters<typeof executeQueryPlan>[2];

/** A subscription's document, planned once and run for each event. */
export type LivePlan = {
  readonly live: LiveField;
  readonly operation: OperationDefinitionNode;
  /** The root field: its definition and where the document selects it. */
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  /** The fetch that the event answers, by the name of the subgraph that has no server. */
  readonly subgraph: string;
  readonly project: Projection;
  /** Runs the plan; `services` must answer for `subgraph` too. */
  readonly run: (services: ServiceMap, request: PlanRequest) => ReturnType<typeof executeQueryPlan>;
};

export type PlanRequest = {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: OperationContext;
};

export type LivePlanner = {
  /** Plans a valid subscription document, or says that nothing drives its field. */
  plan(document: DocumentNode, operationName: string | undefined): LivePlan | GraphQLError;
};

export type LivePlannerOptions = {
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly supergraphDocument: DocumentNode;
  readonly supergraphSdl: string;
};

type Planner = { readonly api: Schema; readonly schema: GraphQLSchema; readonly planner: QueryPlanner };

/** A planner for one supergraph's subscriptions. Plans live as long as their documents do. */
export function createLivePlanner(options: LivePlannerOptions): LivePlanner {
  const { apiSchema, supergraphSchema, supergraphDocument, supergraphSdl } = options;
  const fields = liveFields(supergraphSchema, supergraphDocument);
  const plans = new WeakMap<DocumentNode, Map<string | undefined, LivePlan>>();
  let built: Planner | undefined;

  /** Built when first needed: a graph without live fields does not pay for it. */
  function planner(): Planner {
    if (!built) {
      const supergraph = Supergraph.build(supergraphSdl);
      built = {
        api: supergraph.apiSchema(),
        schema: supergraph.schema.toGraphQLJSSchema(),
        planner: new QueryPlanner(supergraph),
      };
    }
    return built;
  }

  function planAnew(document: DocumentNode, operationName: string | undefined): LivePlan | GraphQLError {
    const operation = getOperationAST(document, operationName);
    const node = operation && rootField(document, operation.selectionSet);
    const field = node && apiSchema.getSubscriptionType()?.getFields()[node.name.value];
    const live = field && fields.get(field.name);
    if (!operation || !node || !field || !live) {
      return badUserInput(
        `Subscription.${node?.name.value ?? '?'} cannot be followed: no event source is declared for it.`,
      );
    }
    const { api, schema, planner: queryPlanner } = planner();
    const planned = queryPlanner.buildQueryPlan(
      operationFromDocument(api, document, operationName === undefined ? {} : { operationName }),
    );
    const { primary, sequence } = asSequence(planned);
    const context = buildOperationContext({
      schema: apiSchema,
      operationDocument: document,
      ...(operationName === undefined ? {} : { operationName }),
    });
    return {
      live,
      operation,
      field,
      node,
      subgraph: primary.serviceName,
      project: createProjection(supergraphSchema, live, primary.operation),
      run: (services, request) =>
        executeQueryPlan(sequence, services, requestContext(request), context, schema, api),
    };
  }

  return {
    plan(document, operationName) {
      const known = plans.get(document)?.get(operationName);
      if (known) return known;
      const plan = planAnew(document, operationName);
      if (plan instanceof GraphQLError) return plan;
      const ofDocument = plans.get(document) ?? new Map<string | undefined, LivePlan>();
      plans.set(document, ofDocument.set(operationName, plan));
      return plan;
    },
  };
}

/** The part of Apollo Server's request context that running a plan reads. */
function requestContext({ variables, context }: PlanRequest): GatewayGraphQLRequestContext {
  const read: Pick<GatewayGraphQLRequestContext, 'request' | 'context' | 'logger' | 'metrics'> = {
    request: { variables },
    context,
    logger: context.log,
    metrics: {},
  };
  // The rest of it belongs to the server's pipeline, which a subscription does not pass through.
  return read as GatewayGraphQLRequestContext;
}

/** The gateway refuses to run a plan of a subscription, so the event's part is made the first step of a query's. */
function asSequence({ node }: QueryPlan): { readonly primary: FetchNode; readonly sequence: QueryPlan } {
  if (node?.kind !== 'Subscription') throw new Error(`A subscription was planned as ${node?.kind}`);
  const { primary, rest } = node;
  return {
    primary,
    sequence: {
      kind: 'QueryPlan',
      node: { kind: 'Sequence', nodes: rest ? [primary, rest] : [primary] },
    },
  };
}

/** The one field of a subscription; validation has made sure that there is no other. */
function rootField(document: DocumentNode, set: SelectionSetNode): FieldNode | undefined {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const inner =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (each): each is FragmentDefinitionNode =>
              each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === selection.name.value,
          );
    const found = inner && rootField(document, inner.selectionSet);
    if (found) return found;
  }
  return undefined;
}

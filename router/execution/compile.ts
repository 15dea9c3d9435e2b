import type { SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  OperationTypeNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../../platform/fragments.ts';
import type { OperationContext } from '../context.ts';
import { conditionVariables, createIsIncluded } from '../graphql/conditions.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import { selectFields } from '../graphql/selection.ts';
import type { Variables } from '../graphql/variables.ts';
import { compileCoercion } from '../graphql/variables.ts';
import { createNames, type Names, namesLikeOurs } from '../planning/field-aliases.ts';
import { type Plan, planOperation } from '../planning/plan.ts';
import type { Planner } from '../planning/planner.ts';
import type { Send } from '../subgraphs/answer.ts';
import { createTypes } from '../supergraph/types.ts';
import { compilePlan } from './fetching/plan-executor.ts';
import { compileOutputRewrites } from './fetching/rewrites.ts';
import type { CompiledOperation, LiveExecution, Outcome } from './operation.ts';
import { compileProjection } from './projection.ts';
import { createSharing } from './request-dedupe.ts';
import { compileShape, type Shape } from './response/compiler.ts';
import { compileIntrospection } from './response/introspection.ts';
import { createShaping, dropUnmet, type Locate, tellFailures } from './response/state.ts';
import type { Step } from './state.ts';
import { createRun, type Run } from './state.ts';

export type CompilerDeps = {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  /** Built when the first operation is compiled. */
  readonly planner: () => Planner;
  readonly send: Send;
  /** Whether equal queries in flight share one execution. */
  readonly shareInFlight: boolean;
};

/** Compiles one operation of a valid document: plans it, and prepares all that does not depend on a request. */
export type Compile = (
  document: DocumentNode,
  operationName: string | undefined,
) => CompiledOperation | GraphQLError;

/** Combinations of the variables in `@skip` and `@include` for which an operation's shape is kept. */
const SHAPES_KEPT = 32;

export function createCompiler(deps: CompilerDeps): Compile {
  const types = createTypes(deps.supergraphSchema);
  const taken = namesLikeOurs(deps.supergraphSchema);

  return (document, operationName) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return noOperation(operationName);
    const names = createNames(taken);
    const plan = planOperation(deps.planner(), deps.apiSchema, document, operation, names);
    if (plan instanceof GraphQLError) return plan;
    const { node } = plan;
    const coerce = compileCoercion(deps.apiSchema, operation);
    const shape = compileShapes(deps.apiSchema, plan, names);
    if (node?.kind === 'Subscription') {
      const live = compileLive(plan, shape, node);
      return {
        kind: operation.operation,
        coerce,
        live,
        execute: () => Promise.reject(new Error(NOT_BY_REQUEST)),
      };
    }
    const step = node && compilePlan(node, types);
    const run = (variables: Variables, context: OperationContext): Promise<Outcome> =>
      finish(createRun(deps.send, variables, context, undefined), step, shape);
    const isShared = deps.shareInFlight && step && operation.operation === OperationTypeNode.QUERY;
    const start = isShared ? createSharing(run) : run;
    return {
      kind: operation.operation,
      coerce,
      live: undefined,
      execute: ({ variables, context }) => start(variables, context),
    };
  };

  function compileLive(plan: Plan, shape: ShapeFor, { primary, rest }: SubscriptionNode): LiveExecution {
    const { apiSchema, supergraphSchema, send } = deps;
    const step = rest && compilePlan(rest, types);
    const project = compileProjection(supergraphSchema, primary.operation);
    const rewrite = compileOutputRewrites(primary.outputRewrites, types);
    const { field, args } = rootField(apiSchema, plan);
    return {
      field,
      args,
      fetches: step !== undefined,
      execute(value, { variables, context }) {
        const data = project({ [field]: value });
        rewrite?.(data);
        return finish(createRun(send, variables, context, data), step, shape);
      },
    };
  }
}

const NOT_BY_REQUEST = 'A subscription is run by events';

/** Runs what is to be fetched and writes the answer. */
async function finish(run: Run, step: Step | undefined, shapeFor: ShapeFor): Promise<Outcome> {
  const waiting = step?.(run);
  if (waiting) await waiting;
  const shape = shapeFor(run.variables);
  const locate: Locate = (path) => shape.locate(run.data, path);
  if (run.errors.length > 0) run.errors.splice(0, run.errors.length, ...run.errors.flatMap(toClient));
  const shaping = createShaping(run);
  const data = shape.write(shaping);
  dropUnmet(shaping);
  tellFailures(run, locate);
  return { data, errors: run.errors };

  function toClient(error: ExecutionError): readonly ExecutionError[] {
    const { path, ...placeless } = error;
    return path
      ? locate(path).map((place) => (place.length > 0 ? { ...placeless, path: place } : placeless))
      : [error];
  }
}

type ShapeFor = (variables: Variables) => Shape;

/**
 * The shape of an operation's answer. Where it depends on variables (`@skip`, `@include`), there is one for each
 * combination of their values, made when it first comes.
 */
function compileShapes(
  schema: GraphQLSchema,
  { document, operation, unreachable }: Plan,
  names: Names,
): ShapeFor {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const rules = {
    schema,
    fragments: fragmentsOf(document),
    ownField: compileIntrospection(schema, document, operation),
    unreachable,
    names,
  };
  const compileFor = (variables: Variables) => {
    return compileShape(root, operation.selectionSet, { ...rules, isIncluded: createIsIncluded(variables) });
  };
  const conditions = conditionVariables(document);
  if (conditions.length === 0) {
    const only = compileFor({});
    return () => only;
  }
  const shapes = new LRUCache<string, Shape>({ max: SHAPES_KEPT });
  return (variables) => {
    const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const shape = shapes.get(key) ?? compileFor(variables);
    shapes.set(key, shape);
    return shape;
  };
}

/** The one field of a subscription; validation has made sure that there is no other. */
function rootField(
  schema: GraphQLSchema,
  { document, operation }: Plan,
): Pick<LiveExecution, 'field' | 'args'> {
  const root = schema.getSubscriptionType();
  const rules = { schema, fragments: fragmentsOf(document), isIncluded: createIsIncluded({}) };
  const [nodes] = root ? selectFields(root, [operation.selectionSet], rules).values() : [];
  const node: FieldNode | undefined = nodes?.[0];
  const definition = node && root?.getFields()[node.name.value];
  if (!node || !definition) throw new Error('A subscription without a field of the schema');
  return {
    field: definition.name,
    args: (variables) => getArgumentValues(definition, node, variables),
  };
}

function noOperation(name: string | undefined): GraphQLError {
  return new GraphQLError(
    name === undefined
      ? 'The document has several operations: say by operationName which one to run.'
      : `The document has no operation called "${name}".`,
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
}

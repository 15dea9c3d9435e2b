import type { SubscriptionNode } from '@apollo/query-planner';
import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  OperationTypeNode,
  print,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { fragmentsOf } from '../../platform/fragments.ts';
import type { OperationContext } from '../context.ts';
import { type Arguments, argumentsOf } from '../graphql/arguments.ts';
import { type CoerceVariables, compileCoercion } from '../graphql/coercion.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { LocatePath } from '../graphql/json.ts';
import { conditionVariables, createIsIncluded, selectFields } from '../graphql/selection.ts';
import type { Variables } from '../graphql/variables.ts';
import { createFieldAliases, type FieldAliases, reservedFieldNames } from '../planning/field-aliases.ts';
import type { Plan } from '../planning/plan.ts';
import { planError, type TextPlan } from '../planning/plan-text.ts';
import type { Overrides } from '../planning/planner.ts';
import type { Send } from '../subgraphs/client.ts';
import { createTypeRelations } from '../supergraph/type-relations.ts';
import { Budget, BudgetExceeded, type BudgetLimits } from './budget.ts';
import type { EntityBatches } from './fetching/entity-batches.ts';
import { compilePlan } from './fetching/plan-executor.ts';
import { compileOutputRewrites } from './fetching/rewrites.ts';
import { compileProjection } from './projection.ts';
import type { RequestDedupe } from './request-dedupe.ts';
import { compileResponse, type ResponseWriter } from './response/compiler.ts';
import { compileIntrospection, type IntrospectionAnswers } from './response/introspection.ts';
import { createResponseState, dropAbandonedErrors, reportFailures, reportLeftOut } from './response/state.ts';
import { createExecutionState, type ExecutionResult, type ExecutionState, type Step } from './state.ts';

export type CompilerDeps = {
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  readonly supergraphSchema: GraphQLSchema;
  readonly plan: (text: string, operationName: string | undefined) => Promise<TextPlan>;
  readonly send: Send;
  /** Lets equal queries in flight share one execution; undefined when each has its own. */
  readonly dedupe: RequestDedupe | undefined;
  readonly introspection: IntrospectionAnswers;
  /** What one execution may yield. */
  readonly budget: BudgetLimits;
};

/**
 * Plans one operation of a valid document and compiles everything that does not depend on a request.
 *
 * @param onWeight called with the bytes that the compiled operation takes, and again when it grows or shrinks
 */
export type Compile = (
  document: DocumentNode,
  operationName: string | undefined,
  onWeight?: OnWeight,
) => Promise<CompiledOperation | GraphQLError>;

/** Is told how many bytes more are kept, or fewer if the number is negative. They are an estimate. */
export type OnWeight = (bytes: number) => void;

const notKept: OnWeight = () => undefined;

/** What a compiled field of a response takes, and a character of a plan, in bytes. */
const BYTES_PER_FIELD = 1_000;
const BYTES_PER_PLAN_CHARACTER = 8;

/** The number of response writers that are kept per operation, for combinations of `@skip` and `@include`. */
const MAX_VARIANTS = 32;

const NONE: ReadonlySet<FieldNode> = new Set();

export function createCompiler(deps: CompilerDeps): Compile {
  const types = createTypeRelations(deps.supergraphSchema);
  const reserved = reservedFieldNames(deps.supergraphSchema);

  return async (document, operationName, onWeight = notKept) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return noOperation(operationName);
    const planned = await deps.plan(document.loc?.source.body ?? print(document), operationName);
    if (planned.kind === 'failed') return planError(planned.error);
    const { node, partly } = planned;
    const plan: Plan = { node, ...(partly ?? { document, operation, unreachable: NONE }) };
    const aliases = createFieldAliases(reserved, planned.aliases);
    onWeight(BYTES_PER_PLAN_CHARACTER * JSON.stringify(node ?? null).length);
    const coerce = compileCoercion(deps.apiSchema, document, operation);
    const writer = compileResponses(deps, plan, aliases, onWeight);
    if (node?.kind === 'Subscription') {
      const live = compileLive(plan, writer, node);
      return {
        kind: operation.operation,
        coerce,
        live,
        execute: () => Promise.reject(new Error(NOT_BY_REQUEST)),
      };
    }
    const step = node && compilePlan(node, types);
    const run = (variables: Variables, context: OperationContext): Promise<ExecutionResult> =>
      finish(
        createExecutionState({ send: deps.send, budget: new Budget(deps.budget), variables, context }),
        step,
        writer,
      );
    const kind = operation.operation === OperationTypeNode.MUTATION ? 'mutation' : 'query';
    const start = step && deps.dedupe ? deps.dedupe[kind](run) : run;
    return {
      kind: operation.operation,
      coerce,
      live: undefined,
      execute: ({ variables, context }) => start(variables, context),
    };
  };

  function compileLive(plan: Plan, writer: WriterFor, { primary, rest }: SubscriptionNode): LiveExecution {
    const { apiSchema, supergraphSchema, send, budget } = deps;
    const step = rest && compilePlan(rest, types);
    const project = compileProjection(supergraphSchema, primary.operation);
    const rewrite = compileOutputRewrites(primary.outputRewrites, types);
    const { field, args } = rootField(apiSchema, plan);
    return {
      field,
      args,
      fetches: step !== undefined,
      execute(value, { variables, context, batches }) {
        const data = project({ [field]: value });
        rewrite?.(data);
        const options = { send, batches, budget: new Budget(budget), variables, context, data };
        return finish(createExecutionState(options), step, writer);
      },
    };
  }
}

const NOT_BY_REQUEST = 'A subscription is executed for events, not for a request';

/** Runs the plan and writes the response. */
async function finish(
  state: ExecutionState,
  step: Step | undefined,
  writerFor: WriterFor,
): Promise<ExecutionResult> {
  const waiting = step?.(state);
  if (waiting) await waiting;
  if (state.budget.isSpent) return refusedBy(state.budget);
  try {
    return writeResult(state, writerFor(state.variables));
  } catch (error) {
    if (error instanceof BudgetExceeded) return refusedBy(state.budget);
    throw error;
  }
}

function refusedBy({ refusal }: Budget): ExecutionResult {
  return { data: 'null', errors: refusal ? [refusal.toJSON()] : [], refusal };
}

/** @throws BudgetExceeded */
function writeResult(state: ExecutionState, writer: ResponseWriter): ExecutionResult {
  const locate: LocatePath = (path) => writer.locate(state.data, path);
  for (const each of state.errors.splice(0).flatMap(toClient)) state.errors.push(each);
  const response = createResponseState(state);
  const data = writer.write(response);
  dropAbandonedErrors(response);
  reportFailures(state, locate);
  reportLeftOut(response, data);
  state.budget.checkAnswer(data, state.errors);
  return { data, errors: state.errors };

  function toClient(error: ExecutionError): readonly ExecutionError[] {
    const { path, ...withoutPath } = error;
    return path
      ? locate(path).map((located) => (located.length > 0 ? { ...withoutPath, path: located } : withoutPath))
      : [error];
  }
}

type WriterFor = (variables: Variables) => ResponseWriter;

/**
 * Compiles an operation's response writer. When it depends on variables (`@skip`, `@include`), there is one
 * for each combination of their values, compiled on its first use.
 */
function compileResponses(
  { apiSchema: schema, introspection }: CompilerDeps,
  { document, operation, unreachable }: Plan,
  aliases: FieldAliases,
  onWeight: OnWeight,
): WriterFor {
  const root = schema.getRootType(operation.operation);
  if (!root) throw new Error(`The schema has no ${operation.operation}`);
  const rules = {
    schema,
    fragments: fragmentsOf(document),
    ownField: compileIntrospection(schema, document, introspection),
    unreachable,
    aliases,
  };
  const compileFor = (variables: Variables): Shape => {
    let bytes = 0;
    const writer = compileResponse(root, operation.selectionSet, {
      ...rules,
      isIncluded: createIsIncluded(variables),
      onCompiled(fields) {
        bytes += fields * BYTES_PER_FIELD;
        onWeight(fields * BYTES_PER_FIELD);
      },
    });
    return { writer, bytes: () => bytes };
  };
  const conditions = conditionVariables(document);
  if (conditions.length === 0) {
    const { writer } = compileFor({});
    return () => writer;
  }
  const shapes = new LRUCache<string, Shape>({
    max: MAX_VARIANTS,
    dispose: (shape) => onWeight(-shape.bytes()),
  });
  return (variables) => {
    const key = conditions.map((name) => (variables[name] === true ? '1' : '0')).join('');
    const shape = shapes.get(key) ?? compileFor(variables);
    shapes.set(key, shape);
    return shape.writer;
  };
}

/** A response writer with the bytes that it takes so far. */
type Shape = { readonly writer: ResponseWriter; readonly bytes: () => number };

/** The root field of a subscription; validation makes sure that there is only one. */
function rootField(
  schema: GraphQLSchema,
  { document, operation }: Plan,
): Pick<LiveExecution, 'field' | 'args'> {
  const root = schema.getSubscriptionType();
  const rules = { schema, fragments: fragmentsOf(document), isIncluded: createIsIncluded({}) };
  const [nodes] = root ? selectFields(root, [operation.selectionSet], rules).values() : [];
  const node: FieldNode | undefined = nodes?.[0];
  const definition = node && root?.getFields()[node.name.value];
  if (!node || !definition) throw new Error('The subscription has no root field that the schema knows');
  return {
    field: definition.name,
    args: (variables) => argumentsOf(definition, node, variables),
  };
}

function noOperation(name: string | undefined): GraphQLError {
  return new GraphQLError(
    name === undefined
      ? 'The document has several operations: send "operationName" to select one.'
      : `The document has no operation named "${name}".`,
    { extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } },
  );
}

/** A compiled operation: everything that does not depend on variables, caller or data is done. */
export type CompiledOperation = {
  readonly kind: OperationTypeNode;
  /**
   * Checks the client's variables against the operation's and fills in defaults. Errors are BAD_USER_INPUT.
   */
  readonly coerce: CoerceVariables;
  /** Executes a query or mutation. Failures of subgraphs and invalid data become errors of the result. */
  readonly execute: (request: ExecutionRequest) => Promise<ExecutionResult>;
  /** Executes a subscription for one event; undefined for queries and mutations. */
  readonly live: LiveExecution | undefined;
};

export type ExecutionRequest = {
  /** The variables as `coerce` returned them. */
  readonly variables: Variables;
  readonly context: OperationContext;
};

/** A subscription's operation. An event gives the root field's value; missing fields are fetched. */
export type LiveExecution = {
  /** The name of the subscription's root field in the schema. */
  readonly field: string;
  /** Returns the root field's arguments for these variables, or the error for null where it takes none. */
  readonly args: (variables: Variables) => Arguments | GraphQLError;
  /**
   * Whether subgraphs are queried. If not, the result is the same for every subscriber who may see the event.
   */
  readonly fetches: boolean;
  /** Executes the operation for one event. `value` is the root field's value, with the fields of its type. */
  readonly execute: (value: Variables, request: EventRequest) => Promise<ExecutionResult>;
};

export type EventRequest = ExecutionRequest & {
  /** What is fetched for other events goes with it. */
  readonly batches: EntityBatches;
};

/** The number of combinations of labels for which compilers, and the plans of each operation, are kept. */
const MAX_COMBINATIONS = 32;

/**
 * Compiles operations so that each request draws which labels of `@override` are active. When all are
 * certain, nothing is drawn and `compilerFor` is called once.
 *
 * @param labels the probability of each label, from 0 to 1
 * @param draw returns a random number from 0 up to, but not including, 1
 */
export function compileByOverrides(
  labels: ReadonlyMap<string, number>,
  compilerFor: (overrides: Overrides) => Compile,
  draw: () => number = Math.random,
): Compile {
  const compilerOf = (active: readonly boolean[]): Compile =>
    compilerFor(new Map([...labels.keys()].map((label, at) => [label, active[at] === true])));
  const certain = [...labels.values()].map((probability) => probability >= 1);
  const compileCertain = compilerOf(certain);
  if ([...labels.values()].every((probability) => probability <= 0 || probability >= 1))
    return compileCertain;

  const drawAll = () => [...labels.values()].map((probability) => draw() < probability);
  const compilers = new LRUCache<string, Compile>({ max: MAX_COMBINATIONS });

  function cachedCompilerOf(active: readonly boolean[]): Compile {
    const key = active.join();
    const known = compilers.get(key) ?? compilerOf(active);
    compilers.set(key, known);
    return known;
  }

  return async (document, operationName, onWeight) => {
    const operation = await compileCertain(document, operationName, onWeight);
    if (operation instanceof GraphQLError) return operation;
    const drawn = new LRUCache<string, CompiledOperation>({ max: MAX_COMBINATIONS });
    drawn.set(certain.join(), operation);
    return {
      ...operation,
      async execute(request) {
        const active = drawAll();
        const key = active.join();
        const known = drawn.get(key) ?? (await cachedCompilerOf(active)(document, operationName, onWeight));
        if (known instanceof GraphQLError) throw known;
        drawn.set(key, known);
        return known.execute(request);
      },
    };
  };
}

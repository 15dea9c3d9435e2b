import type { DocumentNode } from 'graphql';
import { writeJson } from '../../platform/json.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import {
  inEntrySpan,
  inSpan,
  isInSpan,
  isTracing,
  type SpanOptions,
} from '../../platform/telemetry/tracing.ts';
import { type AccessMode, accessErrors } from '../auth/access.ts';
import type { OperationContext } from '../context.ts';
import type { CompiledOperation } from '../execution/compile.ts';
import type { ExecutionResult } from '../execution/state.ts';
import { withoutSuggestions } from '../graphql/errors.ts';
import type { Variables } from '../graphql/variables.ts';
import { tooCostly } from '../limits/document-limits.ts';
import { createRateLimit, type RateSettings } from '../limits/rate-limit.ts';
import type { PlanningLimits } from '../planning/worker-planner.ts';
import { type CreateContext, createContexts, type HeaderRules, type RunningContext } from './contexts.ts';
import type { DocumentSettings } from './documents.ts';
import type { Graph } from './graphs.ts';
import { maskErrors } from './mask.ts';
import { createDocumentSource, type PersistedSettings, type Safelist } from './persisted.ts';
import { type OperationRequest, type Refused, refuse, refuseWith } from './request.ts';

export type OperationSettings = {
  readonly documents: DocumentSettings;
  readonly persisted: PersistedSettings;
  readonly headers: HeaderRules;
  readonly rateLimit: RateSettings | undefined;
  /** The maximum cost of one operation. */
  readonly costLimit: number;
  readonly planning: PlanningLimits;
  /** The time limit of a query or mutation in milliseconds. */
  readonly timeLimit: number;
};

/** Metrics of admission. */
export type OperationMetrics = {
  readonly document: (isKnown: boolean) => void;
  readonly refused: (code: string) => void;
  /** An admitted operation used a deprecated element, named by its schema coordinate. */
  readonly deprecated: (coordinate: string) => void;
};

/** An operation that passed all checks and may be executed. */
export type AdmittedOperation = {
  readonly kind: 'admitted';
  readonly graph: Graph;
  readonly operation: CompiledOperation;
  /** Coerced variables, with defaults. */
  readonly variables: Variables;
  readonly document: DocumentNode;
  /** The deprecated elements that the document uses. */
  readonly deprecated: readonly string[];
  readonly operationName: string | undefined;
  /** SHA-256 of the document's text. */
  readonly hash: string;
  /** Its name in the safelist; undefined for a document that is not listed. */
  readonly listedName: string | undefined;
  /** The estimated cost. */
  readonly cost: number;
};

export type Admit = (
  request: OperationRequest,
  context: OperationContext,
) => Promise<AdmittedOperation | Refused>;

/** Admission and execution of operations, the same for every transport. */
export type Operations = {
  readonly createContext: CreateContext;
  readonly admit: Admit;
  /**
   * Admits a running subscription again after the graph has changed. Neither the rate limit nor the metrics
   * count it.
   */
  readonly readmit: Admit;
  readonly run: Run;
};

export type OperationDeps = {
  readonly settings: OperationSettings;
  readonly graph: () => Graph | undefined;
  readonly safelist: Safelist;
  readonly access: AccessMode;
  readonly metrics: OperationMetrics;
  readonly log: Logger;
};

export function createOperations({
  settings,
  graph: currentGraph,
  safelist,
  access,
  metrics,
  log,
}: OperationDeps): Operations {
  const { costLimit, documents } = settings;
  const source = createDocumentSource(settings.persisted, safelist);
  const rateLimit = settings.rateLimit && createRateLimit(settings.rateLimit);

  /**
   * Checks whether an operation may be executed: safelist, document, limits, access, variables, cost, in this
   * order. The results of checks that depend on the document alone are kept with it.
   */
  async function admit(
    request: OperationRequest,
    context: OperationContext,
  ): Promise<AdmittedOperation | Refused> {
    const graph = currentGraph();
    if (!graph) return refuseWith('NOT_READY', 'The router has not loaded a schema yet.');
    const text = source.find(request, context.log);
    if (typeof text !== 'string') return text;
    const { hash, operation: operationOf } = graph.documents.read(text);
    const known = operationOf(request.operationName);
    if (known.kind === 'refused') return known;
    if (!known.isProbe) {
      const errors = accessErrors(known.requirements, context, access, Date.now());
      if (errors.length > 0) return refuse(errors);
    }
    source.register(request);
    // Checked before planning, which is expensive.
    if (typeof known.cost === 'number' && known.cost > costLimit)
      return refuse([tooCostly(known.cost, costLimit)]);
    const operation = await inSpan(PLAN_SPAN, known.compile);
    if (operation.kind === 'refused') return operation;
    const coerced = operation.coerce(request.variables);
    if (coerced.kind === 'refused') {
      // The suggestions would reveal names of a schema that clients may not query.
      return refuse(documents.introspection ? coerced.errors : coerced.errors.map(withoutSuggestions));
    }
    const cost = typeof known.cost === 'number' ? known.cost : known.cost(coerced.values);
    if (cost > costLimit) return refuse([tooCostly(cost, costLimit)]);
    return {
      kind: 'admitted',
      graph,
      operation,
      variables: coerced.values,
      document: known.document,
      deprecated: known.deprecated,
      operationName: request.operationName,
      hash,
      listedName: safelist.nameOf(text),
      cost,
    };
  }

  return {
    createContext: createContexts(settings.headers, log),
    async admit(request, context) {
      const wait = rateLimit?.(context.client, performance.now()) ?? 0;
      const result = wait > 0 ? rateLimited(wait) : await admit(request, context);
      if (result.kind === 'refused') metrics.refused(String(result.errors[0]?.extensions?.code));
      else result.deprecated.forEach(metrics.deprecated);
      return result;
    },
    readmit: admit,
    run: inSpans(createRun({ limitMs: settings.timeLimit })),
  };
}

const PLAN_SPAN = () => ({ name: 'plan', kind: 'internal' }) as const;

/** Runs each operation in a span: below that of its HTTP request, or in a trace of its own over WebSocket. */
function inSpans(run: Run): Run {
  return (admitted, context) => {
    if (!isTracing()) return run(admitted, context);
    const within = isInSpan() ? inSpan : inEntrySpan;
    return within(
      () => operationSpan(admitted),
      () => run(admitted, context),
    );
  };
}

function operationSpan({ operation, operationName, hash }: AdmittedOperation): SpanOptions {
  return {
    name: operation.kind,
    kind: isInSpan() ? 'internal' : 'server',
    attributes: {
      'graphql.operation.type': operation.kind,
      'graphql.operation.name': operationName,
      'graphql.document.hash': hash,
    },
  };
}

/** The result of an operation, ready to be sent. */
export type OperationResult = {
  readonly kind: 'result';
  /** The JSON text of the whole response. */
  readonly text: string;
  readonly hasErrors: boolean;
};

export type Run = (
  admitted: AdmittedOperation,
  context: RunningContext,
) => Promise<OperationResult | Refused>;

/** The operation exceeded its time limit. */
class OperationTimeout extends Error {
  override readonly name = 'OperationTimeout';
}

/**
 * Executes an admitted query or mutation for at most `limitMs`. After that, requests of queries to subgraphs
 * are aborted; those of mutations continue, but the client does not receive the result. Rejects on faults of
 * the router.
 */
export function createRun({ limitMs }: { readonly limitMs: number }): Run {
  return ({ operation, variables }, context) => {
    const { promise, resolve, reject } = Promise.withResolvers<OperationResult | Refused>();
    const limit = setTimeout(() => {
      resolve(
        refuseWith('OPERATION_TIMEOUT', `The operation took longer than ${limitMs} ms.`, {
          allowed: limitMs,
        }),
      );
      context.abort(new OperationTimeout(`The operation took longer than ${limitMs} ms`));
    }, limitMs);
    operation
      .execute({ variables, context })
      .then((result) => resolve(result.refusal ? refuse([result.refusal]) : resultOf(result, context)))
      .catch(reject)
      .finally(() => clearTimeout(limit));
    return promise;
  };
}

/** The response for an execution result. Its errors are masked; the original errors are logged. */
export function resultOf(
  result: ExecutionResult,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): OperationResult {
  const { data } = result;
  // A response without data must have errors.
  const errors = data === 'null' && result.errors.length === 0 ? [{ message: 'no data' }] : result.errors;
  if (errors.length === 0) return { kind: 'result', text: `{"data":${data}}`, hasErrors: false };
  const masked = maskErrors(errors, context);
  return { kind: 'result', text: `{"errors":${writeJson(masked)},"data":${data}}`, hasErrors: true };
}

function rateLimited(waitMs: number): Refused {
  const seconds = Math.ceil(waitMs / 1_000);
  return refuseWith(
    'RATE_LIMITED',
    `Rate limit exceeded. Try again in ${seconds} s.`,
    { retryAfterSeconds: seconds },
    [['retry-after', String(seconds)]],
  );
}

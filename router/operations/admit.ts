import type { DocumentNode } from 'graphql';
import { type AccessMode, accessErrors } from '../auth/access.ts';
import type { OperationContext } from '../context.ts';
import type { CompiledOperation } from '../execution/compile.ts';
import { withoutSuggestions } from '../graphql/errors.ts';
import type { Variables } from '../graphql/variables.ts';
import { tooCostly } from '../limits/document-limits.ts';
import type { RateLimit } from '../limits/rate-limit.ts';
import type { Graph } from './graphs.ts';
import type { DocumentSource } from './persisted.ts';
import { type OperationRequest, type Refused, refuse, refuseWith } from './request.ts';

/** An operation that passed all checks and may be executed. */
export type AdmittedOperation = {
  readonly kind: 'admitted';
  readonly graph: Graph;
  readonly operation: CompiledOperation;
  /** Coerced variables, with defaults. */
  readonly variables: Variables;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** SHA-256 of the document's text. */
  readonly hash: string;
  /** Its name in the safelist; undefined for a document that is not listed. */
  readonly listedName: string | undefined;
  /** The estimated cost. */
  readonly cost: number;
};

export type Admit = (request: OperationRequest, context: OperationContext) => AdmittedOperation | Refused;

export type AdmitDeps = {
  /** The graph that is served now; undefined before the first. */
  readonly graph: () => Graph | undefined;
  readonly source: DocumentSource;
  readonly listedName: (text: string) => string | undefined;
  readonly access: AccessMode;
  /** The maximum cost of one operation. */
  readonly costLimit: number;
  /** Whether clients may query the schema; if not, errors do not suggest names of the schema. */
  readonly introspection: boolean;
};

/**
 * Checks whether an operation may be executed: safelist, document, limits, access, variables, cost, in this
 * order. The results of checks that depend on the document alone are kept with it.
 */
export function createAdmit({
  graph: currentGraph,
  source,
  listedName,
  access,
  costLimit,
  introspection,
}: AdmitDeps): Admit {
  return (request, context) => {
    const graph = currentGraph();
    if (!graph) return refuseWith('NOT_READY', 'The router has not loaded a schema yet.');
    const text = source(request, context.log);
    if (typeof text !== 'string') return text;
    const { hash, operation: operationOf } = graph.documents.read(text);
    const known = operationOf(request.operationName);
    if (known.kind === 'refused') return known;
    if (!known.isIntrospection) {
      const errors = accessErrors(known.requirements, context, access, Date.now());
      if (errors.length > 0) return refuse(errors);
    }
    // Checked before planning, which is expensive.
    if (typeof known.cost === 'number' && known.cost > costLimit)
      return refuse([tooCostly(known.cost, costLimit)]);
    const operation = known.compile();
    if (operation.kind === 'refused') return operation;
    const coerced = operation.coerce(request.variables);
    if (coerced.kind === 'refused') {
      return refuse(introspection ? coerced.errors : coerced.errors.map(withoutSuggestions));
    }
    const cost = typeof known.cost === 'number' ? known.cost : known.cost(coerced.values);
    if (cost > costLimit) return refuse([tooCostly(cost, costLimit)]);
    return {
      kind: 'admitted',
      graph,
      operation,
      variables: coerced.values,
      document: known.document,
      operationName: request.operationName,
      hash,
      listedName: listedName(text),
      cost,
    };
  };
}

/** Applies the rate limit to requests of clients, and records refusals. */
export function withRateLimit(
  admit: Admit,
  {
    rateLimit,
    onRefused,
  }: { readonly rateLimit: RateLimit | undefined; readonly onRefused: (code: string) => void },
): Admit {
  return (request, context) => {
    const wait = rateLimit?.(context.client, performance.now()) ?? 0;
    const result = wait > 0 ? rateLimited(wait) : admit(request, context);
    if (result.kind === 'refused') onRefused(String(result.errors[0]?.extensions?.code));
    return result;
  };
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

import type { DocumentNode } from 'graphql';
import { type AccessMode, accessErrors } from '../auth/access.ts';
import type { OperationContext } from '../context.ts';
import type { CompiledOperation } from '../execution/operation.ts';
import { withoutSuggestions } from '../graphql/errors.ts';
import type { Variables } from '../graphql/variables.ts';
import { tooCostly } from '../limits/document-limits.ts';
import type { RateLimit } from '../limits/rate-limit.ts';
import type { Graph } from './graph.ts';
import type { DocumentSource } from './persisted.ts';
import { type Refused, refuse, refuseWith } from './refusal.ts';
import type { OperationRequest } from './request.ts';

/** An operation that may run: everything that could stand against it before execution has been looked at. */
export type AdmittedOperation = {
  readonly kind: 'admitted';
  readonly graph: Graph;
  readonly operation: CompiledOperation;
  /** Coerced, with defaults. */
  readonly variables: Variables;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  /** SHA-256 of the document's text. */
  readonly hash: string;
  /** Its name in the safelist; undefined for documents that are not listed. */
  readonly listedName: string | undefined;
  /** Estimated before it runs. */
  readonly cost: number;
};

export type Admit = (request: OperationRequest, context: OperationContext) => AdmittedOperation | Refused;

export type AdmitDeps = {
  /** The graph that is served now; undefined before the first. */
  readonly graph: () => Graph | undefined;
  readonly source: DocumentSource;
  readonly listedName: (text: string) => string | undefined;
  readonly access: AccessMode;
  /** The cost that one operation may have. */
  readonly costLimit: number;
  /** Whether clients may ask for the schema; else no error tells its names. */
  readonly introspection: boolean;
};

/**
 * Decides whether an operation may run: safelist, document, limits, access, variables, cost, in this order. What depends on
 * the document alone is remembered with it.
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
    if (!graph) return refuseWith('NOT_READY', 'The router has no schema yet.');
    const text = source(request, context.log);
    if (typeof text !== 'string') return text;
    const { hash, operation: operationOf } = graph.documents.read(text);
    const known = operationOf(request.operationName);
    if (known.kind === 'refused') return known;
    if (!known.isIntrospection) {
      const errors = accessErrors(known.requirements, context, access, Date.now());
      if (errors.length > 0) return refuse(errors);
    }
    // Before it is planned: that is work as well.
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

/** The same for clients: within their rate, and with their refusals recorded. */
export function counted(
  admit: Admit,
  {
    rateLimit,
    onRefused,
  }: { readonly rateLimit: RateLimit | undefined; readonly onRefused: (code: string) => void },
): Admit {
  return (request, context) => {
    const wait = rateLimit?.(context.client, performance.now()) ?? 0;
    const decided = wait > 0 ? tooOften(wait) : admit(request, context);
    if (decided.kind === 'refused') onRefused(String(decided.errors[0]?.extensions?.code));
    return decided;
  };
}

function tooOften(waitMs: number): Refused {
  const seconds = Math.ceil(waitMs / 1_000);
  return refuseWith(
    'RATE_LIMITED',
    `Too many operations: try again in ${seconds} s.`,
    { retryAfterSeconds: seconds },
    [['retry-after', String(seconds)]],
  );
}

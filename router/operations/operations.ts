import type { Logger } from '../../platform/telemetry/logger.ts';
import type { AccessMode } from '../auth/access.ts';
import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from '../execution/state.ts';
import { createRateLimit, type RateSettings } from '../limits/rate-limit.ts';
import { type Admit, type AdmittedOperation, createAdmit, withRateLimit } from './admit.ts';
import {
  type CreateContext,
  createContexts,
  createPropagation,
  type HeaderRules,
  type RunningContext,
} from './contexts.ts';
import type { DocumentSettings } from './documents.ts';
import type { Graph } from './graphs.ts';
import { maskErrors } from './mask.ts';
import { createDocumentSource, type PersistedSettings } from './persisted.ts';
import { type Refused, refuseWith } from './request.ts';
import type { Safelist } from './safelist.ts';

export type OperationSettings = {
  readonly documents: DocumentSettings;
  readonly persisted: PersistedSettings;
  readonly headers: HeaderRules;
  readonly rateLimit: RateSettings | undefined;
  /** The maximum cost of one operation. */
  readonly costLimit: number;
  /** The time limit of a query or mutation in milliseconds. */
  readonly timeLimit: number;
};

/** Metrics of admission. */
export type OperationMetrics = {
  readonly document: (isKnown: boolean) => void;
  readonly refused: (code: string) => void;
};

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

export function createOperations(deps: OperationDeps): Operations {
  const { settings, safelist, access, metrics, log } = deps;
  const admit = createAdmit({
    graph: deps.graph,
    source: createDocumentSource(settings.persisted, safelist),
    listedName: safelist.mode === 'off' ? () => undefined : safelist.nameOf,
    access,
    costLimit: settings.costLimit,
    introspection: settings.documents.introspection,
  });
  return {
    createContext: createContexts({ propagate: createPropagation(settings.headers), log }),
    admit: withRateLimit(admit, {
      rateLimit: settings.rateLimit && createRateLimit(settings.rateLimit),
      onRefused: metrics.refused,
    }),
    readmit: admit,
    run: createRun({ limitMs: settings.timeLimit }),
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
      .then((result) => resolve(resultOf(result, context)))
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
  return { kind: 'result', text: `{"errors":${JSON.stringify(masked)},"data":${data}}`, hasErrors: true };
}

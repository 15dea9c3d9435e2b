import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from '../execution/operation.ts';
import type { AdmittedOperation } from './admit.ts';
import { maskErrors } from './mask.ts';
import { type Refused, refuseWith } from './refusal.ts';

/** The result of an operation, ready to be sent. */
export type OperationResult = {
  readonly kind: 'result';
  /** The JSON text of the whole response. */
  readonly text: string;
  readonly hasErrors: boolean;
};

/** A context that can be aborted. */
export type RunningContext = OperationContext & { readonly abort: (reason: Error) => void };

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

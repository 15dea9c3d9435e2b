import type { GraphQLFormattedError } from 'graphql';
import type { OperationContext } from '../context.ts';
import type { ExecutionResult } from '../execution/operation.ts';
import type { ExecutionError } from '../graphql/errors.ts';
import type { AdmittedOperation } from './admit.ts';
import { maskError } from './mask.ts';
import { type Refused, refuseWith } from './refusal.ts';

/** What an operation came to, ready to be sent. */
export type OperationResult = {
  readonly kind: 'result';
  /** The whole response as JSON text. */
  readonly text: string;
  readonly hasErrors: boolean;
};

/** A context whose work can be broken off. */
export type RunningContext = OperationContext & { readonly abort: (reason: Error) => void };

export type Run = (
  admitted: AdmittedOperation,
  context: RunningContext,
) => Promise<OperationResult | Refused>;

/** The operation took longer than it may. */
class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

/**
 * Runs what was admitted, a query or mutation, for no longer than `limitMs`. When the time is over, the subgraphs' answers to
 * queries are no longer waited for; a mutation goes on where it is, and its caller does not hear of it.
 * Rejects on faults of the router.
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
      context.abort(new OutOfTime(`The operation took longer than ${limitMs} ms`));
    }, limitMs);
    operation
      .execute({ variables, context })
      .then((outcome) => resolve(resultOf(outcome, context)))
      .catch(reject)
      .finally(() => clearTimeout(limit));
    return promise;
  };
}

/** The response to an outcome, its errors masked; what is masked is logged. */
export function resultOf(
  outcome: ExecutionResult,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): OperationResult {
  const { data } = outcome;
  // Nothing at all without a word of why would be no GraphQL answer.
  const errors = data === 'null' && outcome.errors.length === 0 ? [{ message: 'no data' }] : outcome.errors;
  if (errors.length === 0) return { kind: 'result', text: `{"data":${data}}`, hasErrors: false };
  const shown = maskErrors(errors, context);
  return { kind: 'result', text: `{"errors":${JSON.stringify(shown)},"data":${data}}`, hasErrors: true };
}

/** Errors as the caller may see them; what they do not show is logged under the correlation id. */
export function maskErrors(
  errors: readonly ExecutionError[],
  { correlationId, log }: Pick<OperationContext, 'correlationId' | 'log'>,
): readonly GraphQLFormattedError[] {
  return errors.map((each) => {
    const { cause, ...error } = each;
    const { error: shown, masked } = maskError(error, correlationId);
    if (masked) log.error({ err: cause ?? error, path: error.path }, 'operation failed');
    return shown;
  });
}

import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { OperationContext } from '../context.ts';
import { maskError } from './mask.ts';

/**
 * The result as the caller gets it: errors masked, and what is masked logged with the correlation id. The gateway's
 * notes on nulls that broke the schema stay inside; where they are all that explains a missing answer, an error says so.
 *
 * @param faults the errors as they were thrown, in the same order, for the log
 */
export function finishResult(
  { data, errors = [], extensions = {} }: FormattedExecutionResult,
  { correlationId, log }: Pick<OperationContext, 'correlationId' | 'log'>,
  faults: readonly unknown[] = errors,
): FormattedExecutionResult {
  const { valueCompletion, ...others } = extensions;
  if (valueCompletion) log.warn({ valueCompletion }, 'subgraphs left out what the schema promises');
  const shown = errors.map((error, index) => {
    const { error: formatted, masked } = maskError(error, correlationId);
    if (masked) log.error({ err: faults[index] ?? error, path: error.path }, 'operation failed');
    return formatted;
  });
  if (data === null && shown.length === 0 && Array.isArray(valueCompletion)) {
    const notes: readonly GraphQLFormattedError[] = valueCompletion;
    shown.push(...notes.map((note) => maskError({ message: '', ...pathOf(note) }, correlationId).error));
  }
  return {
    ...(data === undefined ? {} : { data }),
    ...(shown.length > 0 ? { errors: shown } : {}),
    ...(Object.keys(others).length > 0 ? { extensions: others } : {}),
  };
}

function pathOf({ path }: GraphQLFormattedError) {
  return path ? { path } : {};
}

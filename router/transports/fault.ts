import type { GraphQLFormattedError } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { OperationContext } from '../context.ts';
import { maskErrors } from '../operations/run.ts';

/** What a client is told of a fault of the router itself; the log has the rest. */
export function faultErrors(
  fault: unknown,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): readonly GraphQLFormattedError[] {
  return maskErrors([{ message: errorMessage(fault), cause: fault }], context);
}

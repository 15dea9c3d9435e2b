import type { GraphQLFormattedError } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { OperationContext } from '../context.ts';
import { maskErrors } from '../operations/mask.ts';

/** The masked errors for a fault of the router, which is logged. */
export function faultErrors(
  fault: unknown,
  context: Pick<OperationContext, 'correlationId' | 'log'>,
): readonly GraphQLFormattedError[] {
  return maskErrors([{ message: errorMessage(fault), cause: fault }], context);
}

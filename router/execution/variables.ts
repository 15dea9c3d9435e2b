import { type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { asBadUserInput } from '../operations/failures.ts';
import type { CoercedVariables, CompiledOperation } from './operation.ts';

const NONE: CoercedVariables = { kind: 'coerced', values: {} };
/** Somebody who sends a hundred mistakes needs to hear only of the first. */
const MOST_ERRORS = 20;

/** GraphQL's coercion of variables for one operation. One that declares none costs nothing, whatever is sent. */
export function compileCoercion(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): CompiledOperation['coerce'] {
  if (variableDefinitions.length === 0) return () => NONE;
  return (given) => {
    const { coerced, errors } = getVariableValues(schema, variableDefinitions, given ?? {}, {
      maxErrors: MOST_ERRORS,
    });
    return errors
      ? { kind: 'refused', errors: errors.map(asBadUserInput) }
      : { kind: 'coerced', values: coerced };
  };
}

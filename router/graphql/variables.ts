import {
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  type OperationDefinitionNode,
} from 'graphql';
import { asBadUserInput } from './errors.ts';

export type Variables = Readonly<Record<string, unknown>>;

export type CoercedVariables =
  | { readonly kind: 'coerced'; readonly values: Variables }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** Checks the client's variables against an operation's and fills in defaults. Errors are BAD_USER_INPUT. */
export type CoerceVariables = (given: Variables | undefined) => CoercedVariables;

const NONE: CoercedVariables = { kind: 'coerced', values: {} };
/** Somebody who sends a hundred mistakes needs to hear only of the first. */
const MOST_ERRORS = 20;

/** GraphQL's coercion of variables for one operation. One that declares none costs nothing, whatever is sent. */
export function compileCoercion(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): CoerceVariables {
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

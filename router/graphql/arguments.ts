import { type FieldNode, type GraphQLError, type GraphQLField, getArgumentValues } from 'graphql';
import { nullArgumentMessage } from '../../platform/null-argument.ts';
import { badUserInput } from './errors.ts';
import type { Variables } from './variables.ts';

/** The coerced arguments of a field. */
export type Arguments = Readonly<Record<string, unknown>>;

/**
 * The arguments of a field of a valid document. Through a variable with a default, null may reach an argument
 * that takes none: then the result is the error.
 */
export function argumentsOf(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Variables,
): Arguments | GraphQLError {
  try {
    return getArgumentValues(definition, node, variables);
  } catch (error) {
    const message = nullArgumentMessage(error);
    if (message === undefined) throw error;
    return badUserInput(message);
  }
}

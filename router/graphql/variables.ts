import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { withCode } from './errors.ts';

export type Variables = Readonly<Record<string, unknown>>;

export type CoercedVariables =
  | { readonly kind: 'coerced'; readonly values: Variables }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** Checks the client's variables against an operation's and fills in defaults. Errors are BAD_USER_INPUT. */
export type CoerceVariables = (given: Variables | undefined) => CoercedVariables;

const NONE: CoercedVariables = { kind: 'coerced', values: {} };
/** Coercion stops after this many errors. */
const MAX_ERRORS = 20;

/**
 * Compiles GraphQL's CoerceVariableValues for one operation. An operation without variables ignores what is
 * sent.
 */
export function compileCoercion(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): CoerceVariables {
  if (variableDefinitions.length === 0) return () => NONE;
  return (given) => {
    const { coerced, errors } = getVariableValues(schema, variableDefinitions, given ?? {}, {
      maxErrors: MAX_ERRORS,
    });
    return errors
      ? { kind: 'refused', errors: errors.map((each) => withCode(each, 'BAD_USER_INPUT')) }
      : { kind: 'coerced', values: coerced };
  };
}

/** The variables that a document uses, apart from their declarations. */
export function variablesIn(document: DocumentNode): ReadonlySet<string> {
  const used = new Set<string>();
  visit(document, {
    enter(node) {
      if (node.kind === Kind.VARIABLE_DEFINITION) return false;
      if (node.kind === Kind.VARIABLE) used.add(node.name.value);
      return undefined;
    },
  });
  return used;
}

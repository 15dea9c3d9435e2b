import {
  type DocumentNode,
  GraphQLError,
  GraphQLFloat,
  GraphQLID,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isInputObjectType,
  isInputType,
  isListType,
  isScalarType,
  isSpecifiedScalarType,
  type OperationDefinitionNode,
  typeFromAST,
  type VariableDefinitionNode,
} from 'graphql';
import { fragmentsOf } from '../../platform/fragments.ts';
import { hasInfinity } from '../../platform/json.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { withCode } from './errors.ts';
import { conditionVariables, reachableFrom } from './selection.ts';
import type { Variables } from './variables.ts';

export type CoercedVariables =
  | { readonly kind: 'coerced'; readonly values: Variables }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

/** Checks the client's variables against an operation's and fills in defaults. Errors are BAD_USER_INPUT. */
export type CoerceVariables = (given: Variables | undefined) => CoercedVariables;

const NONE: CoercedVariables = { kind: 'coerced', values: {} };
/** Coercion stops after this many errors. */
const MAX_ERRORS = 20;

/**
 * Compiles GraphQL's CoerceVariableValues for one operation of a document. An operation without variables
 * ignores what is sent. Besides, a variable on which `@skip` or `@include` depends must not be null, and
 * custom scalars take no number out of the range of a double, which subgraphs would get as null.
 */
export function compileCoercion(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CoerceVariables {
  const { variableDefinitions = [] } = operation;
  if (variableDefinitions.length === 0) return () => NONE;
  const conditions = new Set(conditionVariables(reachableFrom(operation, fragmentsOf(document))));
  const conditional = variableDefinitions.filter(({ variable }) => conditions.has(variable.name.value));
  // The other scalars refuse such numbers themselves.
  const unchecked = variableDefinitions.filter(({ type: node }) => {
    const type = typeFromAST(schema, node);
    const named = type && getNamedType(type);
    return isInputObjectType(named) || (isScalarType(named) && !isSpecifiedScalarType(named));
  });
  const fitted = (given: Variables): Variables => {
    if (!hasBigInt(given)) return given;
    const values = { ...given };
    for (const { variable, type: node } of variableDefinitions) {
      const type = typeFromAST(schema, node);
      const name = variable.name.value;
      if (isInputType(type) && Object.hasOwn(given, name)) values[name] = fitBigInts(type, given[name]);
    }
    return values;
  };
  return (given) => {
    const { coerced, errors } = getVariableValues(schema, variableDefinitions, fitted(given ?? {}), {
      maxErrors: MAX_ERRORS,
    });
    if (errors) return { kind: 'refused', errors: errors.map((each) => withCode(each, 'BAD_USER_INPUT')) };
    const undecided = conditional.filter(({ variable }) => coerced[variable.name.value] === null);
    const infinite = unchecked.filter(({ variable }) => hasInfinity(coerced[variable.name.value]));
    const refused = [
      ...undecided.map((each) => badVariable(each, 'must not be null: @skip or @include depends on it')),
      ...infinite.map((each) => badVariable(each, 'has a number out of the range of a double')),
    ];
    return refused.length > 0 ? { kind: 'refused', errors: refused } : { kind: 'coerced', values: coerced };
  };
}

function badVariable(definition: VariableDefinitionNode, what: string): GraphQLError {
  const message = `Variable "$${definition.variable.name.value}" ${what}.`;
  return withCode(new GraphQLError(message, { nodes: definition }), 'BAD_USER_INPUT');
}

function hasBigInt(value: unknown): boolean {
  if (typeof value === 'bigint') return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasBigInt);
}

/**
 * GraphQL.js knows no BigInt: one for an ID becomes the text of its digits, and one for a Float the nearest
 * double. For an Int it is left, and refused. Custom scalars take it as it is.
 */
function fitBigInts(type: GraphQLInputType, value: unknown): unknown {
  const nullable = getNullableType(type);
  if (typeof value === 'bigint') {
    const named = getNamedType(nullable);
    return named === GraphQLID ? String(value) : named === GraphQLFloat ? Number(value) : value;
  }
  if (isListType(nullable)) {
    const { ofType } = nullable;
    return Array.isArray(value) ? value.map((each) => fitBigInts(ofType, each)) : fitBigInts(ofType, value);
  }
  if (!isInputObjectType(nullable) || !isRecord(value)) return value;
  const fields = nullable.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => {
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return [name, field ? fitBigInts(field.type, each) : each];
    }),
  );
}

import {
  type DocumentNode,
  type GraphQLError,
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
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  visit,
} from 'graphql';
import { isRecord } from '../../platform/type-guards.ts';
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
    return errors
      ? { kind: 'refused', errors: errors.map((each) => withCode(each, 'BAD_USER_INPUT')) }
      : { kind: 'coerced', values: coerced };
  };
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

import {
  GraphQLBoolean,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  getNullableType,
  isEnumType,
} from 'graphql';
import { quote } from '../../graphql/json.ts';
import { type CompleteValue, type ResponseState, recordFault, writeNull } from './state.ts';

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

/** Returns the JSON text of a value that is not null; undefined when the type does not have the value. */
type SerializeLeaf = (value: unknown, isPlain: boolean) => string | undefined;

/** Whether the values of a type are strings that are written unchanged. */
export function isString(type: GraphQLOutputType): boolean {
  const named = getNullableType(type);
  return named === GraphQLString || named === GraphQLID;
}

/** Completes values of a scalar or enum; an invalid value becomes null with an error. Enums have the values of the API schema. */
export function compileLeaf(type: GraphQLLeafType, coordinate: string): CompleteValue {
  const serialize = isEnumType(type)
    ? serializeEnum(type.getValues().map(({ name }) => name))
    : (BUILT_IN.get(type.name) ?? serializeCustom);
  return (value, response: ResponseState, depth) => {
    if (value === null || value === undefined) return writeNull(response, depth);
    const text = serialize(value, response.execution.isPlain);
    if (text !== undefined) return text;
    recordFault(response, depth, `Invalid value for field ${coordinate} of type ${type.name}.`);
    return 'null';
  };
}

const BUILT_IN: ReadonlyMap<string, SerializeLeaf> = new Map<string, SerializeLeaf>([
  [GraphQLString.name, (value, isPlain) => (typeof value === 'string' ? quote(value, isPlain) : undefined)],
  [GraphQLBoolean.name, (value) => (typeof value === 'boolean' ? String(value) : undefined)],
  [GraphQLFloat.name, (value) => (typeof value === 'number' ? String(value) : undefined)],
  [GraphQLInt.name, (value) => (isInt(value) ? String(value) : undefined)],
  // Some servers write IDs as numbers; clients always receive a string.
  [
    GraphQLID.name,
    (value, isPlain) => {
      if (typeof value === 'string') return quote(value, isPlain);
      return Number.isInteger(value) ? `"${String(value)}"` : undefined;
    },
  ],
]);

function serializeCustom(value: unknown, isPlain: boolean): string | undefined {
  return typeof value === 'string' ? quote(value, isPlain) : JSON.stringify(value);
}

function isInt(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;
}

function serializeEnum(names: readonly string[]): SerializeLeaf {
  const texts = new Map<unknown, string>(names.map((name) => [name, `"${name}"`]));
  return (value) => texts.get(value);
}

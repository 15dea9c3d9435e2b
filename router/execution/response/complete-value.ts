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
import { hasInfinity, writeJson } from '../../../platform/json.ts';
import { isRecord } from '../../../platform/type-guards.ts';
import { type JsonObject, ownValue, quote } from '../../graphql/json.ts';
import {
  type CompleteValue,
  leaveOut,
  type ResponseState,
  recordFault,
  recordMissing,
  recordNull,
  writeAbandoned,
  writeNull,
} from './state.ts';

/** The writer of a type's values. `fieldsOf` gives the writers of an object's fields. */
export type ValueWriter = {
  readonly write: CompleteValue;
  readonly fieldsOf: (value: JsonObject) => ObjectWriter;
};

/** The writer of one field of an object. */
export type FieldWriter = {
  /** The response name: the client's alias or the field's name. */
  readonly name: string;
  /** The property of the merged data that holds the value. */
  readonly source: string;
  /** `,"name":`, followed by the value when it is constant. */
  readonly prefix: string;
  /** The prefix with an opening quote, for strings that need no escaping; undefined for other types. */
  readonly textPrefix: string | undefined;
  /** Undefined when the prefix contains the value. */
  readonly write: CompleteValue | undefined;
  readonly fieldsOf: ValueWriter['fieldsOf'];
  readonly isNonNull: boolean;
  /** `Type.field`. */
  readonly coordinate: string;
  /** Whether `source` is also a property of `Object.prototype`. */
  readonly isInherited: boolean;
};

/** Undefined when the value's type is not one of those that the schema allows. */
export type ObjectWriter = readonly FieldWriter[] | undefined;

/** Writes an object's fields; undefined when a null propagates to the object. */
export function writeFields(
  fields: readonly FieldWriter[],
  object: JsonObject,
  response: ResponseState,
  depth: number,
): string | undefined {
  if (fields.length === 0) return '{}';
  const { isPlain, budget } = response.execution;
  let text = '';
  for (const field of fields) {
    if (field.write === undefined) {
      text += field.prefix;
      continue;
    }
    const value = field.isInherited ? ownValue(object, field.source) : object[field.source];
    if (isPlain && field.textPrefix !== undefined && typeof value === 'string') {
      text += `${field.textPrefix}${value}"`;
      continue;
    }
    response.path[depth] = field.name;
    let written: string | undefined;
    if (value === undefined && recordMissing(response, depth + 1, object)) {
      written = field.isNonNull ? undefined : 'null';
    } else if (
      value !== undefined ||
      !field.isNonNull ||
      !leaveOut(response, depth + 1, object, field.coordinate)
    ) {
      written = field.write(value, response, depth + 1);
    }
    if (written === undefined) return undefined;
    text += field.prefix + written;
    if (text.length > budget.longestAnswer) budget.endAnswer();
  }
  if (text.length > budget.longestAnswer) budget.endAnswer();
  return `${text}}`;
}

/** Propagates a null, and records an error unless another one explains it. */
export function completeNonNull(write: CompleteValue, coordinate: string): CompleteValue {
  return (value, response, depth) => {
    if (value === null || value === undefined) {
      recordNull(response, depth, coordinate, value === undefined);
      return undefined;
    }
    const text = write(value, response, depth);
    return text === 'null' ? undefined : text;
  };
}

/** Writes a list; a value that is no list becomes null with an error. */
export function completeList(write: CompleteValue, coordinate: string): CompleteValue {
  return (value, response, depth) => {
    if (value === null || value === undefined) return writeNull(response, depth);
    if (!Array.isArray(value)) {
      recordFault(response, depth, `The field ${coordinate} should be a list.`);
      return 'null';
    }
    if (value.length === 0) return '[]';
    const { budget } = response.execution;
    budget.writeObjects(value.length);
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      response.path[depth] = index;
      const item = write(value[index], response, depth + 1);
      if (item === undefined) return writeAbandoned(response, depth);
      text += index === 0 ? item : `,${item}`;
      if (text.length > budget.longestAnswer) budget.endAnswer();
    }
    return `${text}]`;
  };
}

/** Writes an object by its `__typename`; a value that is no object of the type becomes null with an error. */
export function completeObject(
  fieldsOf: ValueWriter['fieldsOf'],
  type: string,
  coordinate: string,
): CompleteValue {
  return (value, response, depth) => {
    if (value === null || value === undefined) return writeNull(response, depth);
    if (!isRecord(value)) {
      recordFault(response, depth, `The field ${coordinate} should be an object.`);
      return 'null';
    }
    const fields = fieldsOf(value);
    if (!fields) {
      recordFault(
        response,
        depth,
        `The field ${coordinate} has a value of a type that is not one of ${type}.`,
      );
      return 'null';
    }
    return writeFields(fields, value, response, depth) ?? writeAbandoned(response, depth);
  };
}

const MAX_INT = 2_147_483_647;
const MIN_INT = -2_147_483_648;

/** Returns the JSON text of a value that is not null; undefined when the type does not have the value. */
type SerializeLeaf = (value: unknown, isPlain: boolean) => string | undefined;

/** Whether the values of a type are strings that are written unchanged. */
export function isString(type: GraphQLOutputType): boolean {
  const named = getNullableType(type);
  return named === GraphQLString || named === GraphQLID;
}

/**
 * Completes values of a scalar or enum; an invalid value becomes null with an error. Enums have the values of
 * the API schema.
 */
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
  [GraphQLFloat.name, (value) => (Number.isFinite(value) || isBig(value) ? String(value) : undefined)],
  [GraphQLInt.name, (value) => (isInt(value) ? String(value) : undefined)],
  // Some servers write IDs as numbers; clients always receive a string.
  [
    GraphQLID.name,
    (value, isPlain) => {
      if (typeof value === 'string') return quote(value, isPlain);
      return Number.isInteger(value) || isBig(value) ? `"${String(value)}"` : undefined;
    },
  ],
]);

function serializeCustom(value: unknown, isPlain: boolean): string | undefined {
  if (typeof value === 'string') return quote(value, isPlain);
  const text = writeJson(value);
  // JSON has no infinite numbers: they are written as null.
  return text.includes('null') && hasInfinity(value) ? undefined : text;
}

/** Whether a number is an integer that a double cannot hold. */
function isBig(value: unknown): value is bigint {
  return typeof value === 'bigint';
}

function isInt(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value <= MAX_INT && value >= MIN_INT;
}

function serializeEnum(names: readonly string[]): SerializeLeaf {
  const texts = new Map<unknown, string>(names.map((name) => [name, `"${name}"`]));
  return (value) => texts.get(value);
}

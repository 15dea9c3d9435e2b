import { isJsonObject, type JsonObject, ownValue } from '../../graphql/json.ts';
import {
  noteFault,
  noteMissing,
  noteNull,
  type Shaping,
  type Write,
  writeEnded,
  writeNull,
} from './state.ts';

/** How the values of a type are written, and for objects what is written of one. */
export type ValueShape = { readonly write: Write; readonly fieldsOf: (value: JsonObject) => ObjectShape };

/** One field of an object's answer. */
export type FieldShape = {
  /** The client's name. */
  readonly name: string;
  /** The name among the merged answers. */
  readonly source: string;
  /** `,"name":` and, when it is the same in every answer, the value. */
  readonly prefix: string;
  /** The same up to the text, for values that are texts and need no escaping. */
  readonly textPrefix: string | undefined;
  /** Undefined when the prefix is all. */
  readonly write: Write | undefined;
  readonly fieldsOf: ValueShape['fieldsOf'];
  readonly isNonNull: boolean;
  readonly isInherited: boolean;
};

export type ObjectShape = readonly FieldShape[] | undefined;

/** Writes an object; undefined when a null goes up to its place. */
export function writeFields(
  fields: readonly FieldShape[],
  object: JsonObject,
  shaping: Shaping,
  depth: number,
): string | undefined {
  if (fields.length === 0) return '{}';
  const { isPlain } = shaping.run;
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
    shaping.path[depth] = field.name;
    let written: string | undefined;
    if (value === undefined && noteMissing(shaping, depth + 1, object)) {
      written = field.isNonNull ? undefined : 'null';
    } else {
      written = field.write(value, shaping, depth + 1);
    }
    if (written === undefined) return undefined;
    text += field.prefix + written;
  }
  return `${text}}`;
}

/** Sends a null up, with an error where nothing else tells of it. */
export function writeNonNull(write: Write, label: string): Write {
  return (value, shaping, depth) => {
    if (value === null || value === undefined) {
      noteNull(shaping, depth, label, value === undefined);
      return undefined;
    }
    const text = write(value, shaping, depth);
    return text === 'null' ? undefined : text;
  };
}

/** Writes a list; null for what is none. */
export function writeList(write: Write, label: string): Write {
  return (value, shaping, depth) => {
    if (value === null || value === undefined) return writeNull(shaping, depth);
    if (!Array.isArray(value)) {
      noteFault(shaping, depth, `The field ${label} should be a list.`);
      return 'null';
    }
    if (value.length === 0) return '[]';
    let text = '[';
    for (let index = 0; index < value.length; index += 1) {
      shaping.path[depth] = index;
      const item = write(value[index], shaping, depth + 1);
      if (item === undefined) return writeEnded(shaping, depth);
      text += index === 0 ? item : `,${item}`;
    }
    return `${text}]`;
  };
}

/** Writes an object of the type that it says it has; null for what is none. */
export function writeObject(fieldsOf: ValueShape['fieldsOf'], type: string, label: string): Write {
  return (value, shaping, depth) => {
    if (value === null || value === undefined) return writeNull(shaping, depth);
    if (!isJsonObject(value)) {
      noteFault(shaping, depth, `The field ${label} should be an object.`);
      return 'null';
    }
    const fields = fieldsOf(value);
    if (!fields) {
      noteFault(shaping, depth, `The field ${label} has a value of a type that is not one of ${type}.`);
      return 'null';
    }
    return writeFields(fields, value, shaping, depth) ?? writeEnded(shaping, depth);
  };
}

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
import { noteFault, type Shaping, type Write, writeNull } from './state.ts';

const LARGEST_INT = 2_147_483_647;
const SMALLEST_INT = -2_147_483_648;

/** The JSON text of a value that is not null; undefined when the type has no such value. */
type WriteLeaf = (value: unknown, isPlain: boolean) => string | undefined;

/** Whether a type's values are texts, written as they are. */
export function isText(type: GraphQLOutputType): boolean {
  const named = getNullableType(type);
  return named === GraphQLString || named === GraphQLID;
}

/** Writes a scalar's or enum's values, and null for what is none of them. An enum's are those that clients may see. */
export function compileLeaf(type: GraphQLLeafType, label: string): Write {
  const write = isEnumType(type)
    ? writeOneOf(type.getValues().map(({ name }) => name))
    : (BUILT_IN.get(type.name) ?? writeAny);
  return (value, shaping: Shaping, depth) => {
    if (value === null || value === undefined) return writeNull(shaping, depth);
    const text = write(value, shaping.run.isPlain);
    if (text !== undefined) return text;
    noteFault(shaping, depth, `Invalid value for field ${label} of type ${type.name}.`);
    return 'null';
  };
}

const BUILT_IN: ReadonlyMap<string, WriteLeaf> = new Map<string, WriteLeaf>([
  [GraphQLString.name, (value, isPlain) => (typeof value === 'string' ? quote(value, isPlain) : undefined)],
  [GraphQLBoolean.name, (value) => (typeof value === 'boolean' ? String(value) : undefined)],
  [GraphQLFloat.name, (value) => (typeof value === 'number' ? String(value) : undefined)],
  [GraphQLInt.name, (value) => (isInt(value) ? String(value) : undefined)],
  // Some servers write identifiers as numbers; to clients an ID is always text.
  [
    GraphQLID.name,
    (value, isPlain) => {
      if (typeof value === 'string') return quote(value, isPlain);
      return Number.isInteger(value) ? `"${String(value)}"` : undefined;
    },
  ],
]);

function writeAny(value: unknown, isPlain: boolean): string | undefined {
  return typeof value === 'string' ? quote(value, isPlain) : JSON.stringify(value);
}

function isInt(value: unknown): value is number {
  return (
    typeof value === 'number' && Number.isInteger(value) && value <= LARGEST_INT && value >= SMALLEST_INT
  );
}

function writeOneOf(names: readonly string[]): WriteLeaf {
  const texts = new Map<unknown, string>(names.map((name) => [name, `"${name}"`]));
  return (value) => texts.get(value);
}

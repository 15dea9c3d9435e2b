import {
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  getVariableValues,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';
import type { Option } from '../../platform/config/command-definition.ts';
import { HOUR_MS, parseDuration } from '../../platform/config/duration.ts';
import { isRecord } from '../../platform/type-guards.ts';

/** A value among an operation's variables that an option of the command line sets. */
export type Flag = {
  /** The path, joined by dots and without `input`: the only variable of most mutations needs no mention. */
  readonly name: string;
  /** The place in the variables. */
  readonly path: readonly string[];
  readonly type: GraphQLInputType;
  readonly description: string;
  /** Whether the operation cannot run without a value. */
  readonly isRequired: boolean;
};

type Variables = Readonly<Record<string, unknown>>;

/** The whole numbers of the API, with the largest of each kind. */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['Int', 2 ** 31 - 1],
  ['MinorUnits', Number.MAX_SAFE_INTEGER],
]);
const INSTANT = 'DateTime';
const KEY = 'idempotencyKey';
const LONGEST_AHEAD_MS = 10 * 365 * 24 * HOUR_MS;

/** The flags of an operation: one for each variable, or for each field of one that is an input object. */
export function flagsOf(operation: OperationDefinitionNode, schema: GraphQLSchema): readonly Flag[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = typeFromAST(schema, definition.type);
    if (!isInputType(type)) throw new Error(`$${definition.variable.name.value} has no type of the API.`);
    const isRequired = isNonNullType(type) && definition.defaultValue === undefined;
    return expand({ path: [definition.variable.name.value], type, isRequired, description: '' });
  });
}

function expand(place: Omit<Flag, 'name'>): readonly Flag[] {
  const { path, isRequired } = place;
  const type = getNullableType(place.type);
  if (!isInputObjectType(type)) return [{ ...place, name: flagName(path) }];
  return Object.values(type.getFields()).flatMap((field) =>
    expand({
      path: [...path, field.name],
      type: field.type,
      isRequired: isRequired && isNonNullType(field.type) && field.defaultValue === undefined,
      description: field.description ?? '',
    }),
  );
}

function flagName(path: readonly string[]): string {
  return (path[0] === 'input' ? path.slice(1) : path).join('.');
}

/** What an example says about the variables of its operation. */
export type ExampleVariables = {
  readonly definition: OperationDefinitionNode;
  readonly flags: readonly Flag[];
  /** The values that flags override. */
  readonly variables: Variables;
  /** The example that shows a value, by the name of a flag. */
  readonly find: Readonly<Record<string, string>>;
};

/** The options of the command line for an operation's flags. A list takes its option several times. */
export function optionsOf({ flags, variables, find }: ExampleVariables): Readonly<Record<string, Option>> {
  return Object.fromEntries(
    flags.map((flag) => {
      const preset = valueAt(variables, flag.path);
      const example = find[flag.name];
      const facts = [
        ...(preset === undefined
          ? []
          : [`default ${typeof preset === 'string' ? preset : JSON.stringify(preset)}`]),
        ...(isNeeded(flag, variables) ? ['required'] : []),
        ...(example === undefined ? [] : [shows(example)]),
      ];
      const about = [flag.description, ...(facts.length === 0 ? [] : [`(${facts.join('; ')})`])];
      return [flag.name, { ...typeOf(flag), about: about.join(' ').trim() }];
    }),
  );
}

/** Whether the command line has to give a value. */
export function isNeeded({ isRequired, path }: Flag, variables: Variables): boolean {
  return isRequired && valueAt(variables, path) === undefined;
}

const shows = (example: string) => `\`npm run example -- ${example}\` shows one`;

type WithoutAbout<One> = One extends Option ? Omit<One, 'about'> : never;

function typeOf({ type: given }: Flag): WithoutAbout<Option> {
  const type = getNullableType(given);
  if (isListType(type)) return { type: 'text', value: getNamedType(type).name, multiple: true };
  if (isEnumType(type)) return { type: 'choice', of: type.getValues().map(({ name }) => name) };
  const name = getNamedType(type).name;
  if (name === 'Boolean') return { type: 'switch', negative: true };
  const largest = NUMBERS.get(name);
  return largest === undefined
    ? { type: 'text', value: name }
    : { type: 'number', from: -largest, to: largest };
}

/**
 * The variables of an operation. Instants such as `+24h` are counted from now, and without an idempotency
 * key the operation gets a new one. Returns a message if values are missing or have a wrong type.
 *
 * @param given the values of the command line, by the names of flags
 */
export function variablesFor(
  { definition, flags, variables, find }: ExampleVariables,
  given: Readonly<Record<string, unknown>>,
  { schema, now }: { readonly schema: GraphQLSchema; readonly now: Date },
): Variables | string {
  let result = variables;
  const problems: string[] = [];
  for (const flag of flags) {
    const value = given[flag.name] ?? presetOf(flag, variables);
    if (value === undefined) {
      if (flag.isRequired) problems.push(missingText(flag, find[flag.name]));
      continue;
    }
    const read = readValue(flag, value, now);
    if (read === undefined) problems.push(`--${flag.name} takes ${expectedBy(flag)}, not "${value}".`);
    else result = withValue(result, flag.path, read);
  }
  if (problems.length > 0) return problems.join('\n');
  const { errors } = getVariableValues(schema, definition.variableDefinitions ?? [], result);
  return errors === undefined ? result : errors.map(({ message }) => message).join('\n');
}

function missingText({ name }: Flag, example: string | undefined): string {
  return example === undefined ? `--${name} is missing.` : `--${name} is missing: ${shows(example)}.`;
}

function presetOf({ path }: Flag, variables: Variables): unknown {
  return valueAt(variables, path) ?? (path.at(-1) === KEY ? crypto.randomUUID() : undefined);
}

/** Reads what the command line leaves as text: instants and objects of a list. Undefined if it is neither. */
function readValue({ type }: Flag, value: unknown, now: Date): unknown {
  const named = getNamedType(type);
  if (named.name === INSTANT) return readInstant(value, now);
  if (!isInputObjectType(named) || !Array.isArray(value)) return value;
  const items = value.map((item: unknown) => (typeof item === 'string' ? readObject(item) : item));
  return items.includes(undefined) ? undefined : items;
}

function expectedBy({ type }: Flag): string {
  return getNamedType(type).name === INSTANT
    ? 'an instant such as 2030-05-01T09:00:00Z, or +24h for 24 hours from now'
    : 'a JSON object';
}

function readObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readInstant(value: unknown, now: Date): string | undefined {
  const text = String(value);
  if (!text.startsWith('+')) return Number.isNaN(Date.parse(text)) ? undefined : text;
  const ahead = parseDuration(text.slice(1), 'h') ?? Number.NaN;
  return ahead <= LONGEST_AHEAD_MS ? new Date(now.getTime() + ahead).toISOString() : undefined;
}

function valueAt(variables: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), variables);
}

function withValue(variables: Variables, [name = '', ...rest]: readonly string[], value: unknown): Variables {
  const inner = variables[name];
  return {
    ...variables,
    [name]: rest.length === 0 ? value : withValue(isRecord(inner) ? inner : {}, rest, value),
  };
}

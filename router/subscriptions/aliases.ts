import {
  type GraphQLOutputType,
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
} from 'graphql';
import { type Path, valueAt } from '../../platform/property-path.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { EventSource } from './event-source.ts';
import { PATH } from './payload-path.ts';

/** From `@live(aliases:)`: a field that is taken from another path of the payload. */
export type Alias = {
  /** The path of the field from the type of the subscription field. */
  readonly field: Path;
  /** A path in the payload as published. */
  readonly source: Path;
};

const ALIAS = new RegExp(String.raw`^\s*(${PATH})\s*:\s*(${PATH})\s*$`);

/** Parses `field: path`, as GraphQL writes an alias. Throws for anything else. */
export function readAlias(text: string): Alias {
  const [, field, source] = ALIAS.exec(text) ?? [];
  if (field === undefined || source === undefined) {
    throw new Error(`aliases: "${text}" is not of the form "field: path"`);
  }
  return { field: field.split('.'), source: source.split('.') };
}

/**
 * Throws unless each alias is a field of the graph, outside of lists, and none is, or is inside of, another.
 */
export function checkAliases(aliases: readonly Alias[], type: GraphQLOutputType): void {
  for (const [index, { field }] of aliases.entries()) {
    checkField(field, type);
    const other = aliases.find((each, at) => at !== index && isWithin(field, each.field));
    if (other) throw new Error(`aliases: "${field.join('.')}" is set twice`);
  }
}

function checkField(field: Path, root: GraphQLOutputType): void {
  let type = root;
  for (const name of field) {
    if (isListType(getNullableType(type))) {
      throw new Error(`aliases: "${field.join('.')}" is inside of a list`);
    }
    const parent = getNamedType(type);
    const next = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
    if (!next)
      throw new Error(`aliases: "${field.join('.')}" is no field of the graph: ${parent} has no ${name}`);
    type = next.type;
  }
}

function isWithin(field: Path, outer: Path): boolean {
  return outer.every((name, index) => field[index] === name);
}

/** The same events with their aliases: each is filled in once, for all who follow it. */
export function withAliases(source: EventSource, aliases: readonly Alias[]): EventSource {
  if (aliases.length === 0) return source;
  return {
    ...source,
    follow({ onEvent, ...options }) {
      source.follow({
        ...options,
        onEvent: (event) => onEvent({ ...event, data: fillAliases(event.data, aliases) }),
      });
    },
  };
}

/** A copy of a payload with the aliases. What its source does not give is null. */
export function fillAliases(payload: unknown, aliases: readonly Alias[]): unknown {
  return aliases.reduce<unknown>(
    (filled, { field, source }) => withValue(filled, field, valueAt(payload, source) ?? null),
    payload,
  );
}

/** A copy with the value at a path. An object that the payload does not have stays missing. */
export function withValue(data: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  if (!isRecord(data)) return data;
  if (rest.length > 0 && !Object.hasOwn(data, name)) return data;
  return { ...data, [name]: withValue(data[name], rest, value) };
}

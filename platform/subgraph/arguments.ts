import { GraphQLError, GraphQLScalarType, Kind, print, type ValueNode } from 'graphql';
import { isStorableText, parseInstant, parseUuid } from '../input.ts';

/** The error for a wrong argument. The message says what the argument must be. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Reads a UUID in the form in which ids are stored. Throws BAD_USER_INPUT for any other text. */
export function uuidArgument(name: string, value: string): string {
  const id = parseUuid(value);
  if (id === undefined) throw badUserInput(`${name} must be a UUID.`);
  return id;
}

/** Reads a text unchanged. Throws BAD_USER_INPUT when a database could not store it. */
export function textArgument(name: string, value: string): string {
  if (!isStorableText(value)) throw badUserInput(`${name} must be plain text.`);
  return value;
}

/** Reads an instant in its normal form. Throws BAD_USER_INPUT when it is not RFC 3339. */
export function instantArgument(name: string, value: string): string {
  const instant = parseInstant(value);
  if (!instant) throw badUserInput(`${name} must be an RFC 3339 instant such as 2030-05-01T09:00:00Z.`);
  return instant;
}

/**
 * An instant as text. Output is RFC 3339 in UTC. Input of any kind is taken as text and checked where it is
 * used, so that a mutation answers `InvalidInput` with the name of the field, and a query names the argument,
 * instead of failing as a whole.
 */
export const DateTimeScalar = new GraphQLScalarType<string, string>({
  name: 'DateTime',
  description: 'RFC 3339 in UTC.',
  serialize(value) {
    if (typeof value !== 'string') throw new Error('A DateTime is a text');
    return value;
  },
  parseValue: (value) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parseLiteral: (node: ValueNode) => (node.kind === Kind.STRING ? node.value : print(node)),
});

import { GraphQLError } from 'graphql';
import { parseInstant } from '../input/instant.ts';
import { isStorableText } from '../input/text.ts';
import { isUuid } from '../input/uuid.ts';

/** A query that asks for something that cannot be: the message says what to change. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** The id as given. Throws BAD_USER_INPUT when it is no UUID. */
export function uuidArgument(name: string, value: string): string {
  if (!isUuid(value)) throw badUserInput(`${name} must be a UUID.`);
  return value.toLowerCase();
}

/** The text as given. Throws BAD_USER_INPUT when no database could keep it. */
export function textArgument(name: string, value: string): string {
  if (!isStorableText(value)) throw badUserInput(`${name} must be plain text.`);
  return value;
}

/** The instant in its normal form. Throws BAD_USER_INPUT when it is not RFC 3339. */
export function instantArgument(name: string, value: string): string {
  const instant = parseInstant(value);
  if (!instant) throw badUserInput(`${name} must be an RFC 3339 instant such as 2030-05-01T09:00:00Z.`);
  return instant;
}

/** Codes that may leave a service as they are; everything else is a fault and is masked. */
const PUBLIC_CODES: ReadonlySet<unknown> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'SUBGRAPH_UNAVAILABLE',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

export function isPublicError(code: unknown): boolean {
  return PUBLIC_CODES.has(code);
}

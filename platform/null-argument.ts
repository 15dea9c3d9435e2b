import { GraphQLError, Kind } from 'graphql';

/**
 * The message for a field whose arguments graphql-js could not coerce; undefined for any other error. A
 * document is valid when it is executed, so the reason is null in a variable that has a default.
 *
 * @param error as it was thrown, not as it was located: that of a resolver or a result points to a field, or
 *   to nothing
 */
export function nullArgumentMessage(error: unknown): string | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const [node] = error.nodes ?? [];
  if (!node || node.kind === Kind.FIELD) return undefined;
  const name = ARGUMENT.exec(error.message)?.[1];
  return name && `A variable has null in the argument "${name}" where null is not allowed.`;
}

const ARGUMENT = /^Argument "(\w+)"/;

import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An error of a response, with its cause for the log. */
export type ExecutionError = GraphQLFormattedError & { readonly cause?: unknown };

/** The error for invalid input of a client. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** Removes the names that graphql-js suggests: they would reveal the schema piece by piece. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*\?$/s, '');
  return message === error.message ? error : copyOf(error, message, error.extensions);
}

/** An error of graphql-js with a code in its extensions; codes are those of Apollo Server. */
export function withCode(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(String(error), { extensions: { code } });
  return copyOf(error, error.message, { code });
}

function copyOf(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    source: source ?? null,
    positions: positions ?? null,
    path: path ?? null,
    extensions,
  });
}

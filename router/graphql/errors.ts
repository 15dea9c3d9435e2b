import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An error of an answer, and what was behind it, for the log. */
export type ExecutionError = GraphQLFormattedError & { readonly cause?: unknown };

/** A document that cannot be parsed, under the code that Apollo gives it. */
export function syntaxFailure(error: unknown): GraphQLError {
  return coded(error, 'GRAPHQL_PARSE_FAILED');
}

/** A document that does not fit the schema, under the code that Apollo gives it. */
export function validationFailure(error: GraphQLError): GraphQLError {
  return coded(error, 'GRAPHQL_VALIDATION_FAILED');
}

/** The caller sent something that cannot be worked with. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** An error of graphql-js about the caller's values, under our code. */
export function asBadUserInput(error: unknown): GraphQLError {
  return coded(error, 'BAD_USER_INPUT');
}

/** The same error without the names that graphql-js proposes: they are the schema's, piece by piece. */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*\?$/s, '');
  return message === error.message ? error : rewritten(error, message, error.extensions);
}

function coded(error: unknown, code: string): GraphQLError {
  if (!(error instanceof GraphQLError)) return new GraphQLError(String(error), { extensions: { code } });
  return rewritten(error, error.message, { code });
}

function rewritten(
  { nodes, source, positions, path }: GraphQLError,
  message: string,
  extensions: Readonly<Record<string, unknown>>,
): GraphQLError {
  return new GraphQLError(message, {
    ...(nodes ? { nodes } : {}),
    ...(source ? { source } : {}),
    ...(positions ? { positions } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions },
  });
}

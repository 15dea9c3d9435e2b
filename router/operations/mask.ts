import type { GraphQLFormattedError } from 'graphql';

/** Codes that say only that something went wrong. */
const UNSAID = new Set(['INTERNAL_SERVER_ERROR', 'DOWNSTREAM_SERVICE_ERROR']);

/** Codes that are the caller's affair when the router gives them, and a fault between us when a subgraph does. */
const ABOUT_THE_DOCUMENT = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_REQUEST',
]);

/** Extensions that tell of our insides. */
const HIDDEN = new Set(['stacktrace', 'exception', 'http']);

export type Masked = { readonly error: GraphQLFormattedError; readonly masked: boolean };

/**
 * The form of an error that the caller may see. One with a code of its own goes out with its message; any other
 * becomes "Internal server error" with the correlation id to look it up by. No stack trace goes out, ever.
 */
export function maskError(error: GraphQLFormattedError, correlationId: string): Masked {
  const place = {
    ...(error.locations ? { locations: error.locations } : {}),
    ...(error.path ? { path: error.path } : {}),
  };
  if (isPublic(error)) {
    const extensions = Object.fromEntries(
      Object.entries(error.extensions ?? {}).filter(([name]) => !HIDDEN.has(name)),
    );
    return { error: { message: error.message, ...place, extensions }, masked: false };
  }
  return {
    error: {
      message: 'Internal server error',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
    },
    masked: true,
  };
}

function isPublic({ extensions }: GraphQLFormattedError): boolean {
  const code = extensions?.code;
  if (typeof code !== 'string' || UNSAID.has(code)) return false;
  return !(extensions?.serviceName !== undefined && ABOUT_THE_DOCUMENT.has(code));
}

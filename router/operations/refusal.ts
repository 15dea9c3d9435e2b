import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An operation that is not executed, with the reasons. */
export type Refused = {
  readonly kind: 'refused';
  /**
   * The HTTP status. 400 stands for an invalid request and becomes 200 for clients that accept only
   * `application/json`; any other is sent unchanged.
   */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  /** Additional HTTP headers. */
  readonly headers: readonly (readonly [string, string])[];
};

const STATUS: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  RATE_LIMITED: 429,
  NOT_READY: 503,
  OPERATION_TIMEOUT: 504,
  INTERNAL_SERVER_ERROR: 500,
};

const NO_HEADERS: Refused['headers'] = [];
const TOKEN_REQUIRED: Refused['headers'] = [['www-authenticate', 'Bearer']];

/** A refusal with these errors. The code of the first determines the status. */
export function refuse(errors: readonly GraphQLError[], headers?: Refused['headers']): Refused {
  const status = STATUS[String(errors[0]?.extensions.code)] ?? 400;
  return {
    kind: 'refused',
    status,
    errors: errors.map(formatted),
    headers: headers ?? (status === 401 ? TOKEN_REQUIRED : NO_HEADERS),
  };
}

/** A refusal with one error. */
export function refuseWith(
  code: string,
  message: string,
  more: Readonly<Record<string, unknown>> = {},
  headers?: Refused['headers'],
): Refused {
  return refuse([new GraphQLError(message, { extensions: { code, ...more } })], headers);
}

/** The JSON text of the response. */
export function refusalText({ errors }: Refused): string {
  return JSON.stringify({ errors });
}

/** Formats an error without the extension `http`, which is meant for servers. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

import { GraphQLError, type GraphQLFormattedError } from 'graphql';

/** An operation that does not run, and why. */
export type Refused = {
  readonly kind: 'refused';
  /**
   * For HTTP: 400 for what is wrong with the request itself, which becomes 200 where the client insists on
   * `application/json`; any other is sent as it is.
   */
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  /** For HTTP. */
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
const ASKS_FOR_TOKEN: Refused['headers'] = [['www-authenticate', 'Bearer']];

/** A refusal for these errors; the first one's code gives the status. */
export function refuse(errors: readonly GraphQLError[], headers?: Refused['headers']): Refused {
  const status = STATUS[String(errors[0]?.extensions.code)] ?? 400;
  return {
    kind: 'refused',
    status,
    errors: errors.map(formatted),
    headers: headers ?? (status === 401 ? ASKS_FOR_TOKEN : NO_HEADERS),
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

/** The response that says so. */
export function refusalText({ errors }: Refused): string {
  return JSON.stringify({ errors });
}

/** What goes out of an error of ours; `http` is for servers that read it. */
function formatted(error: GraphQLError): GraphQLFormattedError {
  const { http: _, ...extensions } = error.extensions;
  return { ...error.toJSON(), extensions };
}

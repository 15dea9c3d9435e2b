import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { writeJson } from '../../platform/json.ts';
import { isRecord } from '../../platform/type-guards.ts';

/** A client's request for an operation; its members have the right types. */
export type OperationRequest = {
  readonly query?: string | undefined;
  readonly operationName?: string | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
};

export type RequestRead =
  | { readonly kind: 'read'; readonly request: OperationRequest }
  | { readonly kind: 'malformed'; readonly message: string };

/** Validates the parameters of a request (GraphQL over HTTP, "Request Parameters"). Null counts as absent. */
export function readRequest(value: unknown): RequestRead {
  if (!isRecord(value)) return malformed('The request must be a JSON object with a "query".');
  const { query, operationName, variables, extensions } = value;
  if (isGiven(query) && typeof query !== 'string') return malformed('"query" must be a string.');
  if (isGiven(operationName) && typeof operationName !== 'string')
    return malformed('"operationName" must be a string.');
  if (isGiven(variables) && !isRecord(variables)) return malformed('"variables" must be an object.');
  if (isGiven(extensions) && !isRecord(extensions)) return malformed('"extensions" must be an object.');
  return {
    kind: 'read',
    request: {
      query: typeof query === 'string' ? query : undefined,
      // Some clients send an empty name when there is none.
      operationName: typeof operationName === 'string' && operationName !== '' ? operationName : undefined,
      variables: isRecord(variables) ? variables : undefined,
      extensions: isRecord(extensions) ? extensions : undefined,
    },
  };
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function malformed(message: string): RequestRead {
  return { kind: 'malformed', message };
}

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
  PLANNING_OVERLOADED: 503,
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
    errors: errors.map((each) => each.toJSON()),
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
  return writeJson({ errors });
}

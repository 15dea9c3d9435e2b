import { isRecord } from '../../platform/type-guards.ts';
import { isValueTooDeep, MAX_NESTING } from '../limits/document-limits.ts';

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
  if (isValueTooDeep(variables))
    return malformed(`"variables" are nested deeper than ${MAX_NESTING} levels.`);
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

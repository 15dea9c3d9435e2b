import type { ServiceResponse } from '../../platform/http/instances.ts';
import { isRecord } from '../../platform/type-guards.ts';
import type { JsonObject } from '../graphql/json.ts';
import type { SubgraphError, SubgraphResponse } from './request.ts';

const NO_ERRORS: readonly SubgraphError[] = [];

/**
 * Parses a subgraph's HTTP response; `unavailable` when it is not GraphQL. The HTTP status is ignored
 * otherwise.
 */
export function parseResponse({ status, body }: ServiceResponse): SubgraphResponse {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return noGraphql(status, error);
  }
  if (!isRecord(value)) return noGraphql(status, undefined);
  const { data, errors } = value;
  const isData = isRecord(data);
  if (!isData && !(Array.isArray(errors) && errors.length > 0)) {
    // Neither data nor errors.
    if (data !== null || errors !== undefined) return noGraphql(status, undefined);
  }
  return {
    kind: 'response',
    data: isData ? data : null,
    errors: Array.isArray(errors) ? errors.map(readError) : NO_ERRORS,
    // A body without escapes contains no string that needs escaping.
    isPlain: !body.includes('\\'),
  };
}

function noGraphql(status: number, cause: unknown): SubgraphResponse {
  return { kind: 'unavailable', reason: `HTTP ${status} without a GraphQL response`, cause };
}

function readError(value: unknown): SubgraphError {
  const { message, path, extensions }: JsonObject = isRecord(value) ? value : {};
  return {
    message: typeof message === 'string' ? message : '',
    path: isPath(path) ? path : undefined,
    extensions: isRecord(extensions) ? extensions : {},
  };
}

function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

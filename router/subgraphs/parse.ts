import type { Answer } from '../../platform/http/index.ts';
import { isJsonObject, type JsonObject } from '../graphql/json.ts';
import type { SubgraphAnswer, SubgraphError } from './answer.ts';

const NO_ERRORS: readonly SubgraphError[] = [];

/** A subgraph's HTTP answer as GraphQL; unavailable when it is something else. The status says nothing that the body does not. */
export function parseAnswer({ status, body }: Answer): SubgraphAnswer {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return noGraphql(status, error);
  }
  if (!isJsonObject(value)) return noGraphql(status, undefined);
  const { data, errors } = value;
  const isData = isJsonObject(data);
  if (!isData && !(Array.isArray(errors) && errors.length > 0)) {
    // Nothing at all was said, not even why.
    if (data !== null || errors !== undefined) return noGraphql(status, undefined);
  }
  return {
    kind: 'answered',
    data: isData ? data : null,
    errors: Array.isArray(errors) ? errors.map(readError) : NO_ERRORS,
    // Where nothing had to be escaped, nothing will have to be.
    isPlain: !body.includes('\\'),
  };
}

function noGraphql(status: number, cause: unknown): SubgraphAnswer {
  return { kind: 'unavailable', reason: `HTTP ${status} without a GraphQL answer`, cause };
}

function readError(value: unknown): SubgraphError {
  const { message, path, extensions }: JsonObject = isJsonObject(value) ? value : {};
  return {
    message: typeof message === 'string' ? message : '',
    path: isPath(path) ? path : undefined,
    extensions: isJsonObject(extensions) ? extensions : {},
  };
}

function isPath(value: unknown): value is readonly (string | number)[] {
  return Array.isArray(value) && value.every((step) => typeof step === 'string' || typeof step === 'number');
}

import { isUtf8 } from 'node:buffer';
import { BodyRefused, readBody } from '../../platform/http/body.ts';
import type { BodyBudget, BodyRefusal } from '../../platform/http/body-budget.ts';
import { JsonTooDeep, parseJson } from '../../platform/json.ts';
import { isRecord } from '../../platform/type-guards.ts';
import { type OperationRequest, type Refused, readRequest } from '../operations/request.ts';
import type { HttpRequest } from './server.ts';

/** The operations in an HTTP request. */
export type ParsedRequest =
  | { readonly kind: 'one'; readonly operation: OperationRequest }
  | { readonly kind: 'batch'; readonly operations: readonly OperationRequest[] }
  | {
      readonly kind: 'invalid';
      readonly status: number;
      readonly code: string;
      readonly message: string;
      readonly headers: Refused['headers'];
    };

export type RequestLimits = {
  /** Maximum bytes of a body. */
  readonly body: number;
  /** Maximum operations in one request; 0 disables batching. */
  readonly batch: number;
};

const JSON_BODY = 'application/json';
const GET_PARAMETERS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/**
 * Parses the query string of a GET request or the JSON body of a POST request. Rejects with
 * `ClientDisconnected`.
 */
export async function parseRequest(
  { message, search }: Pick<HttpRequest, 'message' | 'search'>,
  limits: RequestLimits,
  budget: BodyBudget,
): Promise<ParsedRequest> {
  if (message.method === 'GET') return parseSearch(search);
  if (!isJson(message.headers['content-type'])) {
    return invalid(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json in UTF-8.');
  }
  if (!isUncompressed(message.headers['content-encoding'])) {
    return invalid(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content-encoding.');
  }
  let body: Buffer | undefined;
  try {
    body = await readBody(message, { maxBytes: limits.body, excess: 'stop', budget });
  } catch (error) {
    if (error instanceof BodyRefused) return REFUSED_BODIES[error.why];
    throw error;
  }
  if (body === undefined) {
    return invalid(413, 'LIMIT_EXCEEDED', `The body is larger than ${limits.body} bytes.`);
  }
  if (!isUtf8(body)) return invalid(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  let value: unknown;
  try {
    value = parseJson(body.toString('utf8'));
  } catch (error) {
    return notJson('The body', error);
  }
  return Array.isArray(value) ? parseBatch(value, limits.batch) : parseOne(value);
}

const REFUSED_BODIES: Readonly<Record<BodyRefusal, ParsedRequest>> = {
  'body-budget': invalid(503, 'LIMIT_EXCEEDED', 'Too many request bodies are being read. Try again in 1 s.', [
    ['retry-after', '1'],
  ]),
  'body-speed': invalid(
    408,
    'LIMIT_EXCEEDED',
    'The body arrives too slowly. Send it again, or a shorter one.',
  ),
};

function parseBatch(values: readonly unknown[], limit: number): ParsedRequest {
  if (limit === 0)
    return invalid(400, 'BAD_REQUEST', 'Batching is disabled. Send one operation per request.');
  if (values.length === 0) return invalid(400, 'BAD_REQUEST', 'The batch is empty.');
  if (values.length > limit) {
    return invalid(
      400,
      'LIMIT_EXCEEDED',
      `The batch has ${values.length} operations; ${limit} are allowed. Send several requests.`,
    );
  }
  const operations: OperationRequest[] = [];
  for (const value of values) {
    const read = readRequest(value);
    if (read.kind === 'malformed') return invalid(400, 'BAD_REQUEST', read.message);
    operations.push(read.request);
  }
  return { kind: 'batch', operations };
}

function parseSearch(search: string): ParsedRequest {
  const value: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [name, text] of new URLSearchParams(search)) {
    if (!GET_PARAMETERS.has(name)) continue;
    // Another server in front may have read the other one.
    if (seen.has(name)) return invalid(400, 'BAD_REQUEST', `"${name}" is given more than once.`);
    seen.add(name);
    if (name === 'query' || name === 'operationName') {
      value[name] = text;
      continue;
    }
    if (text === '') continue;
    try {
      value[name] = parseJson(text);
    } catch (error) {
      return notJson(`"${name}"`, error);
    }
  }
  return parseOne(value);
}

function parseOne(value: unknown): ParsedRequest {
  const read = readRequest(value);
  if (read.kind === 'malformed') return invalid(400, 'BAD_REQUEST', read.message);
  const { query, extensions } = read.request;
  if (query === undefined && !isRecord(extensions?.persistedQuery)) {
    return invalid(400, 'BAD_REQUEST', 'The request has no "query".');
  }
  return { kind: 'one', operation: read.request };
}

function notJson(part: string, error: unknown): ParsedRequest {
  const fault = error instanceof JsonTooDeep ? error.message : 'not valid JSON';
  return invalid(400, 'BAD_REQUEST', `${part} is ${fault}.`);
}

function invalid(
  status: number,
  code: string,
  message: string,
  headers: Refused['headers'] = [],
): ParsedRequest {
  return { kind: 'invalid', status, code, message, headers };
}

function isUncompressed(contentEncoding: string | undefined): boolean {
  return contentEncoding === undefined || /^(identity)?$/i.test(contentEncoding.trim());
}

/** Whether a content type is JSON in UTF-8, which is the default charset. */
function isJson(contentType: string | undefined): boolean {
  if (contentType === undefined) return false;
  if (contentType === JSON_BODY) return true;
  const [type, ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (type !== JSON_BODY) return false;
  return parameters.every((each) => !each.startsWith('charset=') || /^charset="?utf-?8"?$/.test(each));
}

import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../platform/type-guards.ts';
import { type OperationRequest, readRequest } from '../operations/request.ts';
import { readBody } from './body.ts';

/** What an HTTP request asks for. */
export type Asked =
  | { readonly kind: 'one'; readonly operation: OperationRequest }
  | { readonly kind: 'batch'; readonly operations: readonly OperationRequest[] }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly message: string };

export type ReadLimits = {
  /** Maximum bytes of a body. */
  readonly body: number;
  /** Maximum operations in one request; 0 disables batching. */
  readonly batch: number;
};

const JSON_BODY = 'application/json';
/** The parameters of a GET request. */
const PARAMETERS: ReadonlySet<string> = new Set(['query', 'operationName', 'variables', 'extensions']);

/** Reads the operation out of a GET's query or a POST's JSON body. Rejects with `CallerGone`. */
export async function readAsked(
  request: IncomingMessage,
  search: string,
  limits: ReadLimits,
): Promise<Asked> {
  if (request.method === 'GET') return readSearch(search);
  if (!isJson(request.headers['content-type'])) {
    return refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json in UTF-8.');
  }
  if (!isPlain(request.headers['content-encoding'])) {
    return refused(415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the body without a content-encoding.');
  }
  const body = await readBody(request, limits.body);
  if (body === undefined) {
    return refused(413, 'LIMIT_EXCEEDED', `The body is larger than ${limits.body} bytes.`);
  }
  if (!isUtf8(body)) return refused(400, 'BAD_REQUEST', 'The body is not valid UTF-8.');
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    return refused(400, 'BAD_REQUEST', 'The body is not valid JSON.');
  }
  return Array.isArray(value) ? readBatch(value, limits.batch) : one(value);
}

function readBatch(values: readonly unknown[], limit: number): Asked {
  if (limit === 0)
    return refused(400, 'BAD_REQUEST', 'Batching is disabled. Send one operation per request.');
  if (values.length === 0) return refused(400, 'BAD_REQUEST', 'The batch is empty.');
  if (values.length > limit) {
    return refused(
      400,
      'LIMIT_EXCEEDED',
      `The batch has ${values.length} operations; ${limit} are allowed. Send several requests.`,
    );
  }
  const operations: OperationRequest[] = [];
  for (const value of values) {
    const read = readRequest(value);
    if (read.kind === 'malformed') return refused(400, 'BAD_REQUEST', read.message);
    operations.push(read.request);
  }
  return { kind: 'batch', operations };
}

function readSearch(search: string): Asked {
  const value: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const [name, text] of new URLSearchParams(search)) {
    if (!PARAMETERS.has(name)) continue;
    // Another server in front may have read the other one.
    if (seen.has(name)) return refused(400, 'BAD_REQUEST', `"${name}" is given more than once.`);
    seen.add(name);
    if (name === 'query' || name === 'operationName') {
      value[name] = text;
      continue;
    }
    if (text === '') continue;
    try {
      value[name] = JSON.parse(text);
    } catch {
      return refused(400, 'BAD_REQUEST', `"${name}" is not valid JSON.`);
    }
  }
  return one(value);
}

function one(value: unknown): Asked {
  const read = readRequest(value);
  if (read.kind === 'malformed') return refused(400, 'BAD_REQUEST', read.message);
  const { query, extensions } = read.request;
  if (query === undefined && !isRecord(extensions?.persistedQuery)) {
    return refused(400, 'BAD_REQUEST', 'The request has no "query".');
  }
  return { kind: 'one', operation: read.request };
}

function refused(status: number, code: string, message: string): Asked {
  return { kind: 'refused', status, code, message };
}

function isPlain(contentEncoding: string | undefined): boolean {
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

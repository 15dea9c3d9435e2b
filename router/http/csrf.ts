import type { IncomingHttpHeaders } from 'node:http';

/** Types of content that a page of any origin may send without being asked (the Fetch standard's "simple" ones). */
const SIMPLE = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * Whether a browser would have asked before it sent this request for a page of another origin: then CORS has had its say. As
 * in Apollo Server, that is a content type which is not simple, or one of the headers that prove it.
 *
 * @param proofs header names in lower case
 */
export function isPreflighted(headers: IncomingHttpHeaders, proofs: readonly string[]): boolean {
  const contentType = headers['content-type'];
  if (contentType !== undefined && contentType !== '') {
    const [type = ''] = contentType.split(';', 1);
    if (!SIMPLE.has(type.trim().toLowerCase())) return true;
  }
  return proofs.some((name) => Boolean(headers[name]));
}

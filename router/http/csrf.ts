import type { IncomingHttpHeaders } from 'node:http';

/** Content types that a page of any origin may send without a preflight ("simple" in the Fetch standard). */
const SIMPLE = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/**
 * Whether a browser sends this request to another site only after a preflight, which CORS answers. As in
 * Apollo Server, it needs a content type that is not simple, or one of the headers that prove a preflight.
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

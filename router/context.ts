import { newId } from '../platform/identifiers.ts';
import type { Validity } from '../platform/identity/validity.ts';
import { isUuid } from '../platform/input.ts';
import type { Logger } from '../platform/telemetry/logger.ts';

/** Headers by their names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** What a verified token proves of its caller. */
export type Identity = Validity & {
  /** One line of 1 to 255 characters. */
  readonly subject: string;
  readonly scopes: readonly string[];
};

/** Who sends an operation. */
export type Caller = {
  /** Undefined without a token, and when authentication is off. */
  readonly identity: Identity | undefined;
  /** The policies of `@policy` in the caller's token. */
  readonly policies: readonly string[];
};

/** What the router knows about one operation while it runs. */
export type OperationContext = Caller & {
  /** Identifies the operation in the logs of all services and in masked errors. */
  readonly correlationId: string;
  /** The client for the rate limit: the token's subject, or else the client's address. */
  readonly client: string;
  /** The headers for the subgraphs. */
  readonly forwarded: Headers;
  /** The headers for subgraphs with their own header rules, by name; they replace `forwarded`. */
  readonly forwardedTo: Readonly<Record<string, Headers>> | undefined;
  /** The names under which the correlation id is forwarded. */
  readonly correlationHeaders: ReadonlySet<string>;
  /** Aborted when the caller has left or the operation has timed out. */
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
};

/** The caller's correlation id if it is a UUID, or else a new one (version 7). */
export function correlationIdFrom(given: string | undefined): string {
  return given !== undefined && isUuid(given) ? given.toLowerCase() : newId();
}

/** Headers of a trace, which belong to one request. */
export const TRACE_HEADERS: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage']);

/**
 * Whether a forwarded header differs between the requests of one caller: a trace header, or a header with the
 * correlation id. The name decides, never the value: clients choose both.
 *
 * @param correlationHeaders the names under which the correlation id is forwarded
 */
export function isPerRequest(name: string, correlationHeaders: ReadonlySet<string>): boolean {
  return correlationHeaders.has(name) || TRACE_HEADERS.has(name);
}

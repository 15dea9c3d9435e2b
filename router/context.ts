import { newId } from '../platform/identifiers.ts';
import type { Identity } from '../platform/identity/index.ts';
import { isUuid } from '../platform/input/uuid.ts';
import type { Logger } from '../platform/telemetry/logger.ts';

export type Headers = Readonly<Record<string, string>>;

/** The context of one operation while it is executed. */
export type OperationContext = {
  /** Correlates the work of all services; sent to every subgraph and included in masked errors. */
  readonly correlationId: string;
  /** The caller; undefined without a token, and always when no keys are configured. */
  readonly identity: Identity | undefined;
  /** The policies of `@policy` that the caller's token satisfies. */
  readonly policies: readonly string[];
  /** The key of the rate limit: the token's subject, or else the client's address. */
  readonly client: string;
  /** The headers for subgraphs, by the configured rules. Names are in lower case. */
  readonly forwarded: Headers;
  /** All headers for subgraphs with rules of their own, by subgraph; they replace `forwarded`. */
  readonly forwardedTo: Readonly<Record<string, Headers>> | undefined;
  /** Aborted when the client disconnects or the operation times out. */
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
};

/** The client's correlation id when it is a UUID, else a new one (version 7). */
export function correlationIdFrom(given: string | undefined): string {
  return given !== undefined && isUuid(given) ? given.toLowerCase() : newId();
}

import { newId } from '../platform/identifiers.ts';
import type { Identity } from '../platform/identity/index.ts';
import { isUuid } from '../platform/input/uuid.ts';
import type { Logger } from '../platform/telemetry/logger.ts';

export type Headers = Readonly<Record<string, string>>;

/** What the router knows of one operation while it runs; handed to whatever works on it. */
export type OperationContext = {
  /** Ties the work of all services together; goes to every subgraph and into masked errors. */
  readonly correlationId: string;
  /** Who asks; undefined without a token, and always where no keys are configured. */
  readonly identity: Identity | undefined;
  /** The policies of `@policy` that the caller's token fulfils. */
  readonly policies: readonly string[];
  /** Whom requests are counted for: the token's subject, else the address that the caller has. */
  readonly client: string;
  /** The headers that go to the subgraphs, by the rules of the configuration. Names are in lower case. */
  readonly forwarded: Headers;
  /** The same for those subgraphs that have rules of their own, by name: all that goes there, instead of `forwarded`. */
  readonly forwardedTo: Readonly<Record<string, Headers>> | undefined;
  /** Aborted when the caller has gone or the operation's time is over. */
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
};

/** The caller's correlation id when it is a UUID, else a new one (version 7). */
export function correlationIdFrom(given: string | undefined): string {
  return given !== undefined && isUuid(given) ? given.toLowerCase() : newId();
}

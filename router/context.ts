import { randomUUIDv7 } from 'node:crypto';
import type { Identity } from '../platform/identity/index.ts';
import type { Logger } from '../platform/telemetry/logger.ts';

/** What the router knows of one operation while it runs; handed to every data source. */
export type OperationContext = {
  /** Ties the work of all services together; goes to every subgraph and into masked errors. */
  readonly correlationId: string;
  /** Who asks; undefined without a token, and always where no keys are configured. */
  readonly identity: Identity | undefined;
  /** The caller's Authorization, handed on to the subgraphs as it came. */
  readonly authorization: string | undefined;
  /** W3C trace context, handed on. */
  readonly traceparent: string | undefined;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal | undefined;
  readonly log: Logger;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The caller's correlation id when it is a UUID, else a new one (version 7). */
export function correlationIdFrom(given: string | undefined): string {
  return given !== undefined && UUID.test(given) ? given.toLowerCase() : randomUUIDv7();
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Cause } from '../decisions/cause.ts';
import { newId } from '../identifiers.ts';
import type { Identity } from '../identity/identity.ts';
import type { Operation } from '../operations/operation.ts';
import type { Logger } from '../telemetry/logger.ts';
import { formatTraceparent, parseTraceparent } from '../telemetry/trace-context.ts';
import { currentTraceparent } from '../telemetry/tracing.ts';

/** What every resolver knows of its request. */
export type RequestContext = {
  readonly identity: Identity;
  readonly cause: Cause;
  /** The log with the correlation id of the request; made when there is something to log. */
  readonly log: () => Logger;
  readonly operation: Operation;
};

export const CORRELATION_HEADER = 'x-correlation-id';
const CAUSATION_HEADER = 'x-causation-id';

/** The accepted form of a correlation id from a client, because it is written to logs and headers. */
const ACCEPTED = /^[\w.:-]{1,128}$/;

/**
 * The cause in the headers of a request; a new one when the request starts a business case. Its trace is that
 * of the current span, or without one that of the request.
 */
export function causeOf(headers: IncomingHttpHeaders): Cause {
  const correlationId = accepted(headers[CORRELATION_HEADER]) ?? newId();
  const traceparent = currentTraceparent() ?? traceparentIn(headers);
  return {
    correlationId,
    causationId: accepted(headers[CAUSATION_HEADER]) ?? correlationId,
    ...(traceparent ? { traceparent } : {}),
  };
}

/** The headers that pass a cause on to another service. */
export function causeHeaders({ correlationId, causationId, traceparent }: Cause): Record<string, string> {
  return {
    [CORRELATION_HEADER]: correlationId,
    [CAUSATION_HEADER]: causationId,
    ...(traceparent ? { traceparent } : {}),
  };
}

function traceparentIn({ traceparent }: IncomingHttpHeaders): string | undefined {
  const context = parseTraceparent(typeof traceparent === 'string' ? traceparent : undefined);
  return context && formatTraceparent(context);
}

function accepted(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && ACCEPTED.test(value) ? value : undefined;
}

import type { IncomingHttpHeaders } from 'node:http';
import type { Cause } from '../decisions/cause.ts';
import { newId } from '../identifiers.ts';

export const CORRELATION_HEADER = 'x-correlation-id';
export const CAUSATION_HEADER = 'x-causation-id';

/** What a client may send as a correlation id: it ends up in logs and headers. */
const ACCEPTED = /^[\w.:-]{1,128}$/;

/** The cause that a request carries in its headers; a new one when it begins a business case. */
export function causeOf(headers: IncomingHttpHeaders): Cause {
  const correlationId = accepted(headers[CORRELATION_HEADER]) ?? newId();
  const traceparent = accepted(headers.traceparent);
  return {
    correlationId,
    causationId: accepted(headers[CAUSATION_HEADER]) ?? correlationId,
    ...(traceparent ? { traceparent } : {}),
  };
}

/** The headers that carry a cause to another service. */
export function causeHeaders({ correlationId, causationId, traceparent }: Cause): Record<string, string> {
  return {
    [CORRELATION_HEADER]: correlationId,
    [CAUSATION_HEADER]: causationId,
    ...(traceparent ? { traceparent } : {}),
  };
}

function accepted(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && ACCEPTED.test(value) ? value : undefined;
}

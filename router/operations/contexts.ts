import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Caller, Headers, OperationContext } from '../context.ts';

/** A header that is forwarded to subgraphs. */
export type HeaderRule = {
  /** The name of the client's header, in lower case. */
  readonly name: string;
  /** The name for subgraphs; by default the same. */
  readonly as?: string | undefined;
  /** The value when the client does not send the header. */
  readonly default?: string | undefined;
};

export type HeaderRules = {
  /** The rules for every subgraph without rules of its own. */
  readonly all: readonly HeaderRule[];
  readonly subgraphs: Readonly<Record<string, readonly HeaderRule[]>>;
};

export type Forwarded = {
  readonly forwarded: Headers;
  readonly forwardedTo: Readonly<Record<string, Headers>> | undefined;
};

/** The parts of a request that rules apply to. */
export type HeaderOrigin = {
  readonly headers: IncomingHttpHeaders;
  /** For WebSockets, from the connection's parameters. */
  readonly authorization: string | undefined;
  readonly correlationId: string;
};

/** Applies the rules to a request. */
export function createPropagation({ all, subgraphs }: HeaderRules): (origin: HeaderOrigin) => Forwarded {
  const own = Object.entries(subgraphs);
  return (origin) => ({
    forwarded: apply(all, origin),
    forwardedTo:
      own.length > 0
        ? Object.fromEntries(own.map(([name, rules]) => [name, apply(rules, origin)]))
        : undefined,
  });
}

function apply(rules: readonly HeaderRule[], origin: HeaderOrigin): Headers {
  const out: Record<string, string> = {};
  for (const { name, as, default: fallback } of rules) {
    const to = as ?? name;
    const given = valueFor(name, origin);
    const value = given !== undefined && isValidHeader(to, given) ? given : fallback;
    if (value !== undefined) out[to] = value;
  }
  return out;
}

/** W3C Trace Context. */
const TRACE_PARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const TRACE_STATE_LENGTH = 512;

/**
 * Whether a value is valid as a header. Parameters of a WebSocket can be anything; a line break would make
 * the request fail as if the subgraph were at fault. Requests that share one execution use the trace headers
 * of the first, which must not make it fail for all.
 */
function isValidHeader(name: string, value: string): boolean {
  if (name === 'traceparent') return TRACE_PARENT.test(value);
  if (name === 'tracestate' && value.length > TRACE_STATE_LENGTH) return false;
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value);
}

function valueFor(name: string, { headers, authorization, correlationId }: HeaderOrigin): string | undefined {
  if (name === 'authorization') return authorization;
  if (name === 'x-correlation-id') return correlationId;
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** A context that can be aborted. */
export type RunningContext = OperationContext & { readonly abort: (reason: Error) => void };

/** The origin of an operation. */
export type Origin = HeaderOrigin & {
  readonly caller: Caller;
  /** The client's address, as reported by trusted proxies. */
  readonly address: string;
};

/** Creates the context of one operation. */
export type CreateContext = (origin: Origin) => RunningContext;

export function createContexts({
  propagate,
  log,
}: {
  readonly propagate: (origin: HeaderOrigin) => Forwarded;
  readonly log: Logger;
}): CreateContext {
  return (origin) => {
    const { caller, correlationId, address } = origin;
    const controller = new AbortController();
    const { forwarded, forwardedTo } = propagate(origin);
    return {
      correlationId,
      identity: caller.identity,
      policies: caller.policies,
      client: caller.identity ? `subject ${caller.identity.subject}` : `address ${address}`,
      forwarded,
      forwardedTo,
      signal: controller.signal,
      abort: (reason) => controller.abort(reason),
      log: log.child({ correlationId }),
    };
  };
}

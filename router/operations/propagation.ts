import type { IncomingHttpHeaders } from 'node:http';
import type { Headers } from '../context.ts';

/** One header that goes on to the subgraphs. */
export type HeaderRule = {
  /** The client's header, in lower case. */
  readonly name: string;
  /** What the subgraphs know it as; the same name when left out. */
  readonly as?: string | undefined;
  /** Sent where the client sends none. */
  readonly default?: string | undefined;
};

export type HeaderRules = {
  /** For every subgraph that has no rules of its own. */
  readonly all: readonly HeaderRule[];
  readonly subgraphs: Readonly<Record<string, readonly HeaderRule[]>>;
};

export type Forwarded = {
  readonly forwarded: Headers;
  readonly forwardedTo: Readonly<Record<string, Headers>> | undefined;
};

/** What of a request the rules look at. */
export type HeaderOrigin = {
  readonly headers: IncomingHttpHeaders;
  /** Of a WebSocket it comes in the connection's parameters. */
  readonly authorization: string | undefined;
  readonly correlationId: string;
};

/** Works out by the rules which headers go to the subgraphs, once for each request. */
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
  for (const { name, as, default: otherwise } of rules) {
    const to = as ?? name;
    const given = valueFor(name, origin);
    const value = given !== undefined && isFit(to, given) ? given : otherwise;
    if (value !== undefined) out[to] = value;
  }
  return out;
}

/** W3C Trace Context. */
const TRACE_PARENT = /^[\da-f]{2}-[\da-f]{32}-[\da-f]{16}-[\da-f]{2}$/;
const TRACE_STATE_LENGTH = 512;

/**
 * Whether a value may go on. A WebSocket's parameters can be anything: a request with a line break in a header would fail, and
 * look as if the subgraph had. Those who share one execution share the trace of the first: it must not make it fail for all.
 */
function isFit(name: string, value: string): boolean {
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

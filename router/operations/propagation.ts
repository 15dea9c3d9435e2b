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
    const value = valueFor(name, origin) ?? otherwise;
    if (value !== undefined) out[as ?? name] = value;
  }
  return out;
}

function valueFor(name: string, { headers, authorization, correlationId }: HeaderOrigin): string | undefined {
  if (name === 'authorization') return authorization;
  if (name === 'x-correlation-id') return correlationId;
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

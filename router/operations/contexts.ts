import type { IncomingHttpHeaders } from 'node:http';
import { whyEnded } from '../../platform/identity/validity.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import {
  type Caller,
  correlationIdFrom,
  type Headers,
  isPerRequest,
  type OperationContext,
} from '../context.ts';

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

const CORRELATION_HEADER = 'x-correlation-id';

/**
 * The names under which subgraphs get the correlation id, without those that another rule uses for another
 * header.
 */
export function correlationHeadersOf({ all, subgraphs }: HeaderRules): ReadonlySet<string> {
  const rules = [...all, ...Object.values(subgraphs).flat()];
  const target = ({ name, as }: HeaderRule) => as ?? name;
  const others = new Set(rules.filter(({ name }) => name !== CORRELATION_HEADER).map(target));
  const own = rules.filter(({ name }) => name === CORRELATION_HEADER).map(target);
  return new Set(own.filter((name) => !others.has(name)));
}

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
  if (name === CORRELATION_HEADER) return correlationId;
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

/** What identifies a client without a token. */
export function anonymousClient(address: string): string {
  return `address ${address}`;
}

/** Creates the context of one operation. */
export type CreateContext = (origin: Origin) => RunningContext;

/** @param rules the rules by which headers of the client are forwarded to subgraphs */
export function createContexts(rules: HeaderRules, log: Logger): CreateContext {
  const propagate = createPropagation(rules);
  const correlationHeaders = correlationHeadersOf(rules);
  return (origin) => {
    const { caller, correlationId, address } = origin;
    const controller = new AbortController();
    const { forwarded, forwardedTo } = propagate(origin);
    return {
      correlationId,
      identity: caller.identity,
      policies: caller.policies,
      client: caller.identity ? `subject ${caller.identity.subject}` : anonymousClient(address),
      forwarded,
      forwardedTo,
      correlationHeaders,
      signal: controller.signal,
      abort: (reason) => controller.abort(reason),
      log: log.child({ correlationId }),
    };
  };
}

/**
 * The client behind a connection or subscription: the part of an operation's context that outlives the
 * operation.
 */
export type CallerContext = Omit<OperationContext, 'signal' | 'log'>;

export type ContextOptions = {
  /** A new one by default. */
  readonly correlationId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The lasting part of an operation's context. */
export function callerContextOf(context: OperationContext): CallerContext {
  const { correlationId, identity, policies, client, forwarded, forwardedTo, correlationHeaders } = context;
  return { correlationId, identity, policies, client, forwarded, forwardedTo, correlationHeaders };
}

/** The context of one operation or event. The caller's headers carry its correlation id. */
export function operationContextOf(
  caller: CallerContext,
  log: Logger,
  options: ContextOptions = {},
): OperationContext {
  const correlationId = options.correlationId ?? correlationIdFrom(undefined);
  const renew = (headers: Headers) =>
    mapHeaders(headers, (value, name) => (caller.correlationHeaders.has(name) ? correlationId : value));
  return {
    ...caller,
    correlationId,
    forwarded: renew(caller.forwarded),
    forwardedTo: caller.forwardedTo && mapValues(caller.forwardedTo, renew),
    signal: options.signal,
    log: log.child({ correlationId }),
  };
}

/** The same for a query or mutation, which can be aborted. */
export function runningContextOf(caller: CallerContext, log: Logger): RunningContext {
  const ending = new AbortController();
  const context = operationContextOf(caller, log, { signal: ending.signal });
  return { ...context, abort: (reason) => ending.abort(reason) };
}

/** Whether the caller's token is valid; true without a token. */
export function isCurrent({ identity }: CallerContext): boolean {
  return identity === undefined || whyEnded(identity, Date.now()) === undefined;
}

/**
 * A key for the caller's access. Callers with the same key send the same headers to the subgraphs, except for
 * per-request headers, and so get the same responses.
 */
export function accessScope({ forwarded, forwardedTo, correlationHeaders }: CallerContext): string {
  const lasting = (headers: Headers) =>
    mapHeaders(headers, (value, name) => (isPerRequest(name, correlationHeaders) ? undefined : value));
  return JSON.stringify([lasting(forwarded), forwardedTo && mapValues(forwardedTo, lasting)]);
}

function mapHeaders(headers: Headers, change: (value: string, name: string) => string | undefined): Headers {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const changed = change(value, name);
    if (changed !== undefined) out[name] = changed;
  }
  return out;
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}

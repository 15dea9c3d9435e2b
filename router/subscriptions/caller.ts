import type { Logger } from '../../platform/telemetry/logger.ts';
import { correlationIdFrom, type Headers, type OperationContext } from '../context.ts';
import type { RunningContext } from '../operations/run.ts';

/** Who is behind a connection or a subscription, for as long as that lasts. */
export type Caller = Omit<OperationContext, 'signal' | 'log'>;

export type ContextOptions = {
  /** A new one when left out. */
  readonly correlationId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** Headers that tell of one request alone: what is followed for hours is no part of its trace. */
export const OF_ONE_REQUEST: ReadonlySet<string> = new Set(['traceparent', 'tracestate', 'baggage']);

/** What lasts of an operation's context. */
export function callerOf({ signal: _, log: __, ...context }: OperationContext): Caller {
  const { correlationId, identity, policies, client, forwarded, forwardedTo } = context;
  return { correlationId, identity, policies, client, forwarded, forwardedTo };
}

/** The context of one operation, or of one event, of a caller: its headers carry the correlation id of that. */
export function contextOf(caller: Caller, log: Logger, options: ContextOptions = {}): OperationContext {
  const correlationId = options.correlationId ?? correlationIdFrom(undefined);
  const renew = (headers: Headers) =>
    mapHeaders(headers, (value) => (value === caller.correlationId ? correlationId : value));
  return {
    ...caller,
    correlationId,
    forwarded: renew(caller.forwarded),
    forwardedTo: caller.forwardedTo && mapValues(caller.forwardedTo, renew),
    signal: options.signal,
    log: log.child({ correlationId }),
  };
}

/** The same for a query or mutation, which can be broken off. */
export function runningContextOf(caller: Caller, log: Logger): RunningContext {
  const ending = new AbortController();
  const context = contextOf(caller, log, { signal: ending.signal });
  return { ...context, abort: (reason) => ending.abort(reason) };
}

/** Whether the caller's token still holds; one without a token has nothing that could expire. */
export function isCurrent({ identity }: Caller): boolean {
  return identity === undefined || identity.expiresAt * 1_000 > Date.now();
}

/**
 * Callers of the same text are answered the same by every subgraph, because they send the same headers; what differs
 * with each request is left out.
 */
export function accessScope({ correlationId, forwarded, forwardedTo }: Caller): string {
  const lasting = (headers: Headers) =>
    mapHeaders(headers, (value, name) =>
      value === correlationId || OF_ONE_REQUEST.has(name) ? undefined : value,
    );
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

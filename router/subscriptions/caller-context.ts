import type { Logger } from '../../platform/telemetry/logger.ts';
import { correlationIdFrom, type Headers, isPerRequest, type OperationContext } from '../context.ts';
import type { RunningContext } from '../operations/contexts.ts';

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
export function callerContextOf({ signal: _, log: __, ...context }: OperationContext): CallerContext {
  const { correlationId, identity, policies, client, forwarded, forwardedTo } = context;
  return { correlationId, identity, policies, client, forwarded, forwardedTo };
}

/** The context of one operation or event. The caller's headers carry its correlation id. */
export function operationContextOf(
  caller: CallerContext,
  log: Logger,
  options: ContextOptions = {},
): OperationContext {
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

/** The same for a query or mutation, which can be aborted. */
export function runningContextOf(caller: CallerContext, log: Logger): RunningContext {
  const ending = new AbortController();
  const context = operationContextOf(caller, log, { signal: ending.signal });
  return { ...context, abort: (reason) => ending.abort(reason) };
}

/** Whether the caller's token is valid; true without a token. */
export function isCurrent({ identity }: CallerContext): boolean {
  return identity === undefined || identity.expiresAt * 1_000 > Date.now();
}

/**
 * A key for the caller's access. Callers with the same key send the same headers to the subgraphs, except for
 * per-request headers, and so get the same responses.
 */
export function accessScope({ correlationId, forwarded, forwardedTo }: CallerContext): string {
  const lasting = (headers: Headers) =>
    mapHeaders(headers, (value, name) => (isPerRequest(name, value, correlationId) ? undefined : value));
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

import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Caller } from '../context.ts';
import type { Forwarded, HeaderOrigin } from './propagation.ts';
import type { RunningContext } from './run.ts';

/** Where an operation comes from. */
export type Origin = HeaderOrigin & {
  readonly caller: Caller;
  /** The client's address, as far as proxies can be trusted. */
  readonly address: string;
};

/** Makes the context of one operation. */
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
    const ending = new AbortController();
    const { forwarded, forwardedTo } = propagate(origin);
    return {
      correlationId,
      identity: caller.identity,
      policies: caller.policies,
      client: caller.identity ? `subject ${caller.identity.subject}` : `address ${address}`,
      forwarded,
      forwardedTo,
      signal: ending.signal,
      abort: (reason) => ending.abort(reason),
      log: log.child({ correlationId }),
    };
  };
}

import type { OperationLimits } from '../operations/operation.ts';
import type { SlotsOptions } from '../resilience/slots.ts';

/** The bounds of the requests to a subgraph. */
export type RequestLimits = OperationLimits & {
  /** The largest body, in bytes. */
  readonly bodyBytes: number;
  /** The reads of queries that run at the same time, and how many more may wait for how long. */
  readonly reads: Pick<SlotsOptions, 'atOnce' | 'waiting' | 'maxWaitMs'>;
};

export const DEFAULT_LIMITS: RequestLimits = {
  // Twice what the router takes from a client: it adds names, references and fields of its own.
  bodyBytes: 2 * 1_048_576,
  objects: 20_000,
  // Fewer than a service has connections to PostgreSQL: the others are for mutations, events and the relay.
  reads: { atOnce: 6, waiting: 500, maxWaitMs: 2_000 },
};

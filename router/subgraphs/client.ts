import {
  type Answer,
  connectionFault,
  createInstances,
  isBroken,
  TooLarge,
} from '../../platform/http/index.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { OperationContext } from '../context.ts';
import type { SubgraphAnswer, SubgraphRequest } from './answer.ts';
import { type BreakerLimits, createGate } from './gate.ts';
import { parseAnswer } from './parse.ts';

export type SubgraphLimits = {
  /** Milliseconds until a subgraph that does not answer is given up, all tries together. */
  readonly timeouts: { readonly query: number; readonly mutation: number };
  /** Bytes that an answer may have. */
  readonly answerBytes: number;
  /** Requests that may be in flight at one time; more are turned away. */
  readonly inFlight: number;
  readonly breaker: BreakerLimits;
};

/** What is told of each request to a subgraph. */
export type SubgraphMetrics = {
  /** A request is over: how it ended, and after how many seconds. */
  readonly request: (subgraph: string, outcome: SubgraphOutcome, seconds: number) => void;
  readonly breaker: (subgraph: string, state: 'closed' | 'open' | 'half-open') => void;
};

/** `errors`: a GraphQL answer with errors; `turned-away`: not asked at all, because of too many requests or failures. */
export type SubgraphOutcome = 'ok' | 'errors' | 'unavailable' | 'turned-away' | 'abandoned';

export type SubgraphClientDeps = {
  readonly name: string;
  /** Where its instances are. */
  readonly urls: readonly string[];
  readonly limits: SubgraphLimits;
  readonly metrics: SubgraphMetrics;
  readonly log: Logger;
};

export type SubgraphClient = {
  /** Never rejects because of the subgraph: what goes wrong there is in the answer. */
  send(request: SubgraphRequest, context: OperationContext): Promise<SubgraphAnswer>;
  /** Whether the subgraph accepts connections and answers. */
  isReachable(): Promise<boolean>;
  /** Lets requests in flight end and closes the connections. */
  close(): Promise<void>;
};

/** Well below the second that a readiness probe usually waits. */
const PROBE_TIMEOUT_MS = 500;

const OWN_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json, application/json;q=0.9',
};

/**
 * Asks one subgraph over kept connections. A query is sent again, to another instance if there is one, when the
 * connection failed before the answer, a mutation only when it cannot have arrived. While most requests fail, or too many
 * are in flight, requests are turned away unsent.
 */
export function createSubgraphClient({
  name,
  urls,
  limits,
  metrics,
  log,
}: SubgraphClientDeps): SubgraphClient {
  // One more, for the probe of a subgraph that is fully busy.
  const instances = createInstances(urls, limits.inFlight + 1);
  const gate = createGate({
    limits: limits.breaker,
    inFlight: limits.inFlight,
    onState(state) {
      metrics.breaker(name, state);
      log[state === 'open' ? 'warn' : 'info']({ subgraph: name, state }, 'circuit breaker of a subgraph');
    },
  });

  return {
    async send({ body, isMutation }, context) {
      const refusal = gate.enter();
      if (refusal) {
        metrics.request(name, 'turned-away', 0);
        return { kind: 'unavailable', reason: refusal, cause: undefined };
      }
      const begun = performance.now();
      const over = (outcome: SubgraphOutcome) => {
        gate.leave(outcome === 'unavailable' ? 'failed' : outcome === 'abandoned' ? 'unknown' : 'well');
        metrics.request(name, outcome, (performance.now() - begun) / 1_000);
      };
      // Work that changes something is not broken off because its asker has gone.
      const signal = isMutation ? undefined : context.signal;
      let answer: Answer;
      try {
        answer = await instances.post({
          body,
          headers: { ...OWN_HEADERS, ...(context.forwardedTo?.[name] ?? context.forwarded) },
          limitMs: isMutation ? limits.timeouts.mutation : limits.timeouts.query,
          isRepeatable: !isMutation,
          signal,
          mostBytes: limits.answerBytes,
        });
      } catch (error) {
        const reason = reasonOf(error);
        over(signal?.aborted ? 'abandoned' : 'unavailable');
        if (!signal?.aborted) context.log.warn({ subgraph: name, urls, reason }, 'subgraph not available');
        return { kind: 'unavailable', reason, cause: error };
      }
      const parsed = parseAnswer(answer);
      if (parsed.kind === 'unavailable') {
        over('unavailable');
        context.log.warn({ subgraph: name, urls, status: answer.status }, 'subgraph gave no GraphQL answer');
      } else over(parsed.errors.length > 0 ? 'errors' : 'ok');
      return parsed;
    },
    async isReachable() {
      try {
        await instances.post({
          body: '{"query":"{__typename}"}',
          headers: OWN_HEADERS,
          limitMs: PROBE_TIMEOUT_MS,
          isRepeatable: true,
        });
        return true;
      } catch (error) {
        log.debug({ subgraph: name, reason: reasonOf(error) }, 'subgraph not reachable');
        return false;
      }
    },
    close: () => instances.close(),
  };
}

function reasonOf(error: unknown): string {
  if (connectionFault(error) === 'ECONNREFUSED') return 'it refuses connections';
  if (isBroken(error)) return 'it broke the connection';
  if (error instanceof TooLarge) return `its answer has ${error.message}`;
  return error instanceof Error && error.message ? error.message : (connectionFault(error) ?? 'unknown');
}

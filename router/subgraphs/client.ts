import {
  type Answer,
  connectionFault,
  createInstances,
  isBroken,
  TooLarge,
  TooLate,
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
      const over = (outcome: SubgraphOutcome, isFailure = false) => {
        gate.leave(isFailure ? 'failed' : outcome === 'ok' || outcome === 'errors' ? 'well' : 'unknown');
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
        const isAbandoned = signal?.aborted === true;
        over(isAbandoned ? 'abandoned' : 'unavailable', !isAbandoned && !(error instanceof TooLarge));
        if (!isAbandoned)
          context.log.warn({ subgraph: name, urls, reason: faultOf(error) }, 'subgraph not available');
        return { kind: 'unavailable', reason: reasonOf(error), cause: error };
      }
      const parsed = parseAnswer(answer);
      if (parsed.kind === 'unavailable') {
        over('unavailable', !isAboutRequest(answer.status));
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
        log.debug({ subgraph: name, reason: faultOf(error) }, 'subgraph not reachable');
        return false;
      }
    },
    close: () => instances.close(),
  };
}

/**
 * Whether a refusal says that the request is at fault, such as 431 for headers that are too large: else one client could have
 * the subgraph left alone for all. 408 and 429 tell of the subgraph.
 */
function isAboutRequest(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}

/** A fault as it is, for the log. */
function faultOf(error: unknown): string {
  return error instanceof Error && error.message ? error.message : (connectionFault(error) ?? String(error));
}

/** What clients may hear of a fault: other messages name hosts, certificates and libraries. */
function reasonOf(error: unknown): string {
  if (connectionFault(error) === 'ECONNREFUSED') return 'it refuses connections';
  if (isBroken(error)) return 'it broke the connection';
  if (error instanceof TooLarge) return `its answer has ${error.message}`;
  return error instanceof TooLate ? error.message : 'it cannot be asked';
}

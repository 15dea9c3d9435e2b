import type { ServerResponse } from 'node:http';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Authenticate, Authentication, Caller } from '../auth/authenticate.ts';
import type { AdmittedOperation } from '../operations/admit.ts';
import type { Operations } from '../operations/operations.ts';
import { type Refused, refuseWith } from '../operations/refusal.ts';
import type { OperationRequest } from '../operations/request.ts';
import type { RunningContext } from '../operations/run.ts';
import type { EventStreamRequest } from '../transports/sse/server.ts';
import { addressOf } from './address.ts';
import { isPreflighted } from './csrf.ts';
import { AS_JSON, createNegotiation, type Form } from './negotiation.ts';
import { type ReadLimits, readAsked } from './read-request.ts';
import {
  fault,
  NO_SUCH_METHOD,
  NOT_ACCEPTABLE,
  notPreflighted,
  ONLY_BY_POST,
  type Sent,
  SUBSCRIPTIONS_ELSEWHERE,
  sentOf,
  withCost,
} from './sent.ts';
import { type Exchange, type Handler, send } from './server.ts';

/** Recorded for each request. */
export type HttpMetrics = {
  /** @param operation the operation that was run; undefined for none or a batch */
  readonly answered: (status: number, operation: AdmittedOperation | undefined, startedAt: number) => void;
};

export type GraphqlDeps = {
  readonly operations: Operations;
  readonly authenticate: Authenticate;
  /** Responds with server-sent events. Resolves for a subscription when it has started. */
  readonly streamEvents: (request: EventStreamRequest) => Promise<void>;
  readonly limits: ReadLimits;
  /** Headers that prove a preflight; undefined disables CSRF prevention. */
  readonly csrfProofs: readonly string[] | undefined;
  /** The number of reverse proxies in front. */
  readonly trustedProxies: number;
  /** The request header with which clients get the cost in `extensions`; undefined disables it. */
  readonly costHeader: string | undefined;
  readonly metrics: HttpMetrics;
  readonly log: Logger;
};

/** The caller went away before it had its answer. */
class CallerLeft extends Error {
  override readonly name = 'CallerLeft';
}

/** One request on its way: what of it was found out. */
type Turn = { readonly exchange: Exchange; readonly startedAt: number; readonly form: Form };

/** What is sent for a request, and the operation that was run. */
type Result = { readonly sent: Sent; readonly admitted?: AdmittedOperation };

const CLOSE = ['connection', 'close'] as const;
/** What one caller gets by GET is not for others. */
const NO_STORE = ['cache-control', 'no-store'] as const;

/**
 * Serves GraphQL over HTTP: GET and POST, one operation or a batch. docs/router.md describes how the specification is
 * implemented.
 */
export function createGraphqlHandler(deps: GraphqlDeps): Handler {
  const { operations, authenticate, limits, csrfProofs, trustedProxies, costHeader, metrics, log } = deps;
  const negotiate = createNegotiation();

  /** Sends an answer or a refusal in the form that was negotiated. */
  function finish({ exchange, form, startedAt }: Turn, { sent, admitted }: Result): void {
    // What is wrong with a well-formed request is no matter of HTTP for clients of application/json.
    const status = form.strict && sent.status === 400 ? 200 : sent.status;
    const headers = exchange.request.method === 'GET' ? [...sent.headers, NO_STORE] : sent.headers;
    send(exchange, status, form.contentType, sent.text, headers);
    metrics.answered(status, admitted, startedAt);
  }

  /** Refuses a request that is not well-formed, or not for the graph at all: with the status as it is. */
  function reject({ exchange, startedAt }: Turn, status: number, refused: Refused): void {
    const { text, headers } = sentOf(refused);
    send(exchange, status, AS_JSON.contentType, text, status === 413 ? [...headers, CLOSE] : headers);
    metrics.answered(status, undefined, startedAt);
  }

  async function callerOf({ request, correlationId }: Exchange): Promise<Authentication | Refused> {
    try {
      return await authenticate(request.headers.authorization);
    } catch (error) {
      log.error({ err: error, correlationId }, 'the token could not be checked');
      return fault(correlationId);
    }
  }

  function contextOf({ request, correlationId }: Exchange, caller: Caller): RunningContext {
    return operations.createContext({
      headers: request.headers,
      authorization: request.headers.authorization,
      correlationId,
      caller,
      address: addressOf(request, trustedProxies),
    });
  }

  function admit(operation: OperationRequest, context: RunningContext): AdmittedOperation | Refused {
    try {
      return operations.admit(operation, context);
    } catch (error) {
      context.log.error({ err: error }, 'operation could not be admitted');
      return fault(context.correlationId);
    }
  }

  async function run(
    admitted: AdmittedOperation | Refused,
    context: RunningContext,
    { request: { method, headers } }: Exchange,
  ): Promise<Result> {
    if (admitted.kind === 'refused') return { sent: sentOf(admitted) };
    const { kind } = admitted.operation;
    if (kind === 'subscription') return { sent: SUBSCRIPTIONS_ELSEWHERE, admitted };
    if (kind === 'mutation' && method === 'GET') return { sent: ONLY_BY_POST, admitted };
    try {
      const sent = sentOf(await operations.run(admitted, context));
      const showsCost = costHeader !== undefined && headers[costHeader] !== undefined;
      return { sent: showsCost ? withCost(sent, admitted) : sent, admitted };
    } catch (error) {
      context.log.error({ err: error }, 'operation failed');
      return { sent: sentOf(fault(context.correlationId)) };
    }
  }

  async function runBatch(
    batch: readonly OperationRequest[],
    exchange: Exchange,
    caller: Caller,
  ): Promise<Result> {
    const members = batch.map((operation) => ({ operation, context: contextOf(exchange, caller) }));
    whenGone(exchange.response, (reason) => {
      for (const { context } of members) context.abort(reason);
    });
    const results = await Promise.all(
      members.map(({ operation, context }) => run(admit(operation, context), context, exchange)),
    );
    return {
      sent: { status: 200, text: `[${results.map(({ sent }) => sent.text).join(',')}]`, headers: [] },
    };
  }

  async function stream(
    { exchange, startedAt }: Turn,
    decided: AdmittedOperation | Refused,
    context: RunningContext,
  ) {
    const { response, common } = exchange;
    for (const [name, value] of Object.entries(common)) response.setHeader(name, value);
    await deps.streamEvents({ response, decided, context });
    // A subscription counts when it has begun. Who went away before that got no answer.
    const admitted = decided.kind === 'admitted' ? decided : undefined;
    if (response.headersSent) metrics.answered(response.statusCode, admitted, startedAt);
  }

  return async (exchange) => {
    const { request } = exchange;
    const { method, headers } = request;
    const negotiated = negotiate(headers.accept);
    const form = negotiated.kind === 'json' ? negotiated.form : AS_JSON;
    const turn: Turn = { exchange, form, startedAt: performance.now() };
    if (method !== 'GET' && method !== 'POST') return reject(turn, 405, NO_SUCH_METHOD);
    if (negotiated.kind === 'none') return reject(turn, 406, NOT_ACCEPTABLE);
    if (csrfProofs && !isPreflighted(headers, csrfProofs)) {
      return reject(turn, method === 'GET' ? 400 : 415, notPreflighted(csrfProofs));
    }
    const caller = await callerOf(exchange);
    if (caller.kind === 'refused') {
      const refused = 'message' in caller ? refuseWith('UNAUTHENTICATED', caller.message) : caller;
      return finish(turn, { sent: sentOf(refused) });
    }
    const asked = await readAsked(request, exchange.search, limits);
    if (asked.kind === 'refused') return reject(turn, asked.status, refuseWith(asked.code, asked.message));
    if (asked.kind === 'batch' && negotiated.kind === 'events') return reject(turn, 406, NOT_ACCEPTABLE);
    if (asked.kind === 'batch') return finish(turn, await runBatch(asked.operations, exchange, caller));

    const { operation } = asked;
    const context = contextOf(exchange, caller);
    whenGone(exchange.response, context.abort);
    const decided = admit(operation, context);
    const kind = decided.kind === 'admitted' ? decided.operation.kind : undefined;
    const asEvents =
      negotiated.kind === 'events'
        ? !(kind === 'mutation' && method === 'GET')
        : negotiated.takesEvents && kind === 'subscription';
    if (asEvents) return stream(turn, decided, context);
    finish(turn, await run(decided, context, exchange));
  };
}

/** Tells when the caller goes away before its answer. */
function whenGone(response: ServerResponse, tell: (reason: Error) => void): void {
  response.once('close', () => {
    if (!response.writableFinished) tell(new CallerLeft('The caller has gone'));
  });
}

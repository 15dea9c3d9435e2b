import type { AdmittedOperation } from '../operations/admit.ts';
import { type Refused, refusalText, refuseWith } from '../operations/refusal.ts';
import type { OperationResult } from '../operations/run.ts';

/** What is sent for one operation. */
export type Sent = {
  readonly status: number;
  readonly text: string;
  readonly headers: readonly (readonly [string, string])[];
};

const NO_HEADERS: Sent['headers'] = [];

export function sentOf(result: OperationResult | Refused): Sent {
  return result.kind === 'result'
    ? { status: 200, text: result.text, headers: NO_HEADERS }
    : { status: result.status, text: refusalText(result), headers: result.headers };
}

/** The same with the cost that was estimated. */
export function withCost(sent: Sent, { cost }: AdmittedOperation): Sent {
  if (sent.status !== 200) return sent;
  return { ...sent, text: `${sent.text.slice(0, -1)},"extensions":{"cost":{"estimated":${cost}}}}` };
}

export const ONLY_BY_POST: Sent = {
  ...sentOf(refuseWith('BAD_REQUEST', 'Mutations come by POST.')),
  status: 405,
  headers: [['allow', 'POST']],
};

export const NO_SUCH_METHOD = refuseWith('BAD_REQUEST', 'Use GET or POST.', {}, [['allow', 'GET, POST']]);

export const NOT_ACCEPTABLE = refuseWith(
  'NOT_ACCEPTABLE',
  'The answer comes as application/graphql-response+json, application/json or text/event-stream.',
);

export const SUBSCRIPTIONS_ELSEWHERE: Sent = sentOf(
  refuseWith(
    'BAD_USER_INPUT',
    'Subscriptions are served at this path over WebSocket (graphql-transport-ws) and as server-sent events (accept: text/event-stream).',
  ),
);

export function notPreflighted(proofs: readonly string[]): Refused {
  return refuseWith(
    'BAD_REQUEST',
    `A page of another site could have sent this request. Send a content-type such as application/json, or one of these headers: ${proofs.join(', ')}.`,
  );
}

/** A fault of the router: the log has the rest, under this id. */
export function fault(correlationId: string): Refused {
  return refuseWith('INTERNAL_SERVER_ERROR', 'Internal server error', { correlationId });
}

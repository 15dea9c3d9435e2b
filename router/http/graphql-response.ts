import type { AdmittedOperation } from '../operations/admit.ts';
import { type Refused, refusalText, refuseWith } from '../operations/refusal.ts';
import type { OperationResult } from '../operations/run.ts';

/** A GraphQL response over HTTP, without the media type, which is negotiated. */
export type GraphqlResponse = {
  readonly status: number;
  readonly text: string;
  readonly headers: readonly (readonly [string, string])[];
};

const NO_HEADERS: GraphqlResponse['headers'] = [];

/** The response for the result of an operation, or for the reason why it was not run. */
export function graphqlResponse(result: OperationResult | Refused): GraphqlResponse {
  return result.kind === 'result'
    ? { status: 200, text: result.text, headers: NO_HEADERS }
    : { status: result.status, text: refusalText(result), headers: result.headers };
}

/** Adds the estimated cost to a response. */
export function withCost(response: GraphqlResponse, { cost }: AdmittedOperation): GraphqlResponse {
  if (response.status !== 200) return response;
  const text = `${response.text.slice(0, -1)},"extensions":{"cost":{"estimated":${cost}}}}`;
  return { ...response, text };
}

export const MUTATION_BY_GET: GraphqlResponse = {
  ...graphqlResponse(refuseWith('BAD_REQUEST', 'Send mutations with POST.')),
  status: 405,
  headers: [['allow', 'POST']],
};

export const METHOD_NOT_ALLOWED = refuseWith('BAD_REQUEST', 'Use GET or POST.', {}, [['allow', 'GET, POST']]);

export const NOT_ACCEPTABLE = refuseWith(
  'NOT_ACCEPTABLE',
  'Accept application/graphql-response+json, application/json or text/event-stream.',
);

export const SUBSCRIPTION_NEEDS_STREAM: GraphqlResponse = graphqlResponse(
  refuseWith(
    'BAD_USER_INPUT',
    'Subscribe at this path over WebSocket (graphql-transport-ws), or with server-sent events (accept: text/event-stream).',
  ),
);

export function notPreflighted(proofs: readonly string[]): Refused {
  return refuseWith(
    'BAD_REQUEST',
    `This request was blocked as a possible cross-site request forgery. Send a content-type such as application/json, or one of these headers: ${proofs.join(', ')}.`,
  );
}

/** The response to a fault of the router, which is logged with this id. */
export function internalError(correlationId: string): Refused {
  return refuseWith('INTERNAL_SERVER_ERROR', 'Internal server error', { correlationId });
}

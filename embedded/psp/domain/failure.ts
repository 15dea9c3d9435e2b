/** A refusal in Stripe's terms, which the caller gets in the error envelope. */
export type Failure = {
  readonly status: 400 | 401 | 402 | 404 | 409 | 429 | 500;
  readonly type:
    | 'card_error'
    | 'invalid_request_error'
    | 'idempotency_error'
    | 'rate_limit_error'
    | 'api_error';
  readonly message: string;
  readonly code?: string;
  readonly declineCode?: string;
  readonly param?: string;
  /** The charge that was declined. */
  readonly charge?: string;
};

/** 400: the request is invalid, or the state of the object does not allow it. */
export function invalidRequest(message: string, more: Pick<Failure, 'code' | 'param'> = {}): Failure {
  return { status: 400, type: 'invalid_request_error', message, ...more };
}

/** The object does not exist: 404 if the path names it, 400 if a parameter does. */
export function missing(what: string, id: string, param: string, status: 400 | 404 = 404): Failure {
  return {
    status,
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  };
}

/** 500: an error of the provider. The caller has to find out whether anything was done. */
export const SERVER_FAILURE: Failure = {
  status: 500,
  type: 'api_error',
  message: 'An unknown error occurred',
};

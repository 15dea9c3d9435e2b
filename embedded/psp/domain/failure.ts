/** The error types of the Stripe API. */
export type FailureType =
  | 'card_error'
  | 'invalid_request_error'
  | 'idempotency_error'
  | 'rate_limit_error'
  | 'api_error';

/** A refusal in Stripe's terms; the caller sees it in the error envelope. */
export type Failure = {
  readonly status: 400 | 401 | 402 | 404 | 409 | 429 | 500;
  readonly type: FailureType;
  readonly message: string;
  readonly code?: string;
  readonly declineCode?: string;
  readonly param?: string;
  /** The charge that was declined. */
  readonly charge?: string;
};

/** 400: the request itself is wrong, or the object is in no state for it. */
export function invalidRequest(message: string, more: Pick<Failure, 'code' | 'param'> = {}): Failure {
  return {
    status: 400,
    type: 'invalid_request_error',
    message,
    ...more,
  };
}

/** There is no such object: 404 when the path names it, 400 when a parameter does. */
export function missing(what: string, id: string, param: string, status: 400 | 404 = 404): Failure {
  return {
    status,
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${what}: '${id}'`,
    param,
  };
}

/** 500: an error on the provider's side; whether anything was done is for the caller to find out. */
export const SERVER_FAILURE: Failure = {
  status: 500,
  type: 'api_error',
  message: 'An unknown error occurred',
};

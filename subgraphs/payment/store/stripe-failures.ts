import Stripe from 'stripe';

/** What an error of the SDK says about the request that it ended. */
export type StripeFailure =
  | { readonly kind: 'declined'; readonly declineCode: string }
  /** The request cannot be done as it is, however often it is sent. */
  | { readonly kind: 'invalid'; readonly code: string; readonly param: string | undefined }
  /** It was not begun. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** An error is all that its idempotency key will ever give: what was done is to be found in other ways. */
  | { readonly kind: 'replayed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Nobody listened: the request cannot have been read. */
const NOT_REACHED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const { errors } = Stripe;

/** Runs a request; its failure is a value. Throws what is no failure of the provider's. */
export async function tryStripe<T>(
  request: () => Promise<T>,
): Promise<{ readonly kind: 'done'; readonly value: T } | StripeFailure> {
  try {
    return { kind: 'done', value: await request() };
  } catch (error) {
    if (error instanceof errors.StripeError) return failureOf(error);
    throw error;
  }
}

function failureOf(error: Stripe.errors.StripeError): StripeFailure {
  const reason = `${error.statusCode ?? 'no answer'}: ${error.message}`;
  if (error instanceof errors.StripeCardError)
    return { kind: 'declined', declineCode: error.decline_code ?? error.code ?? 'generic_decline' };
  if (error instanceof errors.StripeConnectionError)
    return { kind: NOT_REACHED.has(systemCode(error.detail)) ? 'refused' : 'unknown', reason };
  if (error instanceof errors.StripeRateLimitError) return { kind: 'refused', reason };
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'refused', reason };
  // 409: another request with this key is being worked on.
  if (error instanceof errors.StripeIdempotencyError) return { kind: 'unknown', reason };
  if (error instanceof errors.StripeInvalidRequestError)
    return { kind: 'invalid', code: error.code ?? 'invalid_request', param: error.param };
  return { kind: error.headers?.['idempotent-replayed'] === 'true' ? 'replayed' : 'unknown', reason };
}

function systemCode(detail: unknown): unknown {
  return detail instanceof Error && 'code' in detail ? detail.code : undefined;
}

import Stripe from 'stripe';
import { errorCode } from '../../../platform/errors.ts';
import type { ResiliencePolicy } from '../../../platform/resilience/policy.ts';

/** A failed request, as the error of the SDK describes it. */
export type StripeFailure =
  | { readonly kind: 'declined'; readonly declineCode: string }
  /** The request is invalid; a retry fails, too. */
  | { readonly kind: 'invalid'; readonly code: string; readonly param: string | undefined }
  /** The provider has not processed the request. */
  | { readonly kind: 'refused'; readonly reason: string }
  /**
   * The idempotency key belongs to an earlier request whose effect this answer does not show, because that
   * one failed at the server or had other parameters: only a search can find it.
   */
  | { readonly kind: 'replayed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type StripeResult<T> = { readonly kind: 'done'; readonly value: T } | StripeFailure;

export type CallOptions = {
  /** Called before each attempt after the first. */
  readonly onRetry?: (() => void) | undefined;
  /** Abandons the call: its result is then `unknown`, and it does not count as a failure of the provider. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Makes a request that is idempotent or only reads, with retries. The result is `refused` only when the
 * provider cannot have processed any attempt.
 */
export type CallStripe = <T>(request: () => Promise<T>, options?: CallOptions) => Promise<StripeResult<T>>;

/** The connection was refused: the provider cannot have read the request. */
const NOT_REACHED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** Another request with the same idempotency key is being processed. */
const HTTP_CONFLICT = 409;

const ABANDONED = { kind: 'abandoned' } as const;

const { errors } = Stripe;

/** Makes requests to Stripe within a resilience policy. */
export function createCallStripe(policy: ResiliencePolicy): CallStripe {
  return async <T>(
    request: () => Promise<T>,
    { onRetry, signal }: CallOptions = {},
  ): Promise<StripeResult<T>> => {
    let attempts = 0;
    /** The number of attempts that the provider may have processed. */
    let uncertain = 0;

    async function attempt(): Promise<StripeResult<T>> {
      attempts += 1;
      if (attempts > 1) onRetry?.();
      uncertain += 1;
      const result = await tryStripe(request);
      if (result.kind === 'refused') uncertain -= 1;
      return result;
    }

    const called = await policy.run({
      attempt: () => (signal ? unlessAborted(signal, attempt) : attempt()),
      classify: ({ kind }) => (kind === 'refused' || kind === 'unknown' ? 'retryable' : 'ok'),
    });
    switch (called.kind) {
      case 'rejected':
        return { kind: 'refused', reason: 'the provider got no request, because it fails or is overloaded' };
      case 'timed-out':
        // The time limit may have ended in the pause after a refused attempt.
        return { kind: uncertain > 0 ? 'unknown' : 'refused', reason: 'no answer in time' };
      case 'answered': {
        const { answer } = called;
        if (answer.kind === 'abandoned') return { kind: 'unknown', reason: 'the call was abandoned' };
        if (answer.kind === 'refused' && uncertain > 0) return { kind: 'unknown', reason: answer.reason };
        return answer;
      }
    }
  };
}

async function unlessAborted<T>(
  signal: AbortSignal,
  attempt: () => Promise<T>,
): Promise<T | typeof ABANDONED> {
  if (signal.aborted) return ABANDONED;
  const aborted = Promise.withResolvers<typeof ABANDONED>();
  const abort = () => aborted.resolve(ABANDONED);
  signal.addEventListener('abort', abort);
  return Promise.race([attempt(), aborted.promise]).finally(() => signal.removeEventListener('abort', abort));
}

/** Makes a request and returns a failure of the provider as a value. Other errors are thrown. */
async function tryStripe<T>(request: () => Promise<T>): Promise<StripeResult<T>> {
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
    return { kind: NOT_REACHED.has(errorCode(error.detail)) ? 'refused' : 'unknown', reason };
  if (error instanceof errors.StripeRateLimitError) return { kind: 'refused', reason };
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'refused', reason };
  if (error instanceof errors.StripeIdempotencyError)
    return { kind: error.statusCode === HTTP_CONFLICT ? 'unknown' : 'replayed', reason };
  if (error instanceof errors.StripeInvalidRequestError)
    return { kind: 'invalid', code: error.code ?? 'invalid_request', param: error.param };
  return { kind: error.headers?.['idempotent-replayed'] === 'true' ? 'replayed' : 'unknown', reason };
}

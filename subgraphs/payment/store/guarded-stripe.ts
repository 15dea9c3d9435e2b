import type { ResiliencePolicy } from '../../../platform/resilience/index.ts';
import { type StripeFailure, tryStripe } from './stripe-failures.ts';

export type Asked<T> = { readonly kind: 'done'; readonly value: T } | StripeFailure;

/**
 * Makes a request, as often as it takes: it carries an idempotency key or only reads. `refused` is said only when no
 * try can have been begun.
 *
 * @param hear asked from the second try on, since the first one may have been worked on: resolves as soon as the outcome
 *   has become known in another way, with undefined when the signal aborts before that
 */
export type AskStripe = <T, Heard extends object = never>(
  request: () => Promise<T>,
  hear?: (signal: AbortSignal) => Promise<Heard | undefined>,
) => Promise<Asked<T> | Heard>;

/** Makes requests to the provider within the limits of a resilience policy. */
export function createAskStripe(policy: ResiliencePolicy): AskStripe {
  return async <T, Heard extends object = never>(
    request: () => Promise<T>,
    hear?: (signal: AbortSignal) => Promise<Heard | undefined>,
  ): Promise<Asked<T> | Heard> => {
    let tries = 0;
    /** There was a try of which it is not known whether the provider has begun with it. */
    let mayHaveBegun = false;

    async function tryOnce(): Promise<Asked<T>> {
      const before = mayHaveBegun;
      mayHaveBegun = true;
      const asked = await tryStripe(request);
      if (asked.kind === 'refused') mayHaveBegun = before;
      return asked;
    }

    type Answer =
      | { readonly from: 'provider'; readonly asked: Asked<T> }
      | { readonly from: 'elsewhere'; readonly heard: Heard };

    async function attempt(signal: AbortSignal): Promise<Answer> {
      tries += 1;
      const asked = tryOnce();
      const answered = async (): Promise<Answer> => ({ from: 'provider', asked: await asked });
      if (tries === 1 || !hear) return answered();
      const decided = new AbortController();
      const told = async (): Promise<Answer> => {
        const heard = await hear(AbortSignal.any([signal, decided.signal]));
        return heard ? { from: 'elsewhere', heard } : answered();
      };
      return Promise.race([answered(), told()]).finally(() => decided.abort());
    }

    const result = await policy.run({
      attempt,
      classify: (answer) => (answer.from === 'provider' && isTrouble(answer.asked) ? 'retryable' : 'ok'),
    });
    switch (result.kind) {
      case 'rejected':
        return { kind: 'refused', reason: 'the provider was not asked: it is in trouble' };
      case 'timed-out':
        // It may have ended in the pause after a try that was refused.
        return { kind: mayHaveBegun ? 'unknown' : 'refused', reason: 'no answer in time' };
      case 'answered': {
        const { answer } = result;
        if (answer.from === 'elsewhere') return answer.heard;
        const { asked } = answer;
        return asked.kind === 'refused' && mayHaveBegun ? { kind: 'unknown', reason: asked.reason } : asked;
      }
    }
  };
}

/** A card that is declined, or a request that cannot be done, says that the provider works. */
function isTrouble({ kind }: Asked<unknown>): boolean {
  return kind === 'refused' || kind === 'unknown';
}

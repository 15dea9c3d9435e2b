import { setTimeout as delay } from 'node:timers/promises';
import { print } from 'graphql';
import type { Answer, Client, HttpAnswer } from '../../examples/client.ts';

/** A client that repeats a request until it is answered. */
export type PersistentClient = Pick<Client, 'run'> & {
  /** How often a request was repeated. */
  repeats(): number;
  /** How often the answer was PaymentUnavailable, after which the request was repeated. */
  withoutPayment(): number;
  /** The longest time that a request took with its repetitions, in milliseconds. */
  longestMs(): number;
};

/** A little longer than the router's own limit for mutations. */
const ATTEMPT_MS = 12_000;
const PAUSE_MS = 100;
/** Longer than any fault of a test lasts. */
const LIMIT_MS = 60_000;

/**
 * A client of several routers: it sends a request as it is, with its idempotency key, to one after the other
 * until the answer is neither a failure nor "later".
 *
 * @throws Error, from `run`, with the last failure when there is no answer within a minute
 */
export function createPersistentClient(urls: readonly string[], token: string): PersistentClient {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  let preferred = Math.floor(Math.random() * urls.length);
  let repeats = 0;
  let withoutPayment = 0;
  let longestMs = 0;

  async function ask<Data>(body: string): Promise<HttpAnswer<Data>> {
    const url = new URL('/graphql', urls[preferred % urls.length]);
    const signal = AbortSignal.timeout(ATTEMPT_MS);
    const response = await fetch(url, { method: 'POST', headers, body, signal });
    return { status: response.status, ...((await response.json()) as Answer<Data>) };
  }

  async function askUntilAnswered<Data>(body: string): Promise<HttpAnswer<Data>> {
    const begun = performance.now();
    for (;;) {
      let failure: unknown;
      try {
        const answer = await ask<Data>(body);
        if (isFinal(answer)) {
          longestMs = Math.max(longestMs, performance.now() - begun);
          return answer;
        }
        failure = answer;
        if (isWithoutPayment(answer)) withoutPayment += 1;
      } catch (error) {
        failure = error;
      }
      if (performance.now() - begun > LIMIT_MS)
        throw new Error(`No answer to ${body}: ${JSON.stringify(failure)}`, { cause: failure });
      preferred += 1;
      repeats += 1;
      await delay(PAUSE_MS);
    }
  }

  return {
    repeats: () => repeats,
    withoutPayment: () => withoutPayment,
    longestMs: () => longestMs,
    run(document, variables) {
      const query = typeof document === 'string' ? document : print(document);
      return askUntilAnswered(JSON.stringify({ query, variables }));
    },
  };
}

function isFinal(answer: HttpAnswer<unknown>): boolean {
  const { status, data, errors } = answer;
  return status === 200 && Boolean(data) && !errors && !isWithoutPayment(answer);
}

function isWithoutPayment({ data }: HttpAnswer<unknown>): boolean {
  return JSON.stringify(data ?? null).includes('"PaymentUnavailable"');
}

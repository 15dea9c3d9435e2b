import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonical, decodeForm, type Form } from '../api/form.ts';
import { failed, type Outcome, refusedAtOnce } from '../api/route.ts';
import type { ApiRequest } from '../api/routes.ts';
import type { Counters } from '../counters.ts';
import { type Failure, invalidRequest, SERVER_FAILURE } from '../domain/failure.ts';
import { newId } from '../ids.ts';
import type { Chance } from '../settings/chance.ts';
import type { Settings } from '../settings/options.ts';
import type { Store } from '../store/store.ts';
import { readText, sendJson } from './exchange.ts';
import { createRateLimit } from './rate-limit.ts';

/** Serves requests under `/v1`, and misbehaves as the settings say. */
export type StripeHandler = {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Closes the connections of requests that will never be answered. */
  readonly cutHung: () => void;
};

/** The dependencies of the handler. `afterWrite` is called when something new is on disk. */
export type StripeHandlerDeps = {
  readonly store: Store;
  readonly routes: (request: ApiRequest) => Outcome;
  readonly settings: () => Settings;
  readonly chance: Chance;
  readonly counters: Counters;
  readonly apiKey: string;
  readonly afterWrite: () => void;
  readonly now: () => number;
};

type Answer = {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
};

const LONGEST_BODY = 256 * 1024;

/** Binds the requests of the Stripe API to HTTP. */
export function createStripeHandler(deps: StripeHandlerDeps): StripeHandler {
  const { store, routes, settings, chance, counters, apiKey, afterWrite, now } = deps;
  const mayPass = createRateLimit(now);
  const hung = new Set<ServerResponse>();

  function hang(response: ServerResponse): void {
    counters.add('hung');
    hung.add(response);
    response.on('close', () => hung.delete(response));
  }

  /** Refuses a request before any work, or returns undefined. */
  function turnAway(request: IncomingMessage): Failure | undefined {
    const unauthorized = checkKey(request.headers.authorization, apiKey);
    if (unauthorized !== undefined) return unauthorized;
    if (mayPass(settings().rateLimit)) return undefined;
    counters.add('rateLimited');
    return TOO_MANY_REQUESTS;
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counters.add('requests');
    const requestId = newId('req');
    const refusal = turnAway(request);
    if (refusal !== undefined) {
      request.resume();
      return send(response, answerOf(refusedAtOnce(refusal), requestId));
    }
    if (settings().hang) {
      request.resume();
      return hang(response);
    }
    const method = request.method ?? 'GET';
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const text = await readText(request, LONGEST_BODY);
    const form = text === undefined ? undefined : decodeForm(method === 'POST' ? text : query);
    if (form === undefined) {
      const outcome = refusedAtOnce(invalidRequest('The request body or query cannot be understood.'));
      return send(response, answerOf(outcome, requestId));
    }
    const header = method === 'POST' ? request.headers['idempotency-key'] : undefined;
    const key = typeof header === 'string' && header !== '' ? header : undefined;
    const conflict = key === undefined ? undefined : store.keys.claim(key);
    if (conflict !== undefined) {
      counters.add('keyConflicts');
      return send(response, answerOf(refusedAtOnce(conflict), requestId));
    }
    let answer: Answer | 'lost';
    try {
      answer = await work(method, path, form, key, requestId);
    } finally {
      if (key !== undefined) store.keys.release(key);
    }
    if (settings().hangAfter) return hang(response);
    if (answer === 'lost') response.destroy();
    else send(response, answer);
  }

  async function work(
    method: string,
    path: string,
    form: Form,
    key: string | undefined,
    requestId: string,
  ): Promise<Answer | 'lost'> {
    const fingerprint = key === undefined ? '' : fingerprintOf(method, path, form);
    const latency = chance.within('latency', settings().latencyMs);
    // A repeated response takes no time.
    if (latency > 0 && !isDone(key, fingerprint)) await sleep(latency);
    if (chance.happens('fail', settings().failRate)) {
      counters.add('failedBefore');
      return answerOf(refusedAtOnce(SERVER_FAILURE), requestId);
    }
    const { failAfterRate, failAfterAs } = settings();
    const isLost = chance.happens('fail-after', failAfterRate);
    if (isLost) counters.add('failedAfter');
    const answer = await store.write(() => {
      const earlier = key === undefined ? undefined : store.keys.look(key, fingerprint);
      if (earlier?.kind === 'refused') return answerOf(refusedAtOnce(earlier.failure), requestId);
      if (earlier?.kind === 'answered') {
        counters.add('replays');
        const { status, body, requestId: original } = earlier.answer;
        return replayed(status, body, requestId, original);
      }
      const outcome = routes({ method, path, form, cause: { id: requestId, idempotencyKey: key ?? null } });
      const shown = isLost && failAfterAs === '500' && outcome.began ? failed(SERVER_FAILURE) : outcome;
      const fresh = answerOf(shown, requestId, key);
      if (key !== undefined && outcome.began) {
        store.keys.put(key, { fingerprint, status: fresh.status, body: fresh.body, requestId }, now());
      }
      return fresh;
    });
    if (method === 'POST') afterWrite();
    return isLost && failAfterAs === 'cut' ? 'lost' : answer;
  }

  function isDone(key: string | undefined, fingerprint: string): boolean {
    return key !== undefined && store.keys.look(key, fingerprint).kind === 'answered';
  }

  return {
    handle,
    cutHung: () => {
      for (const response of hung) response.destroy();
    },
  };
}

/** The same text for the same request: method, path and parameters in any order. */
function fingerprintOf(method: string, path: string, form: Form): string {
  return createHash('sha256')
    .update(`${method} ${path} ${canonical(form)}`)
    .digest('base64url');
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  sendJson(response, status, body, headers);
}

function answerOf({ status, body, began }: Outcome, requestId: string, key?: string): Answer {
  // A retry helps only if nothing was begun; a response kept under a key would only be repeated.
  const shouldRetry = status === 409 || (status >= 500 && !began) ? 'true' : 'false';
  return {
    status,
    body: JSON.stringify(body),
    headers: {
      'request-id': requestId,
      ...(status === 200 || status === 429 ? {} : { 'stripe-should-retry': shouldRetry }),
      ...(status === 429 ? { 'stripe-rate-limited-reason': 'global-rate' } : {}),
      ...(key === undefined ? {} : { 'idempotency-key': key, 'original-request': requestId }),
    },
  };
}

function replayed(status: number, body: string, requestId: string, original: string): Answer {
  return {
    status,
    body,
    headers: {
      'request-id': requestId,
      'original-request': original,
      'idempotent-replayed': 'true',
      ...(status === 200 ? {} : { 'stripe-should-retry': 'false' }),
    },
  };
}

function checkKey(authorization: string | undefined, apiKey: string): Failure | undefined {
  const given = secretOf(authorization);
  const expected = Buffer.from(apiKey);
  const actual = Buffer.from(given);
  if (actual.length === expected.length && timingSafeEqual(actual, expected)) return undefined;
  const message =
    given === ''
      ? 'You did not provide an API key. Pass it as bearer token in the Authorization header.'
      : `Invalid API Key provided: ${given.slice(0, 8)}****`;
  return { status: 401, type: 'invalid_request_error', message };
}

function secretOf(authorization = ''): string {
  const [scheme = '', value = ''] = authorization.split(' ', 2);
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return '';
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0] ?? '';
}

const TOO_MANY_REQUESTS: Failure = {
  status: 429,
  type: 'rate_limit_error',
  code: 'rate_limit',
  message: 'Request rate limit exceeded.',
};

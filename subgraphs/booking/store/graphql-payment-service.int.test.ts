import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import {
  type ConcurrencyLimit,
  createConcurrencyLimit,
} from '../../../platform/resilience/concurrency-limit.ts';
import { createResiliencePolicy, type ResilienceLimits } from '../../../platform/resilience/policy.ts';
import { createServiceClient, type ServiceClient } from '../../../platform/subgraph/service-client.ts';
import { eventually } from '../../../platform/testing/index.ts';
import type { PaymentService } from '../application/ports.ts';
import { cause, log } from '../testing/fixture.ts';
import { createGraphqlPaymentService } from './graphql-payment-service.ts';

/** How the payment service answers: the test decides, since the real one cannot be made to break to order. */
let respond: (response: ServerResponse) => void;
let client: ServiceClient;

beforeAll(async () => {
  const server = createServer((request, response) => {
    request.resume();
    respond(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const urls = [`http://127.0.0.1:${port}`];
  client = createServiceClient({ urls, token: 'token', timeoutMs: 60_000 });
  return async () => {
    server.closeAllConnections();
    server.close();
    await client.close();
  };
});

/** With time for an answer on a busy machine. */
const limits: ResilienceLimits = {
  timeoutMs: 10_000,
  budgetMs: 10_000,
  retry: { times: 1, initialPauseMs: 1, maxPauseMs: 1 },
  breaker: { failureShare: 0.5, window: 4, minimumCalls: 2, probeAfterMs: 60_000, probes: 1 },
  bulkhead: { inFlight: 2, queue: 0 },
};

/** For calls that get no answer: the end of the wait is what the test waits for. */
const IMPATIENT = { timeoutMs: 200, budgetMs: 200 };

function paymentBehind(
  change: Partial<ResilienceLimits> = {},
  by = client,
  deadlineMs = 60_000,
  concurrencyLimit = createConcurrencyLimit({
    max: 2,
    latencyTargetMs: 1_000,
    maxWaitMs: 10,
    perFlow: { alone: 2, besideOthers: 2 },
  }),
): PaymentService {
  const policy = createResiliencePolicy({ name: 'payment', log, ...limits, ...change });
  return createGraphqlPaymentService({ client: by, policy, concurrencyLimit, deadlineMs, log });
}

function authorize(payments: Pick<PaymentService, 'authorize'> = paymentBehind()) {
  return payments.authorize({
    bookingId: newId(),
    roomId: newId(),
    customerId: 'alice',
    amount: { amount: 1_000, currency: 'KRW' },
    paymentMethod: 'pm_card_visa',
    cause,
  });
}

/** Acquires a permit and releases it at once. */
async function acquired(payments: PaymentService) {
  const permit = await payments.acquire('alice');
  if (permit.kind === 'Admitted') permit.release();
  return permit.kind;
}

const PAYMENT = newId();
const GRANTED = { __typename: 'AuthorizationGranted', paymentId: PAYMENT };
const AUTHORIZED = { kind: 'Authorized', paymentId: PAYMENT };

const answering = (outcome: object) => (response: ServerResponse) =>
  void response.end(JSON.stringify({ data: { outcome } }));

describe('a response of payment', () => {
  test.each([
    [GRANTED, AUTHORIZED],
    [
      { __typename: 'AuthorizationDeclined', declineCode: 'expired_card' },
      { kind: 'PaymentDeclined', declineCode: 'expired_card' },
    ],
    [
      { __typename: 'AuthorizationRefused', code: 'amount_too_small' },
      { kind: 'PaymentRefused', code: 'amount_too_small' },
    ],
    [
      { __typename: 'AuthorizationActionRequired', clientSecret: 'secret', redirectUrl: null },
      { kind: 'ActionRequired', clientSecret: 'secret', redirectUrl: null },
    ],
    [{ __typename: 'PaymentMethodUnknown' }, { kind: 'PaymentMethodUnknown' }],
    [
      { __typename: 'AuthorizationUnavailable', retryAfterSeconds: 9 },
      { kind: 'PaymentUnavailable', retryAfterSeconds: 9 },
    ],
  ])('%o is %o', async (answer, authorization) => {
    respond = answering(answer);
    const payments = paymentBehind();
    expect(await authorize(payments)).toEqual(authorization);
    expect(await payments.confirm({ bookingId: newId(), cause })).toEqual(authorization);
  });

  test('a refusal of the input is told, and does not open the circuit breaker for others', async () => {
    const refusal = { message: 'bookingId must be a UUID.', extensions: { code: 'BAD_USER_INPUT' } };
    respond = (response) => void response.end(JSON.stringify({ errors: [refusal], data: null }));
    for (let call = 0; call < 50; call += 1)
      expect(await authorize()).toEqual({ kind: 'PaymentRefused', code: 'bad_request' });
    respond = answering(GRANTED);
    expect(await authorize()).toEqual(AUTHORIZED);
  });

  test('an unknown response is a fault, not an outcome', async () => {
    respond = answering({ __typename: 'Perhaps' });
    await expect(authorize()).rejects.toThrow();
  });
});

describe('the payment of a booking', () => {
  const find = (payments = paymentBehind()) => payments.find({ bookingId: newId(), cause });
  const tells = (payment: unknown) => (response: ServerResponse) =>
    void response.end(JSON.stringify({ data: { payment } }));

  test('is as payment tells it', async () => {
    respond = tells({ id: PAYMENT, status: 'CAPTURED' });
    expect(await find()).toEqual({ id: PAYMENT, status: 'CAPTURED' });
    respond = tells(null);
    expect(await find()).toBeUndefined();
    respond = tells({ id: PAYMENT, status: 'PERHAPS' });
    await expect(find()).rejects.toThrow();
  });

  test('is unavailable when payment does not tell it', async () => {
    respond = (response) => void response.socket?.destroy();
    expect(await find()).toEqual({ kind: 'PaymentUnavailable', retryAfterSeconds: 1 });
  });
});

describe('without a response the payment is unavailable', () => {
  const unavailable = { kind: 'PaymentUnavailable', retryAfterSeconds: 1 };

  test.each<[string, typeof respond]>([
    ['silence', () => {}],
    ['a cut connection', (response) => void response.socket?.destroy()],
    ['no JSON', (response) => void response.end('<html>')],
    ['errors', (response) => void response.end('{"errors":[{"message":"Internal server error"}]}')],
    ['errors beside data', (response) => void response.end('{"errors":[{}],"data":{"outcome":null}}')],
    ['nothing', (response) => void response.writeHead(503).end()],
    ['half an answer', (response) => void response.write('{"data":')],
  ])('%s', async (_what, how) => {
    respond = how;
    expect(await authorize(paymentBehind(IMPATIENT))).toEqual(unavailable);
  });

  test('silence, when the wait for the permit has used the time limit', async () => {
    respond = () => {};
    const now = vi.spyOn(performance, 'now').mockReturnValue(0);
    const concurrencyLimit: ConcurrencyLimit = {
      async acquire() {
        now.mockReturnValue(59_990);
        return { release() {} };
      },
      rejectWaiting() {},
      state: () => ({ limit: 1, held: 0 }),
    };
    const patientLimits = { timeoutMs: 60_000, budgetMs: 60_000 };
    const permit = await paymentBehind(patientLimits, client, 60_000, concurrencyLimit).acquire('alice');
    now.mockRestore();
    if (permit.kind !== 'Admitted') throw new Error('no permit');
    expect(await authorize(permit)).toEqual(unavailable);
  });

  test('a service that refuses connections', async () => {
    const nowhere = createServiceClient({ urls: ['http://127.0.0.1:1'], token: 'token', timeoutMs: 200 });
    expect(await authorize(paymentBehind({}, nowhere))).toEqual(unavailable);
    await nowhere.close();
  });

  test('a broken connection is replaced and payment is called again', async () => {
    let calls = 0;
    respond = (response) => {
      calls += 1;
      if (calls === 1) response.socket?.destroy();
      else answering(GRANTED)(response);
    };
    expect(await authorize()).toEqual(AUTHORIZED);
  });
});

describe('while payment is down', () => {
  test('it is not called, and the outcome says when to retry', async () => {
    const payments = paymentBehind();
    expect(await acquired(payments)).toBe('Admitted');
    respond = (response) => void response.writeHead(503).end();
    await authorize(payments);
    await authorize(payments);
    respond = answering(GRANTED);
    const refused = await payments.acquire('alice');
    if (refused.kind !== 'PaymentUnavailable') throw new Error('payment is available');
    expect(refused.retryAfterSeconds).toBeGreaterThan(30);
    expect(await authorize(payments)).toMatchObject({ kind: 'PaymentUnavailable' });
  });

  test('or reports that its provider is, it is called again after it recovers', async () => {
    const payments = paymentBehind({ breaker: { ...limits.breaker, probeAfterMs: 2_000 } });
    respond = answering({ __typename: 'AuthorizationUnavailable', retryAfterSeconds: 1 });
    await authorize(payments);
    await authorize(payments);
    expect(await acquired(payments)).toBe('PaymentUnavailable');
    respond = answering(GRANTED);
    await eventually(async () => expect(await acquired(payments)).toBe('Admitted'));
    expect(await authorize(payments)).toEqual(AUTHORIZED);
  });

  test('a booking waits for a permit, and is rejected when none is free in time', async () => {
    const payments = paymentBehind();
    const permits = [await payments.acquire('alice'), await payments.acquire('alice')];
    expect(await payments.acquire('alice')).toEqual({ kind: 'PaymentUnavailable', retryAfterSeconds: 1 });
    const waiting = acquired(payments);
    for (const permit of permits) if (permit.kind === 'Admitted') permit.release();
    expect(await waiting).toBe('Admitted');
  });

  test('questions about payments that are over do not make it unavailable', async () => {
    const payments = paymentBehind();
    respond = answering({ __typename: 'AuthorizationUnavailable', retryAfterSeconds: 1 });
    for (let asked = 0; asked < 4; asked += 1) await payments.confirm({ bookingId: newId(), cause });
    expect(await acquired(payments)).toBe('Admitted');
  });

  test('calls that hang use no more than the permits there are', async () => {
    const payments = paymentBehind();
    const hanging: ServerResponse[] = [];
    respond = (response) => void hanging.push(response);
    const calls = [authorize(payments), authorize(payments)];
    await eventually(() => expect(hanging).toHaveLength(2));
    expect(await payments.acquire('alice')).toEqual({ kind: 'PaymentUnavailable', retryAfterSeconds: 1 });
    expect(await authorize(payments)).toMatchObject({ kind: 'PaymentUnavailable' });
    for (const response of hanging) answering(GRANTED)(response);
    expect(await Promise.all(calls)).toEqual([AUTHORIZED, AUTHORIZED]);
  });
});

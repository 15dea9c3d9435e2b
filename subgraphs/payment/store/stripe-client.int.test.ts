import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';
import { expect, onTestFinished, test } from 'vitest';
import { createStripeClient } from './stripe-client.ts';

const { StripeConnectionError, StripeAPIError } = Stripe.errors;

/** A client of a provider that answers so, and the number of requests that this one got. */
async function clientOf(answer: RequestListener, timeoutMs = 5_000) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    request.on('end', () => answer(request, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { stripe, close } = createStripeClient({
    apiKey: 'sk_test_key',
    apiBase: `http://127.0.0.1:${port}`,
    webhookSecret: '',
    timeoutMs,
  });
  onTestFinished(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  return { stripe, requests: () => requests };
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
const CAPTURE = ['pi_1', {}, { idempotencyKey: 'key' }] as const;

test.each<readonly [string, RequestListener]>([
  ['before the answer', (request) => void request.socket.destroy()],
  [
    'within the body',
    (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"id":', () => response.destroy());
    },
  ],
])('a request whose connection is cut %s is not repeated by itself', async (_when, answer) => {
  const { stripe, requests } = await clientOf(answer);
  expect(await failureOf(stripe.paymentIntents.capture(...CAPTURE))).toBeInstanceOf(StripeConnectionError);
  expect(requests()).toBe(1);
});

test('a provider that is silent for too long is a failed connection', async () => {
  const { stripe, requests } = await clientOf(() => undefined, 100);
  expect(await failureOf(stripe.paymentIntents.capture(...CAPTURE))).toBeInstanceOf(StripeConnectionError);
  expect(requests()).toBe(1);
});

test('a response that is too large is not read', async () => {
  const { stripe } = await clientOf((_request, response) => response.end('x'.repeat(17 * 2 ** 20)));
  expect(await failureOf(stripe.paymentIntents.capture(...CAPTURE))).toBeInstanceOf(StripeConnectionError);
});

test('a response that is not JSON is an error of the provider', async () => {
  const { stripe } = await clientOf((_request, response) => response.writeHead(502).end('<html>'));
  expect(await failureOf(stripe.paymentIntents.capture(...CAPTURE))).toBeInstanceOf(StripeAPIError);
});

test('the headers of a response reach the error', async () => {
  const error = { type: 'invalid_request_error', message: 'no' };
  const { stripe } = await clientOf((_request, response) =>
    response.writeHead(400, { 'request-id': 'req_1' }).end(JSON.stringify({ error })),
  );
  expect(await failureOf(stripe.paymentIntents.capture(...CAPTURE))).toMatchObject({ requestId: 'req_1' });
});

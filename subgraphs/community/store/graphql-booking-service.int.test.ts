import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../platform/identifiers.ts';
import { createResiliencePolicy, type ResilienceLimits } from '../../../platform/resilience/policy.ts';
import { createServiceClient, type ServiceClient } from '../../../platform/subgraph/service-client.ts';
import type { BookingService } from '../application/ports.ts';
import { cause, log } from '../testing/fixture.ts';
import { createGraphqlBookingService } from './graphql-booking-service.ts';

/** How the booking service answers: the test decides, since the real one cannot be made to break to order. */
let respond: (response: ServerResponse) => void;
let requests: number;
let client: ServiceClient;

beforeAll(async () => {
  const server = createServer((request, response) => {
    request.resume();
    requests += 1;
    respond(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  client = createServiceClient({ urls: [`http://127.0.0.1:${port}`], token: 'token', timeoutMs: 200 });
  return async () => {
    server.closeAllConnections();
    server.close();
    await client.close();
  };
});
beforeEach(() => {
  requests = 0;
});

const LIMITS: ResilienceLimits = {
  timeoutMs: 200,
  budgetMs: 1_000,
  retry: { times: 1, initialPauseMs: 1, maxPauseMs: 1 },
  breaker: { failureShare: 0.5, window: 4, minimumCalls: 2, probeAfterMs: 60_000, probes: 1 },
  bulkhead: { inFlight: 2, queue: 0 },
};

function bookingService(): BookingService {
  return createGraphqlBookingService({
    client,
    policy: createResiliencePolicy({ name: 'booking', log, ...LIMITS }),
    log,
  });
}

const ask = (bookings = bookingService()) =>
  bookings.mayReviewRoom({ customerId: 'alice', roomId: newId() }, cause);

const answering = (mayReviewRoom: unknown) => (response: ServerResponse) =>
  void response.end(JSON.stringify({ data: { mayReviewRoom } }));

test.each([
  [true, 'Allowed'],
  [false, 'ReviewNotAllowed'],
])('the answer %s is %s', async (answer, kind) => {
  respond = answering(answer);
  expect(await ask()).toEqual({ kind });
});

test('an unknown answer is a fault, not an outcome', async () => {
  respond = answering('perhaps');
  await expect(ask()).rejects.toThrow();
});

describe('without an answer the check is unavailable', () => {
  test.each<[string, typeof respond]>([
    ['silence', () => {}],
    ['a cut connection', (response) => void response.socket?.destroy()],
    ['no JSON', (response) => void response.end('<html>')],
    ['errors', (response) => void response.end('{"errors":[{"message":"Internal server error"}]}')],
    ['nothing', (response) => void response.writeHead(503).end()],
  ])('%s', async (_what, how) => {
    respond = how;
    expect(await ask()).toEqual({ kind: 'ReviewCheckUnavailable', retryAfterSeconds: 1 });
  });

  test('once the breaker is open, without a request', async () => {
    respond = (response) => void response.writeHead(503).end();
    const bookings = bookingService();
    await ask(bookings);
    await ask(bookings);
    requests = 0;
    const { kind, retryAfterSeconds } = { retryAfterSeconds: 0, ...(await ask(bookings)) };
    expect({ kind, requests }).toEqual({ kind: 'ReviewCheckUnavailable', requests: 0 });
    expect(retryAfterSeconds).toBeGreaterThan(1);
  });
});

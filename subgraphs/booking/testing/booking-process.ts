import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import { newId } from '../../../platform/identifiers.ts';
import type { ServiceProcess } from '../../../platform/testing/index.ts';
import type { Surroundings } from '../../../platform/testing/surroundings.ts';

export const SERVICE_TOKEN = 'token-of-booking';

const authorization = z.object({
  variables: z.object({
    input: z.object({
      bookingId: z.uuid(),
      roomId: z.uuid(),
      customerId: z.string(),
      paymentMethod: z.string(),
    }),
  }),
});

export type AuthorizeRequest = z.output<typeof authorization>['variables']['input'] & {
  readonly headers: IncomingHttpHeaders;
};

export type PaymentStub = AsyncDisposable & {
  readonly url: string;
  /** The requests that it has received, oldest first. */
  readonly requests: AuthorizeRequest[];
  /** Awaited before each answer. */
  before: () => Promise<void>;
};

/** A payment service that grants everything: the real one would need a provider. */
export async function startPaymentStub(): Promise<PaymentStub> {
  const server = createServer(async (request, response) => {
    const { variables } = authorization.parse(await json(request));
    stub.requests.push({ ...variables.input, headers: request.headers });
    await stub.before();
    const data = { outcome: { __typename: 'AuthorizationGranted', paymentId: newId() } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: PaymentStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    before: async () => {},
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return stub;
}

export type BookingProcess = ServiceProcess & {
  /** Sends an operation as the customer alice. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look at data of every shape
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
};

export type ProcessOptions = {
  readonly databaseUrl: string;
  readonly paymentUrl: string;
  /** The address of NATS; the shared one when left out. */
  readonly natsUrl?: string | undefined;
};

/** Starts the service and waits until it serves. */
export async function startBookingProcess(
  around: Surroundings,
  { databaseUrl, paymentUrl, natsUrl = around.natsUrl('booking') }: ProcessOptions,
): Promise<BookingProcess> {
  const service = await around.start(join(import.meta.dirname, '../main.ts'), {
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    PAYMENT_URL: paymentUrl,
    SERVICE_TOKEN,
  });
  return {
    ...service,
    async ask(query, variables = {}, headers = {}) {
      const token = await around.issuer.token({ subject: 'alice', role: 'customer' });
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return response.json();
    },
  };
}

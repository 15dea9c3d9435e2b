/** For tests: booking as a process of its own, and a payment service that answers what the test says. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { z } from 'zod';
import type { TestIssuer } from '../../../platform/testing/index.ts';

export const SERVICE_TOKEN = 'token-of-booking';

const authorization = z.object({
  variables: z.object({
    input: z.object({ bookingId: z.uuid(), customerId: z.string(), paymentMethod: z.string() }),
  }),
});

export type AuthorizeRequest = z.output<typeof authorization>['variables']['input'] & {
  readonly headers: IncomingHttpHeaders;
};

export type PaymentStub = AsyncDisposable & {
  readonly url: string;
  /** What it was asked, in its order. */
  readonly asked: AuthorizeRequest[];
  /** Called before each answer; it waits for what this returns. */
  before: () => Promise<void>;
};

/** A payment service that grants everything: the real one needs a provider, and here it is about the one who asks. */
export async function startPaymentStub(): Promise<PaymentStub> {
  const server = createServer(async (request, response) => {
    const { variables } = authorization.parse(await json(request));
    stub.asked.push({ ...variables.input, headers: request.headers });
    await stub.before();
    const data = { authorizePayment: { __typename: 'AuthorizationGranted' } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stub: PaymentStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    before: async () => {},
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return stub;
}

export type BookingProcess = AsyncDisposable & {
  readonly url: string;
  /** Asks as the customer alice. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  ask(query: string, variables?: object, headers?: Record<string, string>): Promise<any>;
  /** Sends a signal and gives the exit status, null after a kill. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
};

export type ProcessOptions = {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly paymentUrl: string;
  readonly issuer: TestIssuer;
};

/** Starts the service and waits until it serves. */
export async function startBookingProcess(options: ProcessOptions): Promise<BookingProcess> {
  const { databaseUrl, natsUrl, paymentUrl, issuer } = options;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../main.ts')], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      PAYMENT_URL: paymentUrl,
      JWKS_URL: issuer.jwksUrl,
      SERVICE_TOKEN,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const served = /"url":"([^"]+)"/.exec(line)?.[1];
      if (served) resolve(served);
    });
    void exit.then(([status]) => reject(new Error(`It ended with ${status}:\n${lines.join('\n')}`)));
  });

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    child.kill(signal);
    await exit;
    return child.exitCode;
  }

  return {
    url,
    async ask(query, variables = {}, headers = {}) {
      const token = await issuer.token({ subject: 'alice', role: 'customer' });
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query, variables }),
      });
      return response.json();
    },
    end,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) await end('SIGTERM');
    },
  };
}

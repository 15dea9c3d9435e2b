import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createPorts } from '../../../embedded/process/ports.ts';
import { type SimulatorProcess, startProcess } from '../../../embedded/psp/testing/simulator-process.ts';
import { startServers } from '../../../embedded/testing.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/index.ts';
import type { DataOf, EventDefinition, ReceivedEvent } from '../../../platform/messaging/event.ts';
import { connectNats, createPublisher, startConsumer } from '../../../platform/messaging/jetstream/index.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import { createTestDatabase, createTestIssuer, eventually } from '../../../platform/testing/index.ts';

export const WEBHOOK_SECRET = 'whsec_test';

export type Answer = {
  // Tests look into answers at will; a wrong look fails the test.
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
};

export type PaymentService = AsyncDisposable & {
  readonly url: string;
  readonly simulator: SimulatorProcess;
  /** Asks as somebody of a role; the subject is the role's name when left out. */
  ask(role: Role, query: string, variables?: object, subject?: string): Promise<Answer>;
  /** Lets an event of another service happen; gives its id. The same event again when given that. */
  tell<Definition extends EventDefinition>(
    definition: Definition,
    aggregateId: string,
    data: DataOf<Definition>,
    id?: string,
  ): Promise<string>;
  /** What the service has published of a booking's payment so far, in its order. */
  published(bookingId: string): readonly ReceivedEvent[];
  /** Ends the process, as a crash or as an orderly stop. @returns its exit status */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
};

const MAIN = join(import.meta.dirname, '../main.ts');
const EVENTS = ['authorized', 'declined', 'captured', 'voided', 'refunded', 'refundFailed'];

/** The whole service in a process of its own, on a real database and stream, with the provider's simulator. @param env for it */
export async function startPaymentService(
  env: Readonly<Record<string, string>> = {},
): Promise<PaymentService> {
  const log = createLogger('test', 'silent');
  const database = await createTestDatabase();
  const servers = await startServers({ nats: true });
  const issuer = await createTestIssuer();
  const port = await createPorts().next();
  const url = `http://127.0.0.1:${port}`;
  const simulator = await startProcess({
    env: { WEBHOOK_URL: `${url}/webhooks/stripe`, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, PSP_SEED: '7' },
  });
  const nats = connectNats({ url: servers.url('nats'), name: 'test', log });
  const received: ReceivedEvent[] = [];
  const consumer = startConsumer({
    nats,
    context: 'payment',
    durable: 'test',
    events: EVENTS,
    handle: async (event) => void received.push(event),
    log,
  });
  let child: ChildProcess | undefined;

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }

  const service: PaymentService = {
    url,
    simulator,

    async ask(role, query, variables = {}, subject = role) {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await issuer.token({ subject, role })}`,
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answer;
    },

    async tell({ context, type }, aggregateId, data, id = newId()) {
      const cause = { correlationId: 'story', causationId: 'test' };
      const time = new Date().toISOString();
      await createPublisher(nats, context)([{ id, type, aggregateId, version: 1, time, cause, data }]);
      return id;
    },

    published: (bookingId) => received.filter(({ data }) => bookingOf(data) === bookingId),
    end,

    async start() {
      child = spawn(process.execPath, [MAIN], {
        env: {
          PATH: process.env.PATH,
          PORT: String(port),
          LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
          NATS_URL: servers.url('nats'),
          JWKS_URL: issuer.jwksUrl,
          SERVICE_TOKEN: 'unused',
          DATABASE_URL: database.url,
          STRIPE_API_BASE: simulator.url,
          STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
          PROVIDER_TIMEOUT: '300ms',
          PROVIDER_BUDGET: '500ms',
          // Tests of one thing after another: what fails on purpose must not close the door to the next.
          PROVIDER_FAILURE_PERCENT: '99',
          ...env,
        },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200), 30_000);
    },

    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
      await consumer.close();
      await nats.close();
      await simulator[Symbol.asyncDispose]();
      await servers[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
  await service.start();
  return service;
}

function bookingOf(data: unknown): unknown {
  const { payment } = data as { payment: { booking: { id: string } } };
  return payment.booking.id;
}

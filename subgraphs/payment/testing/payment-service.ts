import { join } from 'node:path';
import { createPorts } from '../../../embedded/process/ports.ts';
import { type SimulatorProcess, startProcess } from '../../../embedded/psp/testing/simulator-process.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/index.ts';
import type { DataOf, EventDefinition, ReceivedEvent } from '../../../platform/messaging/event.ts';
import { createPublisher, startConsumer } from '../../../platform/messaging/jetstream/index.ts';
import { createPool, type Pool } from '../../../platform/postgres/index.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import {
  createSubgraphClient,
  createTestDatabase,
  type ServiceProcess,
  type SubgraphAnswer,
} from '../../../platform/testing/index.ts';
import { startSurroundings } from '../../../platform/testing/surroundings.ts';

export const WEBHOOK_SECRET = 'whsec_test';

// Tests look into answers at will; a wrong look fails the test.
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type Answer = SubgraphAnswer<any>;

export type PaymentService = AsyncDisposable & {
  readonly url: string;
  readonly simulator: SimulatorProcess;
  /** Its own database. */
  readonly pool: Pool;
  /** Asks as somebody of a role; the subject is the role's name when left out. */
  ask(role: Role, query: string, variables?: object, subject?: string): Promise<Answer>;
  /** Lets an event of another service happen; gives its id. The same event again when given that, once it is handled. */
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
  const pool = createPool({ url: database.url, schema: 'payment', log });
  const around = await startSurroundings();
  const port = await createPorts().next();
  const url = `http://127.0.0.1:${port}`;
  const simulator = await startProcess({
    env: { WEBHOOK_URL: `${url}/webhooks/stripe`, STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET, PSP_SEED: '7' },
  });
  const { ask } = createSubgraphClient<Answer['data']>(url, around.issuer);
  const received: ReceivedEvent[] = [];
  const consumer = startConsumer({
    nats: around.nats,
    context: 'payment',
    durable: 'test',
    events: EVENTS,
    handle: async (event) => void received.push(event),
    log,
  });
  let running: ServiceProcess | undefined;

  const service: PaymentService = {
    url,
    simulator,
    pool,

    ask,

    async tell({ context, type }, aggregateId, data, id) {
      const cause = { correlationId: 'story', causationId: 'test' };
      const time = new Date().toISOString();
      const event = { id: id ?? newId(), type, aggregateId, version: 1, time, cause, data };
      if (id === undefined) await createPublisher(around.nats, context)([event]);
      else await around.refill(context, [event]);
      return event.id;
    },

    published: (bookingId) => received.filter(({ data }) => bookingOf(data) === bookingId),
    end: async (signal) => (await running?.end(signal)) ?? null,

    async start() {
      running = await around.start(MAIN, {
        PORT: String(port),
        DATABASE_URL: database.url,
        STRIPE_API_BASE: simulator.url,
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        PROVIDER_TIMEOUT: '300ms',
        PROVIDER_BUDGET: '500ms',
        // Tests of one thing after another: what fails on purpose must not close the door to the next.
        PROVIDER_FAILURE_PERCENT: '99',
        ...env,
      });
    },

    async [Symbol.asyncDispose]() {
      await running?.end('SIGTERM');
      await consumer.close();
      await simulator[Symbol.asyncDispose]();
      await around[Symbol.asyncDispose]();
      await pool.end();
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

import { join } from 'node:path';
import { freePort } from '../../../embedded/process/port-allocator.ts';
import {
  API_KEY,
  type SimulatorProcess,
  startProcess,
} from '../../../embedded/psp/testing/simulator-process.ts';
import { newId } from '../../../platform/identifiers.ts';
import type { Role } from '../../../platform/identity/identity.ts';
import type { DataOf, EventDefinition, ReceivedEvent } from '../../../platform/messaging/event.ts';
import { startConsumer } from '../../../platform/messaging/jetstream/consumer.ts';
import { createPublisher } from '../../../platform/messaging/jetstream/publisher.ts';
import { createPool, type Pool } from '../../../platform/postgres/pool.ts';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import {
  createSubgraphClient,
  createTestDatabase,
  type ServiceProcess,
  type SubgraphAnswer,
} from '../../../platform/testing/index.ts';
import { startSurroundings } from '../../../platform/testing/surroundings.ts';

export const WEBHOOK_SECRET = 'whsec_test';

// Tests read any part of an answer; a wrong access fails the test.
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type Answer = SubgraphAnswer<any>;

export type PaymentService = AsyncDisposable & {
  readonly url: string;
  readonly simulator: SimulatorProcess;
  /** Its own database. */
  readonly pool: Pool;
  /** Sends an operation with a role. The subject is the name of the role by default. */
  ask(role: Role, query: string, variables?: object, subject?: string): Promise<Answer>;
  /**
   * Publishes an event of another service, the next of its aggregate, and returns its id. With an id it
   * repeats that event, once it is handled.
   */
  tell<Definition extends EventDefinition>(
    definition: Definition,
    aggregateId: string,
    data: DataOf<Definition>,
    id?: string,
  ): Promise<string>;
  /** The events of a booking's payment that the service has published so far, in order. */
  published(bookingId: string): readonly ReceivedEvent[];
  /** Ends the process by a crash or gracefully. @returns its exit status */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>;
  /** Restarts the process at the same address. */
  start(): Promise<void>;
};

const MAIN = join(import.meta.dirname, '../main.ts');
const EVENTS = [
  'actionRequired',
  'authorized',
  'declined',
  'captured',
  'voided',
  'refunded',
  'refundFailed',
  'refundRetried',
  'disputed',
];

/**
 * Starts the service as a process on a real database and stream, with the simulator of the provider.
 *
 * @param env replaces what tests set by default
 */
export async function startPaymentService(
  env: Readonly<Record<string, string>> = {},
): Promise<PaymentService> {
  const log = createLogger('test', 'silent');
  const database = await createTestDatabase();
  const pool = createPool({ url: database.url, schema: 'payment', log });
  const around = await startSurroundings();
  const port = await freePort();
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
  const versions = new Map<string, number>();

  const service: PaymentService = {
    url,
    simulator,
    pool,

    ask,

    async tell({ context, type }, aggregateId, data, id) {
      const cause = { correlationId: 'story', causationId: 'test' };
      const time = new Date().toISOString();
      const version = (versions.get(aggregateId) ?? 0) + (id === undefined ? 1 : 0);
      versions.set(aggregateId, version);
      const event = { id: id ?? newId(), type, aggregateId, version, time, cause, data };
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
        STRIPE_API_KEY: API_KEY,
        STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
        STRIPE_RETURN_URL: 'https://rooms.example/paid',
        // A busy machine answers late. Tests without an answer set less.
        PROVIDER_TIMEOUT: '5s',
        PROVIDER_BUDGET: '8s',
        // The breaker stays closed when requests fail on purpose, because they would affect later tests.
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

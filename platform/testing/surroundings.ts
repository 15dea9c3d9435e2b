import { basename, dirname } from 'node:path';
import { type RunningServers, startServers } from '../../embedded/testing.ts';
import { newId } from '../identifiers.ts';
import type { CloudEvent } from '../messaging/event.ts';
import { connectNats, type NatsLink } from '../messaging/jetstream/connection.ts';
import { createPublisher } from '../messaging/jetstream/publisher.ts';
import { streamOf } from '../messaging/jetstream/streams.ts';
import { createLogger } from '../telemetry/logger.ts';
import { eventually } from './eventually.ts';
import { createTestIssuer, type TestIssuer } from './issuer.ts';
import { type ServiceProcess, startServiceProcess } from './service-process.ts';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.ts';

/** The dependencies of a service process beside its database: a NATS server and an issuer of tokens. */
export type Surroundings = AsyncDisposable & {
  readonly issuer: TestIssuer;
  /** The address of NATS for the operator, or for a service. */
  natsUrl(service?: string): string;
  readonly nats: NatsLink;
  readonly servers: RunningServers;
  /** Starts a service by its main.ts with these environment variables, and a client for it. */
  start<Data>(
    main: string,
    env: Readonly<Record<string, string>>,
  ): Promise<ServiceProcess & SubgraphClient<Data>>;
  /** Republishes events of a context, as a refill does, and waits until all consumers have handled them. */
  refill(context: string, events: readonly CloudEvent[]): Promise<void>;
};

/** Resolves when NATS is connected. */
export async function startSurroundings(): Promise<Surroundings> {
  const servers = await startServers({ nats: true });
  const natsUrl = (service?: string) => servers.url('nats', service);
  const issuer = await createTestIssuer();
  const nats = connectNats({ url: natsUrl(), name: 'test', log: createLogger('test', 'silent') });
  await nats.client;
  return {
    issuer,
    natsUrl,
    nats,
    servers,
    async start<Data>(main: string, env: Readonly<Record<string, string>>) {
      const service = await startServiceProcess(main, {
        NATS_URL: natsUrl(basename(dirname(main))),
        JWKS_URL: issuer.jwksUrl,
        SERVICE_TOKEN: 'unused',
        ...env,
      });
      return { ...service, ...createSubgraphClient<Data>(service.url, issuer) };
    },

    async refill(context, events) {
      await createPublisher(nats, context, { messageId: ({ id }) => `${id}:${newId()}` })(events);
      const { jsm } = await nats.client;
      await eventually(async () => {
        let consumers = 0;
        for await (const { name, num_pending, num_ack_pending } of jsm.consumers.list(streamOf(context))) {
          consumers += 1;
          if (num_pending + num_ack_pending > 0) throw new Error(`${name} has unhandled events`);
        }
        // A service is ready before NATS has its consumers.
        if (consumers === 0) throw new Error(`${context} has no consumers yet`);
      });
    },
    async [Symbol.asyncDispose]() {
      await nats.close();
      await servers[Symbol.asyncDispose]();
    },
  };
}

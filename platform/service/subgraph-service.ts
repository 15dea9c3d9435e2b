import { RETENTION_INTERVAL_MS } from '../idempotency/retention.ts';
import { connectNats, createPublisher, type Publish } from '../messaging/jetstream/index.ts';
import { type Reaction, startReactions } from '../messaging/reactions.ts';
import { startRelay } from '../messaging/relay.ts';
import {
  type RequestContext,
  type SubgraphOptions,
  startSubgraphServer,
  subgraphSchema,
} from '../subgraph/index.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { RunningService } from './index.ts';
import { type ScheduledJob, startScheduledJob } from './scheduled-jobs.ts';
import type { ServiceSettings } from './settings.ts';

type Closable = { close(): Promise<void> };

/** Where a subgraph keeps what it knows, as far as starting and stopping go. */
export type SubgraphStore = Closable & {
  /** Publishes events that wait, and returns their number. */
  publishWaiting(publish: Publish): Promise<number>;
  /** Rejects when the database does not answer. */
  ping(): Promise<unknown>;
  /** Whether work failed because the database is away. */
  isOutage(error: unknown): Promise<boolean>;
  /** Each forgets some of what has been kept for long enough, and returns how much. */
  readonly retention: readonly (() => Promise<number>)[];
};

/** What a subgraph is beside its store and its messages. */
export type SubgraphParts<Context extends RequestContext> = Pick<
  SubgraphOptions<Context>,
  'resolvers' | 'context' | 'routes'
> & {
  readonly reactions: readonly Reaction[];
  readonly jobs?: readonly ScheduledJob[];
  /** Does what requests and reactions leave to it: it stops after them. */
  readonly worker?: Closable;
  /** Ways to other services: closed when nobody asks any more. */
  readonly clients?: readonly Closable[];
};

export type SubgraphService = {
  readonly log: Logger;
  /** Now, RFC 3339 in UTC. */
  readonly clock: () => string;
  /** Token that proves to other services which one this is. */
  readonly serviceToken: string;
  /** Has stored events published at once. */
  readonly wakeRelay: () => void;
  /** Starts reactions and scheduled jobs, then accepts requests. */
  serve<Context extends RequestContext>(parts: SubgraphParts<Context>): Promise<RunningService>;
};

export type SubgraphServiceOptions = {
  /** Of the service, and of its context of events. */
  readonly name: string;
  /** Has `schema.graphql`. */
  readonly folder: string;
  readonly settings: ServiceSettings;
  readonly store: SubgraphStore;
  readonly log: Logger;
};

/**
 * A subgraph as a service: the one place that knows in which order its parts start and stop.
 *
 * Start: the store is open. NATS may be away, then events wait in the store; the relay publishes what an earlier run
 * left. `serve` starts reactions and scheduled jobs, and requests at last: who finds the service ready, finds all of it.
 *
 * Stop: requests in flight are answered; events and scheduled jobs in hand are done; then the worker's; the relay
 * publishes what all these have stored; then nobody needs NATS, the store and other services any more.
 */
export function createSubgraphService({
  name,
  folder,
  settings,
  store,
  log,
}: SubgraphServiceOptions): SubgraphService {
  const { port, host, natsUrl, serviceToken, verifier, eventMaxTries } = settings;
  const nats = connectNats({ url: natsUrl, name, log });
  const publish = createPublisher(nats, name);
  const relay = startRelay({ publishBatch: () => store.publishWaiting(publish), log });
  const stopWaking = nats.onConnected(relay.wake);
  const retention = store.retention.map((run) => ({ everyMs: RETENTION_INTERVAL_MS, run }));

  return {
    log,
    clock: () => new Date().toISOString(),
    serviceToken,
    wakeRelay: relay.wake,

    async serve({ reactions, jobs = [], worker, clients = [], ...graph }) {
      const reacting = startReactions({
        nats,
        service: name,
        reactions,
        maxTries: eventMaxTries,
        isOutage: store.isOutage,
        log,
      });
      const scheduled = [...jobs, ...retention].map((job) => startScheduledJob(job, log));
      const server = await startSubgraphServer({
        ...graph,
        port,
        host,
        verifier,
        log,
        typeDefs: await subgraphSchema(folder),
        ping: store.ping,
      });

      return {
        async close() {
          await server.close();
          await closeAll([reacting, ...scheduled]);
          await worker?.close();
          stopWaking();
          await relay.close();
          await closeAll([nats, store, ...clients]);
        },
      };
    },
  };
}

async function closeAll(all: readonly Closable[]): Promise<void> {
  await Promise.all(all.map((each) => each.close()));
}

import { BYTES_PER_MB } from '../config/process-settings.ts';
import { type DiskSpace, type DiskSpaceOptions, watchDiskSpace } from '../disk-space.ts';
import { RETENTION_INTERVAL_MS } from '../idempotency/once.ts';
import { KEYS_UNREADABLE } from '../identity/key-set.ts';
import { createVerifier } from '../identity/verifier.ts';
import type { StreamRetention } from '../messaging/event.ts';
import { connectNats, type NatsLink } from '../messaging/jetstream/connection.ts';
import type { HandlingOptions } from '../messaging/jetstream/handling.ts';
import { createPublisher, type Publish } from '../messaging/jetstream/publisher.ts';
import { createStreamTrimming } from '../messaging/jetstream/stream-trimming.ts';
import { type Reaction, type RunningReactions, startReactions } from '../messaging/reactions.ts';
import { type OutboxState, startRelay } from '../messaging/relay.ts';
import { type PollingLoop, type ScheduledJob, startScheduledJob } from '../polling-loop.ts';
import { createContactReports } from '../subgraph/contact-reports.ts';
import type { RequestContext } from '../subgraph/request-context.ts';
import type { RequestLimits } from '../subgraph/request-limits.ts';
import { type SubgraphOptions, startSubgraphServer, subgraphSchema } from '../subgraph/server.ts';
import { createServiceClient } from '../subgraph/service-client.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { ServiceMetrics } from './metrics.ts';
import { metricsRoute, serveApart } from './metrics-route.ts';
import type { Count, Reading } from './reading.ts';
import { serviceReadings } from './readings.ts';
import type { RunningService } from './run-service.ts';
import type { ServiceSettings } from './service-settings.ts';

type Closable = { close(): Promise<void> };

/** A subgraph's store, as far as starting and stopping need it. */
export type SubgraphStore = Closable & {
  /** Publishes a batch of the outbox and returns its size. */
  publishWaiting(publish: Publish): Promise<number>;
  /** What waits in the outbox. */
  readOutbox(): Promise<OutboxState>;
  /** Rejects when the database does not respond. */
  ping(): Promise<unknown>;
  /** Whether work failed because of an outage of the database. */
  isOutage(error: unknown): Promise<boolean>;
  /** Each deletes a batch of expired data and returns its size. */
  readonly retention: readonly (() => Promise<number>)[];
};

/** The parts of a subgraph beside its store and its messaging. */
export type SubgraphParts<Context extends RequestContext> = Pick<
  SubgraphOptions<Context>,
  'resolvers' | 'context' | 'routes'
> & {
  readonly reactions: readonly Reaction[];
  /** The order in which the reactions take events. */
  readonly ordering?: HandlingOptions['ordering'];
  readonly jobs?: readonly ScheduledJob[];
  /** Does work that requests and reactions hand over, and so stops after them. */
  readonly worker?: Closable;
  /** Clients of other services, which are closed last. */
  readonly clients?: readonly Closable[];
  /** What its metrics show and count besides. */
  readonly readings?: readonly Reading[];
  readonly counts?: readonly Count[];
};

export type SubgraphService = {
  readonly log: Logger;
  readonly nats: NatsLink;
  /** The current time, RFC 3339 in UTC. */
  readonly clock: () => string;
  /** The token that identifies this service to other services. */
  readonly serviceToken: string;
  /** Makes the relay publish stored events at once. Scheduled jobs leave their idle pace. */
  readonly wakeRelay: () => void;
  /**
   * The number of a context's events that the service's reactions have not handled; undefined before they
   * have started and while NATS does not tell.
   */
  backlog(context: string): Promise<number | undefined>;
  /** Starts reactions and scheduled jobs, then accepts requests. */
  serve<Context extends RequestContext>(parts: SubgraphParts<Context>): Promise<RunningService>;
};

export type SubgraphServiceOptions = {
  /** The name of the service and of its context. */
  readonly name: string;
  /** The service's folder, with `schema.graphql`. */
  readonly folder: string;
  readonly settings: ServiceSettings;
  readonly store: SubgraphStore;
  /** How long the stream keeps the service's events; undefined for a service that publishes none. */
  readonly streamRetention?: StreamRetention | undefined;
  readonly log: Logger;
};

/**
 * Creates a subgraph service. It is the one place that knows the order in which the parts of a service start
 * and stop.
 *
 * Start: the store is open. NATS may be down; events wait in the outbox then. The relay publishes what an
 * earlier run left there. `serve` starts reactions and jobs, and the server last, so that a ready service is
 * complete.
 *
 * Stop: the server answers requests in flight, reactions and jobs complete theirs, then the worker. The relay
 * publishes the events of all of them. Then NATS, the store and the clients are no longer needed.
 */
export async function createSubgraphService({
  name,
  folder,
  settings,
  store,
  streamRetention,
  log,
}: SubgraphServiceOptions): Promise<SubgraphService> {
  const { port, host, serviceToken, eventMaxTries, contactUrls } = settings;
  const metricsPort = metricsPortOf(settings);
  const verifier = createVerifier({
    ...settings.identity,
    onUnreadableKeys: (error) => log.warn({ err: error }, KEYS_UNREADABLE),
  });
  const nats = connectNats({ ...settings.nats, name, log });
  const metrics = metricsPort === 'none' ? undefined : await loadMetrics(name);
  const publish = createPublisher(nats, name, {
    retention: streamRetention,
    onPublished: metrics?.published,
  });
  const { stuckAfterMs } = settings;
  const relay = startRelay({ publishBatch: () => store.publishWaiting(publish), log, stuckAfterMs });
  // A service that publishes nothing answers from its store alone.
  const isCutOff = () =>
    streamRetention !== undefined && !nats.isConnected() && nats.awayMs() >= stuckAfterMs;
  const stopWaking = nats.onConnected(relay.wake);
  let reacting: RunningReactions | undefined;
  const scheduled: PollingLoop[] = [];
  const trimming = streamRetention ? [createStreamTrimming(nats, name, streamRetention)] : [];
  const retention = [...store.retention, ...trimming].map((run) => ({ everyMs: RETENTION_INTERVAL_MS, run }));

  return {
    log,
    nats,
    clock: () => new Date().toISOString(),
    serviceToken,
    wakeRelay() {
      relay.wake();
      for (const job of scheduled) job.noteActivity();
    },
    backlog: async (context) => reacting?.backlog(context),

    async serve({
      reactions,
      ordering,
      jobs = [],
      worker,
      clients = [],
      readings = [],
      counts = [],
      ...graph
    }) {
      const running = startReactions({
        nats,
        service: name,
        reactions,
        ordering,
        maxTries: eventMaxTries,
        isOutage: store.isOutage,
        metrics,
        log,
      });
      reacting = running;
      for (const job of [...jobs, ...retention]) scheduled.push(startScheduledJob(job, log));
      const contacts =
        contactUrls.length === 0
          ? undefined
          : createContactReports({
              client: createServiceClient({
                urls: contactUrls,
                token: serviceToken,
                timeoutMs: CONTACT_TIMEOUT_MS,
              }),
              log,
            });
      const space = await diskSpaceOf(settings, log);
      const { isStuck } = relay;
      const { readOutbox, isOutage } = store;
      const shown = serviceReadings({ readOutbox, isStuck, space, reactions: running });
      metrics?.add([...shown, ...readings], counts);
      const exposed = metrics && metricsRoute(metrics);
      const apart =
        typeof metricsPort === 'number' && exposed
          ? await serveApart(exposed, { port: metricsPort, host, log })
          : undefined;
      const server = await startSubgraphServer({
        ...graph,
        routes: [...(graph.routes ?? []), ...(metricsPort === 'own' && exposed ? [exposed] : [])],
        surroundings: { service: name, space, isStuck, isCutOff, isOutage },
        onCaller: contacts?.see,
        ...(metrics ? { metrics } : {}),
        limits: requestLimitsOf(settings),
        port,
        host,
        verifier,
        log,
        typeDefs: await subgraphSchema(folder),
        ping: store.ping,
      });

      return {
        failed: nats.client,
        becomeUnready: server.becomeUnready,
        async close() {
          await server.close();
          await closeAll([running, ...scheduled, ...(apart ? [apart] : [])]);
          await worker?.close();
          await contacts?.close();
          stopWaking();
          await relay.close();
          verifier.close();
          await closeAll([nats, store, space, ...clients]);
        },
      };
    },
  };
}

function reportsOfDisk(log: Logger): Pick<DiskSpaceOptions, 'onChange' | 'onError'> {
  return {
    onChange(change, free) {
      if (change === 'low') log.warn({ free }, 'the disk is nearly full: changes are refused');
      else log.info({ free }, 'the disk has space again: changes are accepted');
    },
    onError: (error) => log.warn({ err: error }, 'the free space of the disk is unknown'),
  };
}

/** Stores on another machine, whose disk cannot be seen. */
const ELSEWHERE: DiskSpace = { isLow: () => false, free: () => undefined, close: async () => {} };

/** The time limit of a report of contacts, for which nobody waits. */
const CONTACT_TIMEOUT_MS = 2_000;

async function closeAll(all: readonly Closable[]): Promise<void> {
  await Promise.all(all.map((each) => each.close()));
}

/** The library for metrics is loaded only where they are served. */
async function loadMetrics(name: string): Promise<ServiceMetrics> {
  const { createServiceMetrics } = await import('./metrics.ts');
  return createServiceMetrics(name);
}

/** Where `/metrics` is served. In production, metrics have a port of their own or none. */
function metricsPortOf({ metricsPort, production }: ServiceSettings): number | 'own' | 'none' {
  return metricsPort ?? (production ? 'none' : 'own');
}

async function diskSpaceOf({ storesFolder, lowWaterMb }: ServiceSettings, log: Logger): Promise<DiskSpace> {
  if (storesFolder === undefined) return ELSEWHERE;
  const lowWaterBytes = lowWaterMb * BYTES_PER_MB;
  return watchDiskSpace({ folder: storesFolder, lowWaterBytes, ...reportsOfDisk(log) });
}

function requestLimitsOf({ requests }: ServiceSettings): RequestLimits {
  const { bodyBytes, objects, readsAtOnce, readsWaiting, readWaitMs } = requests;
  return { bodyBytes, objects, reads: { atOnce: readsAtOnce, waiting: readsWaiting, maxWaitMs: readWaitMs } };
}

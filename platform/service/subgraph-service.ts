import { env, HTTP, readLowWaterBytes, readMode } from '../config/env.ts';
import { type DiskSpace, type DiskSpaceOptions, watchDiskSpace } from '../disk-space.ts';
import { RETENTION_INTERVAL_MS } from '../idempotency/once.ts';
import { SCOPE_CLAIMS } from '../identity/claims.ts';
import { KEYS_MAX_AGE_MS, KEYS_UNREADABLE } from '../identity/key-set.ts';
import { createVerifier, type Verifier } from '../identity/verifier.ts';
import type { StreamRetention } from '../messaging/event.ts';
import { connectNats, type NatsLink } from '../messaging/jetstream/connection.ts';
import { type HandlingOptions, MAX_TRIES } from '../messaging/jetstream/handling.ts';
import { createPublisher, type Publish } from '../messaging/jetstream/publisher.ts';
import { type NatsSettings, readNatsSettings } from '../messaging/jetstream/settings.ts';
import { createStreamTrimming } from '../messaging/jetstream/stream-trimming.ts';
import { type Reaction, type RunningReactions, startReactions } from '../messaging/reactions.ts';
import { type OutboxState, startRelay } from '../messaging/relay.ts';
import { type PollingLoop, type ScheduledJob, startScheduledJob } from '../polling-loop.ts';
import { createContactReports } from '../subgraph/contact-reports.ts';
import type { RequestContext } from '../subgraph/request-context.ts';
import {
  DEFAULT_LIMITS,
  type RequestLimits,
  type SubgraphOptions,
  startSubgraphServer,
  subgraphSchema,
} from '../subgraph/server.ts';
import { createServiceClient } from '../subgraph/service-client.ts';
import type { Logger } from '../telemetry/logger.ts';
import { type Count, createServiceMetrics, type Reading } from './metrics.ts';
import { metricsRoute, serveApart } from './metrics-route.ts';
import { serviceReadings } from './readings.ts';
import type { RunningService } from './run-service.ts';

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
export function createSubgraphService({
  name,
  folder,
  settings,
  store,
  streamRetention,
  log,
}: SubgraphServiceOptions): SubgraphService {
  const { metricsPort, port, host, serviceToken, verifier, eventMaxTries, contactUrls, disk, limits } =
    settings;
  const nats = connectNats({ ...settings.nats, name, log });
  const metrics = createServiceMetrics(name);
  const publish = createPublisher(nats, name, {
    retention: streamRetention,
    onPublished: metrics.published,
  });
  const relay = startRelay({ publishBatch: () => store.publishWaiting(publish), log });
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
      const space = disk ? await watchDiskSpace({ ...disk, ...reportsOfDisk(log) }) : ELSEWHERE;
      const { isStuck } = relay;
      const { readOutbox, isOutage } = store;
      const shown = serviceReadings({ readOutbox, isStuck, space, reactions: running });
      metrics.add([...shown, ...readings], counts);
      const exposed = metricsRoute(metrics);
      const apart =
        typeof metricsPort === 'number'
          ? await serveApart(exposed, { port: metricsPort, host, log })
          : undefined;
      const server = await startSubgraphServer({
        ...graph,
        routes: [...(graph.routes ?? []), ...(metricsPort === 'own' ? [exposed] : [])],
        surroundings: { service: name, space, isStuck, isOutage },
        onCaller: contacts?.see,
        metrics,
        limits,
        port,
        host,
        verifier,
        log,
        typeDefs: await subgraphSchema(folder),
        ping: store.ping,
      });

      return {
        failed: nats.client,
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

/** The settings of every service. */
export type ServiceSettings = {
  /** Where `/metrics` is served: at a port of its own, at the service's own, or nowhere. */
  readonly metricsPort: number | 'own' | 'none';
  readonly port: number;
  readonly host: string;
  readonly nats: NatsSettings;
  /** The token that identifies this service to other services. */
  readonly serviceToken: string;
  readonly verifier: Verifier;
  /** The addresses of the service to which contacts are reported; none reports nothing. */
  readonly contactUrls: readonly string[];
  /** The number of attempts to handle an event before it is moved to DEAD. */
  readonly eventMaxTries: number;
  /** The disk of the stores; undefined where they are on another machine. */
  readonly disk: { readonly folder: string; readonly lowWaterBytes: number } | undefined;
  readonly limits: RequestLimits;
};

/** Reads the settings from the environment. @throws ConfigError */
export function readServiceSettings(log: Logger): ServiceSettings {
  const folder = env.optional('STORES_DIR');
  return {
    metricsPort: readMetricsPort(),
    port: env.integer('PORT', 0),
    host: env.string('HOST', '127.0.0.1'),
    nats: readNatsSettings(process.env),
    serviceToken: env.string('SERVICE_TOKEN'),
    contactUrls: env.urls('CONTACTS_URL', []),
    disk: folder === undefined ? undefined : { folder, lowWaterBytes: readLowWaterBytes(env) },
    eventMaxTries: Math.max(1, env.integer('EVENT_MAX_TRIES', MAX_TRIES)),
    limits: readRequestLimits(),
    verifier: createVerifier({
      jwksUrl: env.url('JWKS_URL', ...HTTP, 'file:', 'data:'),
      issuer: env.string('JWT_ISSUER', 'meetingroom-local'),
      audience: env.string('JWT_AUDIENCE', 'meetingroom'),
      scopeClaims: env.list('JWT_SCOPE_CLAIMS', SCOPE_CLAIMS),
      keysMaxAgeMs: env.duration('JWKS_MAX_AGE', KEYS_MAX_AGE_MS),
      onUnreadableKeys: (error) => log.warn({ err: error }, KEYS_UNREADABLE),
    }),
  };
}

/** In production, metrics have a port of their own or none. */
function readMetricsPort(): ServiceSettings['metricsPort'] {
  if (env.optional('METRICS_PORT') !== undefined) return env.integer('METRICS_PORT');
  return readMode(env) === 'production' ? 'none' : 'own';
}

function readRequestLimits(): RequestLimits {
  const { bodyBytes, objects, reads } = DEFAULT_LIMITS;
  return {
    bodyBytes: env.integer('REQUEST_BYTES', bodyBytes),
    objects: env.integer('OPERATION_OBJECTS', objects),
    reads: {
      atOnce: Math.max(1, env.integer('READS_AT_ONCE', reads.atOnce)),
      waiting: Math.max(0, env.integer('READS_WAITING', reads.waiting)),
      maxWaitMs: env.duration('READ_WAIT', reads.maxWaitMs),
    },
  };
}

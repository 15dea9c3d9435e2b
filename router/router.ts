import { type BodyBudget, createBodyBudget } from '../platform/http/body-budget.ts';
import type { Logger } from '../platform/telemetry/logger.ts';
import type { RouterConfig } from './config/config.ts';
import { addressOf } from './http/address.ts';
import { createListeners } from './listeners.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { createPipeline, type Pipeline } from './pipeline.ts';
import type { EventSource } from './subscriptions/event-source.ts';
import { createConnectionRegistry } from './transports/connection-registry.ts';
import { createEventStreams } from './transports/sse/server.ts';
import { createUnreadWatch, type UnreadWatch } from './transports/unread.ts';
import { createWebSockets } from './transports/websocket/server.ts';

export type RouterDeps = {
  readonly log: Logger;
  /** The source of live events; undefined disables subscriptions. */
  readonly events: EventSource | undefined;
  /** Whether the source of live events can be reached, for the probe of readiness. */
  readonly hasEvents?: (() => boolean) | undefined;
};

export type Router = {
  /** The URL, such as `http://127.0.0.1:4000`. */
  readonly url: string;
  /** The URL of `/metrics`; undefined when metrics are off. */
  readonly metricsUrl: string | undefined;
  /** Makes it not ready, while it goes on serving. */
  becomeUnready(): void;
  /**
   * Stops accepting requests, completes those in flight and closes WebSockets with 1001. No request is lost:
   * see `createDrain`.
   */
  close(): Promise<void>;
};

/**
 * Starts a router for a supergraph file and listens once the graph is loaded. Rejects when a port is in use
 * or a file cannot be used.
 */
export async function startRouter(
  config: RouterConfig,
  { log, events, hasEvents }: RouterDeps,
): Promise<Router> {
  const metrics = createMetrics();
  const pipeline = await createPipeline(config, { events, metrics, log });
  const unread = createUnreadWatch(config.unread, metrics.connections.cut);
  const bodies = createBodyBudget(config.bodies, metrics.connections.cut);
  const shared = { pipeline, unread, bodies, metrics, log };
  const { connections, streams, webSockets } = createTransports(config, shared);
  const listeners = await createListeners(config, { ...shared, streams, webSockets, hasEvents });

  async function close(): Promise<void> {
    listeners.close();
    connections.close();
    unread.close();
    bodies.close();
    await pipeline.close();
  }

  try {
    await pipeline.start();
    await listeners.listen();
  } catch (error) {
    await close();
    throw error;
  }
  const url = listeners.url();
  log.info({ url, supergraph: config.supergraph }, `serving the graph at ${url}/graphql`);
  return {
    url,
    metricsUrl: listeners.metricsUrl(),
    becomeUnready: listeners.becomeUnready,
    async close() {
      await listeners.drain();
      await close();
    },
  };
}

type TransportDeps = {
  readonly pipeline: Pipeline;
  readonly unread: UnreadWatch;
  readonly bodies: BodyBudget;
  readonly metrics: Metrics;
  readonly log: Logger;
};

/** The transports with long-lived connections. Plain HTTP is part of the listeners. */
function createTransports(
  config: RouterConfig,
  { pipeline: { operations, live, authenticate }, unread, bodies, metrics, log }: TransportDeps,
) {
  const connections = createConnectionRegistry(config.live, () => metrics.connections.cut('displaced'));
  const shared = { operations, live, connections, limits: config.live, unread, metrics: metrics.live };
  return {
    connections,
    streams: createEventStreams(shared),
    webSockets: createWebSockets({
      ...shared,
      authenticate,
      bodies,
      addressOf: (request) => addressOf(request, config.trustedProxies),
      log,
    }),
  };
}

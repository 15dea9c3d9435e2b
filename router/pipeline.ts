import type { Logger } from '../platform/telemetry/logger.ts';
import { createAuthenticate, createCallerVerifier } from './auth/authenticate.ts';
import type { RouterConfig } from './config/config.ts';
import { createRequestDedupe } from './execution/request-dedupe.ts';
import { apolloSpec, hasLink } from './graphql/directives.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createGraphs, type Graph } from './operations/graphs.ts';
import { createOperations } from './operations/operations.ts';
import { followSafelist, noSafelist } from './operations/persisted.ts';
import { createWorkerPlanner } from './planning/worker-planner.ts';
import { createSubgraphs, type Subgraphs } from './subgraphs/subgraphs.ts';
import type { EventSource } from './subscriptions/event-source.ts';
import { createLive } from './subscriptions/live.ts';
import { createLiveFields } from './subscriptions/live-directive.ts';
import { createSharedEvents } from './subscriptions/shared-events.ts';

/** What lies between the transports and the subgraphs. */
export type Pipeline = Awaited<ReturnType<typeof createPipeline>>;

export type PipelineDeps = {
  /** Undefined disables subscriptions. */
  readonly events: EventSource | undefined;
  readonly metrics: Metrics;
  readonly log: Logger;
};

/** Creates the pipeline. Rejects when the safelist cannot be read. */
export async function createPipeline(config: RouterConfig, { events, metrics, log }: PipelineDeps) {
  const subgraphs = createSubgraphs({
    urls: config.subgraphs.urls,
    limits: () => config.subgraphs.limits,
    metrics: metrics.subgraphs,
    log,
  });
  const verifier = config.auth && createCallerVerifier(config.auth, log);
  const liveFields = createLiveFields();
  const graphs = createGraphs({
    path: config.supergraph,
    send: subgraphs.send,
    connect: subgraphs.connect,
    prepare: liveFields.load,
    dedupe: config.subgraphs.deduplicate ? createRequestDedupe() : undefined,
    plan: createWorkerPlanner(config.operations.planning),
    documents: config.operations.documents,
    onDocument: metrics.operations.document,
    log,
  });
  const safelist = config.safelist && (await followSafelist(config.safelist.mode, config.safelist.file, log));
  const operations = createOperations({
    settings: config.operations,
    graph: graphs.current,
    safelist: safelist ?? noSafelist,
    access: config.access,
    metrics: metrics.operations,
    log,
  });
  const live = createLive({
    fields: liveFields.of,
    source: events && createSharedEvents(events),
    admit: operations.readmit,
    limits: config.live,
    metrics: metrics.live,
    log,
  });
  graphs.onGraph((graph) => {
    warnAboutUnknownSubgraphs(config.subgraphs.named, graph, log);
    if (config.access === 'open') warnAboutUnenforcedDirectives(graph, log);
    void live.replan();
  });

  let probe: ReturnType<Subgraphs['reachable']> | undefined;
  return {
    authenticate: createAuthenticate(verifier),
    operations,
    live,
    /** Whether each subgraph responds now. Concurrent calls share one probe per subgraph. */
    probeSubgraphs(): ReturnType<Subgraphs['reachable']> {
      probe ??= subgraphs.reachable().finally(() => {
        probe = undefined;
      });
      return probe;
    },
    /** Loads the supergraph and watches its file. Rejects when the file cannot be used. */
    start: () => graphs.start(),
    async close(): Promise<void> {
      safelist?.close();
      verifier?.close();
      await graphs.close();
      await subgraphs.close();
    },
  };
}

/** Settings for subgraphs that do not exist have no effect; their names may be misspelled. */
function warnAboutUnknownSubgraphs(named: readonly string[], { subgraphs }: Graph, log: Logger): void {
  const known = subgraphs.map(({ name }) => name);
  const unknown = named.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    log.warn(
      { unknown, subgraphs: known },
      'the configuration names subgraphs that are not in the supergraph',
    );
  }
}

/** Without authentication, access directives are not enforced. That is right only behind another router. */
function warnAboutUnenforcedDirectives({ supergraphSchema }: Graph, log: Logger): void {
  const directives = ['authenticated', 'requiresScopes', 'policy'].filter((each) =>
    hasLink(supergraphSchema, apolloSpec(each)),
  );
  if (directives.length > 0) {
    log.warn(
      { directives },
      'the supergraph restricts access, but auth.jwksUrl is not set: the directives are not enforced',
    );
  }
}

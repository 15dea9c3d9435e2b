import './no-telemetry.ts';

import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { RouterConfig } from '../config.ts';
import { createGraph, type Graph } from './graph.ts';
import { createSubgraphSource, type SubgraphSource } from './subgraph-source.ts';
import { createSupergraphFile } from './supergraph-file.ts';

export type Gateway = {
  /** For Apollo Server: plans and runs queries and mutations. */
  readonly apollo: ApolloGateway;
  /** The graph that is served now; undefined until the first is loaded. */
  graph(): Graph | undefined;
  /** The data sources by subgraph, for whoever runs a plan without the gateway. */
  services(): Readonly<Record<string, GraphQLDataSource>>;
  /** Whether each subgraph that has a server can be reached now. */
  reachable(): Promise<Readonly<Record<string, boolean>>>;
  /** Ends the connections to the subgraphs, after Apollo Server has stopped the rest. */
  close(): Promise<void>;
};

/** How long a replaced source may go on answering requests that began before. */
const RETIRE_MS = 60_000;

/** Loads the supergraph file, follows its changes, and keeps a data source for each subgraph. */
export function createGateway(config: RouterConfig, log: Logger): Gateway {
  const sources = new Map<string, SubgraphSource>();
  let graph: Graph | undefined;

  function sourceOf(name: string, routingUrl: string | undefined): GraphQLDataSource {
    const urls = config.subgraphUrls(name) ?? [routingUrl ?? ''];
    const replaced = sources.get(name);
    if (replaced) setTimeout(() => void replaced.close(), RETIRE_MS).unref();
    sources.delete(name);
    if (!urls.every((url) => /^https?:/.test(url))) return withoutServer(name);
    const source = createSubgraphSource({ name, urls, timeouts: config.timeouts, log });
    sources.set(name, source);
    return source;
  }

  const apollo = new ApolloGateway({
    supergraphSdl: createSupergraphFile({ path: config.supergraph, log }),
    buildService: ({ name, url }) => sourceOf(name, url),
    // Plans tell the names and queries of the subgraphs, which are nobody's affair.
    __exposeQueryPlanExperimental: false,
    logger: log,
  });
  apollo.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    graph = createGraph(apiSchema, coreSupergraphSdl);
  });

  return {
    apollo,
    graph: () => graph,
    services: () => Object.fromEntries(sources),
    async reachable() {
      const names = [...sources.keys()].sort();
      const answers = await Promise.all([...names].map((name) => sources.get(name)?.isReachable()));
      return Object.fromEntries(names.map((name, index) => [name, answers[index] === true]));
    },
    async close() {
      await Promise.all([...sources.values()].map((source) => source.close()));
    },
  };
}

/** A subgraph without an address, such as one that only declares live fields: nothing can be asked of it. */
function withoutServer(name: string): GraphQLDataSource {
  return {
    async process() {
      throw new Error(`The subgraph "${name}" has no server to ask`);
    },
  };
}

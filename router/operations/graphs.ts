import '../supergraph/no-telemetry.ts';

import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { GraphQLSchema } from 'graphql';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import type { Send } from '../subgraphs/request.ts';
import { createSupergraphFile } from '../supergraph/file.ts';
import type { SubgraphAddress } from '../supergraph/subgraphs.ts';
import type { DocumentSettings, PopularOperation } from './documents.ts';
import { createGraph, type Graph } from './graph.ts';

/** The graph that is served, and how it changes. */
export type Graphs = {
  /** Undefined until the first is loaded. */
  readonly current: () => Graph | undefined;
  /** Told of each graph that is served from then on. Returns how to stop that. */
  readonly onGraph: (listener: (graph: Graph) => void) => () => void;
  /** Loads the file and follows it. Rejects when it cannot be used. */
  start(): Promise<void>;
  /** Stops following the file. */
  close(): Promise<void>;
};

export type GraphsDeps = {
  /** Path of the supergraph file. */
  readonly path: string;
  readonly send: Send;
  /** Told where the subgraphs are, before a graph asks them. */
  readonly connect: (subgraphs: readonly SubgraphAddress[]) => void;
  /** Called with each graph before it is served; it refuses the graph by throwing. */
  readonly prepare: (graph: Graph) => void;
  /** Whether equal queries in flight share one execution. */
  readonly shareInFlight: boolean;
  readonly documents: DocumentSettings;
  /** Called for each document that is read, with whether it was known. */
  readonly onDocument: (isKnown: boolean) => void;
  readonly log: Logger;
};

/** Operations of the graph before that are compiled for a new one before it is served. */
const WARMED = 200;

/**
 * Keeps the graph of a supergraph file. A changed file that is good makes a new graph, which takes the old one's place
 * once the operations that were asked for most are compiled for it; one that is not leaves the old graph and is logged.
 */
export function createGraphs(deps: GraphsDeps): Graphs {
  const { path, send, connect, prepare, shareInFlight, documents, onDocument, log } = deps;
  const listeners = new Set<(graph: Graph) => void>();
  let current: Graph | undefined;
  /** Graphs are taken up one after the other. */
  let adopted: Promise<void> = Promise.resolve();

  // It reads, validates and follows the supergraph; what is asked of the graph is planned and run by ourselves.
  const gateway = new ApolloGateway({
    supergraphSdl: createSupergraphFile({ path, log }),
    buildService: () => ASKED_BY_OURSELVES,
    logger: log,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    adopted = adopted.then(() => adopt(apiSchema, coreSupergraphSdl));
    // The first one's failure is the start's, the others' are told here.
    if (current) adopted = adopted.catch((error: unknown) => tellUnusable(error));
  });

  async function adopt(apiSchema: GraphQLSchema, supergraphSdl: string): Promise<void> {
    const graph = createGraph({ supergraphSdl, apiSchema, send, shareInFlight, documents, onDocument });
    if (graph.id === current?.id) return;
    prepare(graph);
    await warm(graph, current, log);
    connect(graph.subgraphs);
    const isNew = current !== undefined;
    current = graph;
    if (isNew) log.info({ path, graph: graph.id }, 'a new supergraph is served');
    for (const listener of listeners) listener(graph);
  }

  function tellUnusable(error: unknown): void {
    log.error({ err: error, path }, 'the changed supergraph is not usable; the one before stays');
  }

  return {
    current: () => current,
    onGraph(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async start() {
      try {
        await gateway.load();
      } catch (error) {
        const reason = errorMessage(error);
        const named = reason.includes(path)
          ? reason
          : `The supergraph file ${path} cannot be used: ${reason}`;
        throw new Error(named, { cause: error });
      }
      await adopted;
    },
    async close() {
      await gateway.stop();
    },
  };
}

/** Asks nothing of a subgraph, but everything of the planner that must be there for the first operation. */
const SMALLEST: PopularOperation = { text: '{ __typename }', operationName: undefined };

/** Compiles what was asked for most, in turns, so that requests are served meanwhile. */
async function warm(graph: Graph, before: Graph | undefined, log: Logger): Promise<void> {
  for (const { text, operationName } of [SMALLEST, ...(before?.documents.popular(WARMED) ?? [])]) {
    try {
      graph.documents.prepare({ text, operationName });
    } catch (error) {
      // Whoever asks for it will be told; the others need not wait for that.
      log.error({ err: error, graph: graph.id, operationName }, 'an operation cannot be compiled');
    }
    await nextTurn();
  }
}

const ASKED_BY_OURSELVES: GraphQLDataSource = {
  process: () => Promise.reject(new Error('The gateway library is not asked to run operations')),
};

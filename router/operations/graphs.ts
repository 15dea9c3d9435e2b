import '../supergraph/no-telemetry.ts';

import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { LRUCache } from 'lru-cache';
import { errorMessage } from '../../platform/errors.ts';
import type { Logger } from '../../platform/telemetry/logger.ts';
import { type Compile, compileByOverrides, createCompiler } from '../execution/compile.ts';
import type { RequestDedupe } from '../execution/request-dedupe.ts';
import type { IntrospectionAnswers } from '../execution/response/introspection.ts';
import { readLongIntegers } from '../planning/long-integers.ts';
import type { PlanText } from '../planning/plan-text.ts';
import { overrideLabels } from '../planning/planner.ts';
import type { Send } from '../subgraphs/client.ts';
import { createSupergraphFile } from '../supergraph/file.ts';
import { type SubgraphAddress, subgraphsOf } from '../supergraph/subgraphs.ts';
import {
  createDocuments,
  type DocumentSettings,
  type Documents,
  type PopularOperation,
} from './documents.ts';
import { sha256 } from './persisted.ts';

/** One loaded supergraph and everything that is derived from it; a changed file makes a new one. */
export type Graph = {
  /** SHA-256 of the supergraph. */
  readonly id: string;
  /** The schema that clients see. */
  readonly apiSchema: GraphQLSchema;
  /** The whole schema, with the directives of its definitions. */
  readonly supergraphSchema: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
  /** Plans and compiles an operation of a valid document. `documents` keeps the result. */
  readonly compile: Compile;
  /** The documents that were sent to this graph, with everything that is known of them. */
  readonly documents: Documents;
};

export type GraphDeps = {
  /** Validated, as the gateway library gives it. */
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  readonly plan: PlanText;
  readonly send: Send;
  /** Lets equal queries in flight share one execution; undefined when each has its own. */
  readonly dedupe: RequestDedupe | undefined;
  readonly documents: DocumentSettings;
  /** Called for each document that is read, with whether it was known. */
  readonly onDocument: (isKnown: boolean) => void;
};

/** What an answer to introspection takes besides its text. */
const INTROSPECTION_ENTRY_BYTES = 200;

/** Derives a graph from a supergraph and the API schema that was built from it. */
export function createGraph(deps: GraphDeps): Graph {
  const { supergraphSdl, apiSchema, send, dedupe } = deps;
  readLongIntegers(apiSchema);
  const supergraph = parse(supergraphSdl);
  const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
  const introspection: IntrospectionAnswers = new LRUCache({
    maxSize: deps.documents.cacheBytes,
    sizeCalculation: (answer) => INTROSPECTION_ENTRY_BYTES + 2 * answer.length,
  });
  const compile = compileByOverrides(overrideLabels(supergraph), (overrides) =>
    createCompiler({
      apiSchema,
      supergraphSchema,
      plan: (text, operationName) =>
        deps.plan({ supergraphSdl, overrides: [...overrides], text, operationName }),
      send,
      dedupe,
      introspection,
      budget: deps.documents.budget,
    }),
  );
  return {
    id: sha256(supergraphSdl),
    apiSchema,
    supergraphSchema,
    subgraphs: subgraphsOf(supergraph),
    compile,
    documents: createDocuments({
      apiSchema,
      supergraphSchema,
      compile,
      settings: deps.documents,
      onRead: deps.onDocument,
    }),
  };
}

/** The graph that is served, replaced when its file changes. */
export type Graphs = {
  /** Undefined until the first graph is loaded. */
  readonly current: () => Graph | undefined;
  /** Calls a listener for each graph that is served from now on. Returns a function that stops this. */
  readonly onGraph: (listener: (graph: Graph) => void) => () => void;
  /** Loads the file and watches it. Rejects when the file cannot be used. */
  start(): Promise<void>;
  /** Stops watching the file. */
  close(): Promise<void>;
};

export type GraphsDeps = Omit<GraphDeps, 'supergraphSdl' | 'apiSchema'> & {
  /** The path of the supergraph file. */
  readonly path: string;
  /** Called with the addresses of a graph's subgraphs before the graph sends requests. */
  readonly connect: (subgraphs: readonly SubgraphAddress[]) => void;
  /** Called with each graph before it is served; it refuses the graph by throwing. */
  readonly prepare: (graph: Graph) => void;
  readonly log: Logger;
};

/** The number of popular operations that are compiled for a new graph before it is served. */
const MAX_WARMED = 200;

/**
 * Serves the graph of a supergraph file. After a change, a new graph replaces the current one as soon as the
 * most popular operations are compiled for it. If the changed file cannot be used, that is logged and the
 * current graph stays.
 */
export function createGraphs(deps: GraphsDeps): Graphs {
  const { path, connect, prepare, log } = deps;
  const listeners = new Set<(graph: Graph) => void>();
  let current: Graph | undefined;
  /** Settles when the latest graph is adopted: graphs are adopted one after the other. */
  let adopted: Promise<void> = Promise.resolve();

  // The library loads, validates and updates the supergraph. Planning and execution are the router's own.
  const gateway = new ApolloGateway({
    supergraphSdl: createSupergraphFile(path, log),
    buildService: () => NO_DATA_SOURCE,
    logger: log,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    adopted = adopted.then(() => adopt(apiSchema, coreSupergraphSdl));
    // `start` rejects for the first graph; failures of later ones are logged.
    if (current) adopted = adopted.catch((error: unknown) => logUnusable(error));
  });

  async function adopt(apiSchema: GraphQLSchema, supergraphSdl: string): Promise<void> {
    const graph = createGraph({ ...deps, supergraphSdl, apiSchema });
    if (graph.id === current?.id) return;
    prepare(graph);
    await warm(graph, current, log);
    connect(graph.subgraphs);
    const isNew = current !== undefined;
    current = graph;
    if (isNew) log.info({ path, graph: graph.id }, 'a new supergraph is served');
    for (const listener of listeners) listener(graph);
  }

  function logUnusable(error: unknown): void {
    log.error({ err: error, path }, 'the changed supergraph cannot be used; the current one stays');
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

/** Queries no subgraph, but makes the planner ready for the first request. */
const WARM_UP: PopularOperation = { text: '{ __typename }', operationName: undefined };

/** Compiles the most popular operations, one after the other. */
async function warm(graph: Graph, before: Graph | undefined, log: Logger): Promise<void> {
  for (const { text, operationName } of [WARM_UP, ...(before?.documents.popular(MAX_WARMED) ?? [])]) {
    try {
      await graph.documents.prepare({ text, operationName });
    } catch (error) {
      // The next request for the operation gets the error. The graph is usable without it.
      log.error({ err: error, graph: graph.id, operationName }, 'an operation cannot be compiled');
    }
  }
}

const NO_DATA_SOURCE: GraphQLDataSource = {
  process: () => Promise.reject(new Error('The gateway library does not execute operations')),
};

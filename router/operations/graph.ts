import { createHash } from 'node:crypto';
import { buildASTSchema, type GraphQLSchema, parse } from 'graphql';
import { type Compile, createCompiler } from '../execution/compile.ts';
import { compileByOverrides } from '../execution/compile-by-overrides.ts';
import { overrideLabels } from '../planning/overrides.ts';
import { createPlanner } from '../planning/planner.ts';
import type { Send } from '../subgraphs/client.ts';
import { type SubgraphAddress, subgraphsOf } from '../supergraph/subgraphs.ts';
import { createDocuments, type DocumentSettings, type Documents } from './documents.ts';

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
  readonly send: Send;
  /** Whether equal queries in flight share one execution. */
  readonly deduplicate: boolean;
  readonly documents: DocumentSettings;
  /** Called for each document that is read, with whether it was known. */
  readonly onDocument: (isKnown: boolean) => void;
};

/** Derives a graph from a supergraph and the API schema that was built from it. */
export function createGraph(deps: GraphDeps): Graph {
  const { supergraphSdl, apiSchema, send, deduplicate } = deps;
  const supergraph = parse(supergraphSdl);
  const supergraphSchema = buildASTSchema(supergraph, { assumeValid: true, assumeValidSDL: true });
  const planner = createPlanner(supergraphSdl);
  const compile = compileByOverrides(overrideLabels(supergraph), (overrides) =>
    createCompiler({ apiSchema, supergraphSchema, planner: () => planner(overrides), send, deduplicate }),
  );
  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
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

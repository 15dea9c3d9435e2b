import { createHash } from 'node:crypto';
import {
  buildASTSchema,
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { type Compile, createCompiler } from '../execution/compile.ts';
import { compileByOverrides } from '../execution/compile-by-overrides.ts';
import type { CompiledOperation } from '../execution/operation.ts';
import { syntaxFailure, validationFailure } from '../graphql/errors.ts';
import { VALIDATION_RULES } from '../graphql/validation-rules.ts';
import { overrideLabels } from '../planning/overrides.ts';
import { createPlanner } from '../planning/planner.ts';
import type { Send } from '../subgraphs/answer.ts';
import { type SubgraphAddress, subgraphsOf } from '../supergraph/subgraphs.ts';

/** One loaded supergraph and all that is derived from it; a changed file makes a new one. */
export type Graph = {
  /** SHA-256 of the supergraph. */
  readonly id: string;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** All of it, with the directives of its definitions. */
  readonly supergraphSchema: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
  /** A document's parsed form, or why it is not valid here; remembered by its text. */
  readonly read: (text: string) => ReadDocument;
  /** One operation of a document that `read` gave, planned and compiled; remembered as long as the document is. */
  readonly compile: Compile;
  /** The operations that were asked for most, the first the most. */
  readonly popular: (most: number) => readonly PopularOperation[];
};

export type PopularOperation = { readonly text: string; readonly operationName: string | undefined };

export type ReadDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly document?: undefined };

export type GraphDeps = {
  /** Validated, as the gateway library gives it. */
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  readonly send: Send;
  /** Whether equal queries in flight share one execution. */
  readonly shareInFlight: boolean;
  /** How many documents are remembered. */
  readonly remembered: number;
};

/** Characters that the remembered documents may have together. */
const REMEMBERED_SIZE = 32 * 1_048_576;
/** A syntax error stops at the first; of a document that fits nowhere no more need be said than this. */
const MOST_ERRORS = 20;

type Used = PopularOperation & { readonly operation: CompiledOperation; uses: number };

/** Derives a graph from the schema that clients see and the supergraph that it was read from. */
export function createGraph(deps: GraphDeps): Graph {
  const { supergraphSdl, apiSchema, send, shareInFlight, remembered } = deps;
  const supergraphDocument = parse(supergraphSdl);
  const supergraphSchema = buildASTSchema(supergraphDocument, { assumeValid: true, assumeValidSDL: true });
  const planner = createPlanner(supergraphSdl);
  const compileAnew = compileByOverrides(overrideLabels(supergraphDocument), (overrides) =>
    createCompiler({ apiSchema, supergraphSchema, planner: () => planner(overrides), send, shareInFlight }),
  );
  const documents = new LRUCache<string, ReadDocument>({
    max: remembered,
    maxSize: REMEMBERED_SIZE,
    sizeCalculation: (_, text) => text.length + 1,
  });
  const texts = new WeakMap<DocumentNode, string>();
  const operations = new WeakMap<DocumentNode, Map<string | undefined, Used>>();

  function readAnew(text: string): ReadDocument {
    let document: DocumentNode;
    try {
      document = parse(text);
    } catch (error) {
      return { errors: [syntaxFailure(error)] };
    }
    const errors = validate(apiSchema, document, VALIDATION_RULES, { maxErrors: MOST_ERRORS });
    if (errors.length > 0) return { errors: errors.map(validationFailure) };
    texts.set(document, text);
    return { document };
  }

  return {
    id: createHash('sha256').update(supergraphSdl).digest('hex'),
    apiSchema,
    supergraphSchema,
    subgraphs: subgraphsOf(supergraphSchema),
    read(text) {
      const known = documents.get(text);
      if (known) return known;
      const fresh = readAnew(text);
      documents.set(text, fresh);
      return fresh;
    },
    compile(document, operationName) {
      const ofDocument = operations.get(document) ?? new Map<string | undefined, Used>();
      const known = ofDocument.get(operationName);
      if (known) return known.operation;
      const operation = compileAnew(document, operationName);
      if (operation instanceof GraphQLError) return operation;
      const used = countUses(operation, texts.get(document) ?? '', operationName);
      operations.set(document, ofDocument.set(operationName, used));
      return used.operation;
    },
    popular(most) {
      const known = [...documents.values()].flatMap(({ document }) =>
        document ? [...(operations.get(document)?.values() ?? [])] : [],
      );
      return known.toSorted((a, b) => b.uses - a.uses).slice(0, most);
    },
  };
}

/** Every request begins with its variables: by these it is counted. */
function countUses(operation: CompiledOperation, text: string, operationName: string | undefined): Used {
  const used: Used = {
    text,
    operationName,
    uses: 0,
    operation: {
      ...operation,
      coerce(given) {
        used.uses += 1;
        return operation.coerce(given);
      },
    },
  };
  return used;
}

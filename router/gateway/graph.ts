import {
  buildASTSchema,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  parse,
  validate,
} from 'graphql';
import { syntaxFailure, validationFailure } from '../operations/failures.ts';
import { createLivePlanner, type LivePlanner } from '../subscriptions/plan.ts';

/** One loaded supergraph and all that is derived from it; a changed file makes a new one. */
export type Graph = {
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** All of it, with the directives of its definitions. */
  readonly supergraphSchema: GraphQLSchema;
  /** The names and routing URLs of its subgraphs; the URL is empty for one without a server. */
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** A document's parsed form, or why it is not valid here; remembered by its text. */
  readonly read: (query: string) => ReadDocument;
  readonly live: LivePlanner;
};

export type ReadDocument =
  | { readonly document: DocumentNode; readonly errors?: undefined }
  | { readonly errors: readonly GraphQLError[]; readonly document?: undefined };

/** Documents remembered per graph. */
const REMEMBERED = 1_000;

/** Derives a graph from the schema that the gateway serves and the supergraph that it was read from. */
export function createGraph(apiSchema: GraphQLSchema, supergraphSdl: string): Graph {
  const supergraphDocument = parse(supergraphSdl);
  const supergraphSchema = buildASTSchema(supergraphDocument, { assumeValid: true, assumeValidSDL: true });
  const documents = new Map<string, ReadDocument>();

  function readAnew(query: string): ReadDocument {
    let document: DocumentNode;
    try {
      document = parse(query);
    } catch (error) {
      return { errors: [syntaxFailure(error)] };
    }
    const errors = validate(apiSchema, document);
    return errors.length > 0 ? { errors: errors.map(validationFailure) } : { document };
  }

  return {
    apiSchema,
    supergraphSchema,
    subgraphs: subgraphsOf(supergraphSchema),
    live: createLivePlanner({ apiSchema, supergraphSchema, supergraphDocument, supergraphSdl }),
    read(query) {
      const known = documents.get(query);
      if (known) return known;
      const fresh = readAnew(query);
      if (documents.size >= REMEMBERED) documents.clear();
      documents.set(query, fresh);
      return fresh;
    },
  };
}

/** Read from the values of the enum `join__Graph`, where composition writes them. */
function subgraphsOf(supergraphSchema: GraphQLSchema): Graph['subgraphs'] {
  const type = supergraphSchema.getType('join__Graph');
  const node = type?.astNode;
  if (node?.kind !== 'EnumTypeDefinition') return [];
  return (node.values ?? []).flatMap((value) => {
    const graph = value.directives?.find((each) => each.name.value === 'join__graph');
    const argument = (name: string): string => {
      const given = graph?.arguments?.find((each) => each.name.value === name)?.value;
      return given?.kind === 'StringValue' ? given.value : '';
    };
    return graph ? [{ name: argument('name'), url: argument('url') }] : [];
  });
}

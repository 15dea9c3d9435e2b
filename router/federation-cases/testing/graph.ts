import { composeServices } from '@apollo/composition';
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph } from '@apollo/federation-internals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FormattedExecutionResult,
  type GraphQLSchema,
  isAbstractType,
  parse,
  validate,
} from 'graphql';
import type { Case, Data, Item, Subgraph } from './case.ts';
import { createFieldResolver } from './data.ts';
import { createReferences } from './references.ts';

/** The subgraphs of a case in this process, and the supergraph that is composed of them. */
export type CaseGraph = {
  readonly supergraphSdl: string;
  readonly apiSchema: GraphQLSchema;
  /**
   * Executes a request as the subgraph's server would, over this data. Rejects when the subgraph is
   * unavailable.
   */
  ask(subgraph: string, request: SubgraphRequest, data: Data): Promise<FormattedExecutionResult>;
};

export type SubgraphRequest = {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
};

const IMPORTS = [
  ...['@key', '@requires', '@provides', '@external', '@shareable', '@override', '@tag', '@inaccessible'],
  ...['@interfaceObject', '@extends', '@context', '@fromContext', 'FieldSet', 'ContextFieldValue'],
];
const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(IMPORTS)})`;

type Server = { readonly subgraph: Subgraph; readonly document: DocumentNode };

/** Composes the subgraphs of a case and builds their schemas. Throws when they do not compose. */
export function createCaseGraph({ subgraphs, resolvers = {}, unsatisfiable = false }: Case): CaseGraph {
  const servers = new Map<string, Server>();
  for (const [name, given] of Object.entries(subgraphs)) {
    const subgraph = typeof given === 'string' ? { sdl: given } : given;
    servers.set(name, {
      subgraph,
      document: parse(subgraph.federation1 ? subgraph.sdl : `${LINK}\n${subgraph.sdl}`),
    });
  }
  const composed = composeServices(
    [...servers].map(([name, { document }]) => ({ name, url: `memory://${name}`, typeDefs: document })),
    { runSatisfiability: !unsatisfiable },
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join('\n'));
  const supergraph = Supergraph.build(composed.supergraphSdl, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  });
  const fullSchema = supergraph.schema.toGraphQLJSSchema();

  /**
   * The object types that a type name stands for in the graph: the type itself, or an interface's members.
   */
  function typesOf(name: string): ReadonlySet<string> {
    const type = fullSchema.getType(name);
    if (!isAbstractType(type)) return new Set([name]);
    return new Set(fullSchema.getPossibleTypes(type).map((each) => each.name));
  }

  const rewrites = new Map([...servers].map(([name, { subgraph }]) => [name, subgraph.rewrite]));
  const asks = new Map([...servers].map(([name, server]) => [name, createAsk(server)]));

  function createAsk({ subgraph, document }: Server) {
    const references = createReferences(document, typesOf, subgraph.hasEntity ?? (() => true));
    const schema = buildSubgraphSchema({
      typeDefs: document,
      resolvers: Object.fromEntries(
        references.types.map((type) => [
          type,
          { __resolveReference: (given: Item, data: Data) => references.find(type, given, data) },
        ]),
      ),
    });
    const fieldResolver = createFieldResolver([subgraph.resolvers ?? {}, resolvers]);
    return async (request: SubgraphRequest, data: Data): Promise<ExecutionResult> => {
      if (subgraph.isUnavailable) throw new Error('connect ECONNREFUSED');
      const query = parse(request.query);
      const invalid = validate(schema, query);
      if (invalid.length > 0) return { errors: invalid };
      const variableValues = request.variables;
      return execute({ schema, document: query, variableValues, contextValue: data, fieldResolver });
    };
  }

  return {
    supergraphSdl: composed.supergraphSdl,
    apiSchema: supergraph.apiSchema().toGraphQLJSSchema(),
    async ask(name, request, data) {
      const ask = asks.get(name);
      if (!ask) throw new Error(`There is no subgraph ${name}`);
      // Serialized as on the network: no shared objects, and only what JSON can express.
      const sent: SubgraphRequest = JSON.parse(JSON.stringify(request));
      const right = JSON.parse(JSON.stringify(await ask(sent, data)));
      return rewrites.get(name)?.(right) ?? right;
    },
  };
}

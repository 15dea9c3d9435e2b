import '../../supergraph/no-telemetry.ts';

import { ApolloGateway } from '@apollo/gateway';
import { getOperationAST, parse } from 'graphql';
import { createLogger } from '../../../platform/telemetry/logger.ts';
import type { Case, Response } from './case.ts';
import type { CaseGraph } from './graph.ts';
import { type Executor, responseOf } from './responses.ts';

export type ApolloGatewayExecutor = { readonly execute: Executor; stop(): Promise<void> };

const LOG = createLogger('apollo', 'silent');
/** The response when the gateway throws. */
const REFUSED: Response = { data: null, errors: ['-'] };

/**
 * Executes operations with Apollo Gateway over the subgraphs in this process. When the gateway cannot load a
 * graph, all of its operations fail.
 */
export async function createApolloGateway({ data }: Case, graph: CaseGraph): Promise<ApolloGatewayExecutor> {
  let now = data();
  const gateway = new ApolloGateway({
    supergraphSdl: graph.supergraphSdl,
    logger: LOG,
    buildService: ({ name }) => ({
      async process({ request: { query = '', variables } }) {
        return graph.ask(name, { query, variables }, now);
      },
    }),
  });
  const loaded = await gateway.load().catch(() => undefined);
  if (!loaded) return { execute: async () => REFUSED, stop: async () => {} };
  const { schema, executor } = loaded;

  return {
    async execute({ query, variables }) {
      now = data();
      const document = parse(query);
      const operation = getOperationAST(document);
      if (!operation) throw new Error('A case has one operation');
      try {
        const result = await executor({
          request: { query, variables: { ...variables } },
          logger: LOG,
          schema,
          schemaHash: '' as Parameters<typeof executor>[0]['schemaHash'],
          context: {},
          cache: { get: async () => undefined, set: async () => undefined, delete: async () => true },
          queryHash: query,
          document,
          source: query,
          operationName: operation.name?.value ?? null,
          operation,
          metrics: {},
          overallCachePolicy: undefined,
        });
        return responseOf(JSON.parse(JSON.stringify(result)));
      } catch {
        return REFUSED;
      }
    },
    stop: () => gateway.stop(),
  };
}
